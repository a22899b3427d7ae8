using System;
using System.Buffers.Binary;
using System.Text;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>
/// The first four bytes of a signature's Keccak-256: how calldata names a function and revert data an error.
/// </summary>
/// <param name="Bits">The four bytes, the first most significant.</param>
public readonly record struct Selector(uint Bits)
{
    /// <summary>The number of bytes.</summary>
    public const int Length = 4;

    /// <summary>The selector of a canonical signature such as <c>transfer(address,uint256)</c>.</summary>
    public static Selector Of(string signature) =>
        new((uint)(Keccak256.Hash(Encoding.ASCII.GetBytes(signature)).First >> 32));

    /// <summary>The selector that starts the bytes.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>: fewer than four bytes.</exception>
    public static Selector Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Length
            ? new Selector(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : throw new MarginException(
                ErrorCode.AbiMalformed, "ABI", "selector", $"{bytes.Length} bytes", "four bytes");

    /// <summary>The selector and the encoded arguments behind it.</summary>
    internal byte[] Prefix(ReadOnlySpan<byte> arguments)
    {
        byte[] bytes = new byte[Length + arguments.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Bits);
        arguments.CopyTo(bytes.AsSpan(Length));
        return bytes;
    }

    /// <summary>0x and eight lower-case digits.</summary>
    public override string ToString() => $"0x{Bits:x8}";
}
