using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>
/// Names revert data by the errors of several contracts, since an error of a callee passes through its callers. Data
/// that no error explains is shown as it is: the call failed all the same.
/// </summary>
public sealed class RevertDecoder
{
    private static readonly AbiError Message = BuiltIn("Error", "message", "string");
    private static readonly AbiError Panic = BuiltIn("Panic", "code", "uint256");
    private readonly ImmutableArray<ContractAbi> _abis;

    /// <summary>A decoder that looks an error up in the ABIs in order.</summary>
    public RevertDecoder(params ImmutableArray<ContractAbi> abis) => _abis = abis;

    /// <summary>A decoder that prefers another contract's names to these.</summary>
    public RevertDecoder PreferringErrorsOf(ContractAbi abi) => new([abi, .. _abis]);

    /// <summary>The reason that the data gives.</summary>
    public RevertReason Decode(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return new RevertReason(RevertReason.NameWithoutData, new NamedValues([]));
        }

        AbiError? error = data.Length >= Selector.Length ? Find(Selector.Read(data)) : null;
        try
        {
            return error is null
                ? Unknown(data)
                : Explain(error, AbiDecoder.Decode(error.Inputs, data[Selector.Length..]));
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.AbiMalformed)
        {
            return Unknown(data);
        }
    }

    private AbiError? Find(Selector selector) =>
        selector == Message.Selector ? Message
        : selector == Panic.Selector ? Panic
        : _abis.Select(abi => abi.FindError(selector)).FirstOrDefault(error => error is not null);

    private static RevertReason Explain(AbiError error, ImmutableArray<AbiValue> values)
    {
        NamedValues arguments = NamedValues.Of(error.Inputs, values);
        return ReferenceEquals(error, Panic) && PanicMeaning(values[0]) is string meaning
            ? new RevertReason(error.Name, new NamedValues([.. arguments.Items, new NamedValue("meaning", meaning)]))
            : new RevertReason(error.Name, arguments);
    }

    /// <summary>Solidity's table of panic codes.</summary>
    private static string? PanicMeaning(AbiValue code) => code.AsInteger() switch
    {
        var number when number == 0x01 => "assertion failed",
        var number when number == 0x11 => "arithmetic overflow",
        var number when number == 0x12 => "division by zero",
        var number when number == 0x21 => "no such enum member",
        var number when number == 0x22 => "storage byte array badly encoded",
        var number when number == 0x31 => "pop of an empty array",
        var number when number == 0x32 => "index out of bounds",
        var number when number == 0x41 => "out of memory",
        var number when number == 0x51 => "call of an unset function pointer",
        _ => null,
    };

    private static RevertReason Unknown(ReadOnlySpan<byte> data) =>
        new(RevertReason.NameOfUnknown, new NamedValues([new NamedValue("data", data.ToArray())]));

    private static AbiError BuiltIn(string name, string argument, string type) =>
        new(name, [new AbiParameter(argument, AbiTypeParser.Parse(type))]);
}
