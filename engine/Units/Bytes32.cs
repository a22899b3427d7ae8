using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Verifiable.Engine.Units;

/// <summary>
/// Thirty-two bytes in big-endian order, compared as one unsigned number: hashes, identifiers, ABI words.
/// </summary>
/// <param name="First">Bytes 0 to 7, the most significant.</param>
/// <param name="Second">Bytes 8 to 15.</param>
/// <param name="Third">Bytes 16 to 23.</param>
/// <param name="Fourth">Bytes 24 to 31, the least significant.</param>
[SuppressMessage("Design", "CA1036", Justification = "Order is by CompareTo; a hash is not more than another.")]
public readonly record struct Bytes32(ulong First, ulong Second, ulong Third, ulong Fourth) : IComparable<Bytes32>
{
    /// <summary>The number of bytes.</summary>
    public const int Length = 32;

    /// <summary>Reads 32 bytes, the most significant first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 32 bytes.</exception>
    public static Bytes32 Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64BigEndian(source),
        BinaryPrimitives.ReadUInt64BigEndian(source[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[24..]));

    /// <summary>Writes 32 bytes, the most significant first.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, First);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Second);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], Third);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], Fourth);
    }

    /// <summary>The bytes in a fresh array.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        Write(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public int CompareTo(Bytes32 other)
    {
        if (First != other.First)
        {
            return First < other.First ? -1 : 1;
        }

        if (Second != other.Second)
        {
            return Second < other.Second ? -1 : 1;
        }

        return Third != other.Third ? Third.CompareTo(other.Third) : Fourth.CompareTo(other.Fourth);
    }

    /// <summary>0x and 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => $"0x{First:x16}{Second:x16}{Third:x16}{Fourth:x16}";
}
