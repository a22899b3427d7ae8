using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>A function of a contract.</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">The arguments.</param>
/// <param name="Outputs">The results.</param>
/// <param name="ReadsOnly">True for <c>view</c> and <c>pure</c>.</param>
public sealed record AbiFunction(
    string Name, ImmutableArray<AbiParameter> Inputs, ImmutableArray<AbiParameter> Outputs, bool ReadsOnly)
{
    /// <summary>The name and the argument types, as they are hashed.</summary>
    public string Signature { get; } = $"{Name}{AbiType.Signature(Inputs)}";

    /// <summary>The selector.</summary>
    public Selector Selector { get; } = Selector.Of($"{Name}{AbiType.Signature(Inputs)}");

    /// <summary>Calldata for the arguments.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>.</exception>
    public byte[] EncodeCall(IReadOnlyList<AbiValue> arguments) =>
        Selector.Prefix(AbiEncoder.Encode(Inputs, arguments));

    /// <summary>The arguments that calldata carries.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.AbiMalformed"/>, another function's selector included.
    /// </exception>
    public ImmutableArray<AbiValue> DecodeCall(ReadOnlySpan<byte> calldata)
    {
        Selector given = Selector.Read(calldata);
        return given == Selector
            ? AbiDecoder.Decode(Inputs, calldata[Selector.Length..])
            : throw new MarginException(
                ErrorCode.AbiMalformed, "ABI", Signature, given.ToString(), Selector.ToString());
    }

    /// <summary>The results that a call returned.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>.</exception>
    public ImmutableArray<AbiValue> DecodeResult(ReadOnlySpan<byte> returned) => AbiDecoder.Decode(Outputs, returned);
}
