using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>
/// A value of some ABI type: one of the six nested cases, equal by content. Plain values convert to it implicitly; the
/// <c>As</c> methods convert back and refuse another case with <see cref="ErrorCode.AbiMalformed"/>.
/// </summary>
public abstract record AbiValue
{
    private AbiValue()
    {
    }

    /// <summary>A number of any <c>uintN</c>, <c>intN</c> or enum.</summary>
    public static implicit operator AbiValue(BigInteger number) => new Number(number);

    /// <summary>A number of any <c>uintN</c>, <c>intN</c> or enum.</summary>
    public static implicit operator AbiValue(long number) => new Number(number);

    /// <summary>A number of any <c>uintN</c>.</summary>
    public static implicit operator AbiValue(ulong number) => new Number(number);

    /// <summary>A number of any <c>uintN</c> or <c>intN</c>.</summary>
    public static implicit operator AbiValue(Int128 number) => new Number(number);

    /// <summary>A number of any <c>uintN</c>.</summary>
    public static implicit operator AbiValue(UInt128 number) => new Number(number);

    /// <summary>A truth value.</summary>
    public static implicit operator AbiValue(bool truth) => new Boolean(truth);

    /// <summary>An address.</summary>
    public static implicit operator AbiValue(Address address) => new Account(address);

    /// <summary>A <c>bytes32</c>.</summary>
    public static implicit operator AbiValue(Bytes32 word) => new Binary([.. word.ToArray()]);

    /// <summary>A <c>bytes</c> or <c>bytesN</c>; the bytes are copied.</summary>
    public static implicit operator AbiValue(byte[] bytes) => new Binary([.. bytes]);

    /// <summary>A <c>string</c>.</summary>
    public static implicit operator AbiValue(string text) => new Text(text);

    /// <summary>An array or a tuple; the items are copied.</summary>
    public static implicit operator AbiValue(AbiValue[] items) => new Sequence([.. items]);

    /// <summary>An array or a tuple.</summary>
    public static AbiValue Of(params ReadOnlySpan<AbiValue> items) => new Sequence([.. items]);

    /// <summary>The number.</summary>
    public BigInteger AsInteger() => this is Number number ? number.Whole : throw Mismatch("an integer");

    /// <summary>The number as 64 bits.</summary>
    public long AsInt64() => Narrow(long.MinValue, long.MaxValue, number => (long)number);

    /// <summary>The number as 64 unsigned bits.</summary>
    public ulong AsUInt64() => Narrow(ulong.MinValue, ulong.MaxValue, number => (ulong)number);

    /// <summary>The number as 128 bits.</summary>
    public Int128 AsInt128() => Narrow(Int128.MinValue, Int128.MaxValue, number => (Int128)number);

    /// <summary>The number as 128 unsigned bits.</summary>
    public UInt128 AsUInt128() => Narrow(UInt128.MinValue, UInt128.MaxValue, number => (UInt128)number);

    /// <summary>The truth value.</summary>
    public bool AsBoolean() => this is Boolean boolean ? boolean.Truth : throw Mismatch("a bool");

    /// <summary>The address.</summary>
    public Address AsAddress() => this is Account account ? account.Address : throw Mismatch("an address");

    /// <summary>The bytes.</summary>
    public ImmutableArray<byte> AsBytes() => this is Binary binary ? binary.Bytes : throw Mismatch("bytes");

    /// <summary>The 32 bytes.</summary>
    public Bytes32 AsBytes32() =>
        this is Binary { Bytes.Length: Bytes32.Length } binary
            ? Bytes32.Read(binary.Bytes.AsSpan())
            : throw Mismatch("32 bytes");

    /// <summary>The text.</summary>
    public string AsText() => this is Text text ? text.Characters : throw Mismatch("a string");

    /// <summary>The items of an array or the members of a tuple.</summary>
    public ImmutableArray<AbiValue> AsItems() =>
        this is Sequence list ? list.Items : throw Mismatch("an array or tuple");

    /// <summary>
    /// The value on one line: numbers in decimal, bytes in hexadecimal, text quoted with JSON's escapes.
    /// </summary>
    public sealed override string ToString() => this switch
    {
        Number number => number.Whole.ToString(CultureInfo.InvariantCulture),
        Boolean boolean => boolean.Truth ? "true" : "false",
        Account account => account.Address.ToString(),
        Binary binary => $"0x{Convert.ToHexStringLower(binary.Bytes.AsSpan())}",
        Text text => $"\"{JsonEncodedText.Encode(text.Characters)}\"",
        Sequence list => $"[{string.Join(", ", list.Items.Select(item => item.ToString()))}]",
        _ => string.Empty,
    };

    private T Narrow<T>(BigInteger low, BigInteger high, Func<BigInteger, T> convert)
    {
        BigInteger number = AsInteger();
        return number >= low && number <= high ? convert(number) : throw Mismatch($"{low} to {high}");
    }

    private MarginException Mismatch(string accepted) =>
        new(ErrorCode.AbiMalformed, "ABI", "value", ToString(), accepted);

    /// <summary>A number of any <c>uintN</c>, <c>intN</c> or enum.</summary>
    public sealed record Number(BigInteger Whole) : AbiValue;

    /// <summary>A <c>bool</c>.</summary>
    public sealed record Boolean(bool Truth) : AbiValue;

    /// <summary>An <c>address</c>.</summary>
    public sealed record Account(Address Address) : AbiValue;

    /// <summary>A <c>string</c>.</summary>
    public sealed record Text(string Characters) : AbiValue;

    /// <summary>A <c>bytes</c> or <c>bytesN</c>.</summary>
    public sealed record Binary(ImmutableArray<byte> Bytes) : AbiValue
    {
        /// <inheritdoc/>
        public bool Equals(Binary? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.AddBytes(Bytes.AsSpan());
            return hash.ToHashCode();
        }
    }

    /// <summary>An array's items or a tuple's members.</summary>
    public sealed record Sequence(ImmutableArray<AbiValue> Items) : AbiValue
    {
        /// <inheritdoc/>
        public bool Equals(Sequence? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            HashCode hash = default;
            foreach (AbiValue item in Items)
            {
                hash.Add(item);
            }

            return hash.ToHashCode();
        }
    }
}
