using System;
using System.Numerics;

namespace Stratis.SmartContracts;

/// <summary>An address of 20 bytes.</summary>
/// <param name="Text">Its forty hexadecimal digits.</param>
public readonly record struct Address(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>An unsigned number of 256 bits: what leaves its range ends the call.</summary>
public readonly struct UInt256 : IEquatable<UInt256>, IComparable<UInt256>
{
    private static readonly BigInteger Limit = BigInteger.One << 256;

    private readonly BigInteger _number;

    private UInt256(BigInteger number)
    {
        if (number.Sign < 0 || number >= Limit)
        {
            throw new OverflowException("A number outside of 256 bits.");
        }

        _number = number;
    }

    /// <summary>A number of 64 bits.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator UInt256(ulong value) => new(value);

    /// <summary>The number in 64 bits; what does not fit ends the call.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator ulong(UInt256 value) => (ulong)value._number;

    /// <summary>The sum.</summary>
    public static UInt256 operator +(UInt256 left, UInt256 right) => new(left._number + right._number);

    /// <summary>The difference.</summary>
    public static UInt256 operator -(UInt256 left, UInt256 right) => new(left._number - right._number);

    /// <summary>The product.</summary>
    public static UInt256 operator *(UInt256 left, UInt256 right) => new(left._number * right._number);

    /// <summary>The quotient, rounded down.</summary>
    public static UInt256 operator /(UInt256 left, UInt256 right) => new(left._number / right._number);

    /// <summary>The remainder.</summary>
    public static UInt256 operator %(UInt256 left, UInt256 right) => new(left._number % right._number);

    /// <summary>The number times a power of two.</summary>
    public static UInt256 operator <<(UInt256 left, int shift) => new(left._number << shift);

    /// <summary>The number by a power of two, rounded down.</summary>
    public static UInt256 operator >>(UInt256 left, int shift) => new(left._number >> shift);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(UInt256 left, UInt256 right) => left._number < right._number;

    /// <summary>Whether the left is greater.</summary>
    public static bool operator >(UInt256 left, UInt256 right) => left._number > right._number;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(UInt256 left, UInt256 right) => left._number <= right._number;

    /// <summary>Whether the left is greater or equal.</summary>
    public static bool operator >=(UInt256 left, UInt256 right) => left._number >= right._number;

    /// <summary>Whether both are equal.</summary>
    public static bool operator ==(UInt256 left, UInt256 right) => left._number == right._number;

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(UInt256 left, UInt256 right) => left._number != right._number;

    /// <inheritdoc/>
    public int CompareTo(UInt256 other) => _number.CompareTo(other._number);

    /// <inheritdoc/>
    public bool Equals(UInt256 other) => _number == other._number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UInt256 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _number.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => _number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
