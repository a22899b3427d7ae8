using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using Verifiable.Chain.Abi;
using Verifiable.Documents.Hashing;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Chain.Abi;

/// <summary>Random types and values of them, for properties.</summary>
internal static class RandomAbi
{
    internal static ImmutableArray<AbiParameter> Parameters(Seeded random) =>
    [
        .. Enumerable.Range(0, (int)random.Between(1, 4)).Select(_ => new AbiParameter(string.Empty, Type(random, 3))),
    ];

    internal static ImmutableArray<AbiValue> Values(Seeded random, ImmutableArray<AbiParameter> parameters) =>
        [.. parameters.Select(parameter => Value(random, parameter.Type))];

    /// <summary>One edit: a bit, a byte, a word taken away, repeated or moved, or the end cut.</summary>
    internal static byte[] Mutate(Seeded random, byte[] bytes)
    {
        int at = (int)random.Between(0, bytes.Length - 1);
        int word = at / 32 * 32;
        byte[] changed = [.. bytes];
        switch (random.Between(0, 5))
        {
            case 0:
                changed[at] ^= (byte)(1 << (int)random.Between(0, 7));
                return changed;
            case 1:
                changed[at] = (byte)random.Between(0, 255);
                return changed;
            case 2:
                return [.. bytes[..word], .. bytes[(word + 32)..]];
            case 3:
                return [.. bytes[..word], .. bytes[word..(word + 32)], .. bytes[word..]];
            case 4:
                return bytes[..at];
            default:
                changed[word + 31] = random.Pick<byte>([0x00, 0x20, 0x40, 0x60, 0xff]);
                return changed;
        }
    }

    private static AbiType Type(Seeded random, int depth) => AbiTypeParser.Parse(TypeName(random, depth));

    private static string TypeName(Seeded random, int depth) => random.Between(0, depth == 0 ? 6 : 9) switch
    {
        0 => $"uint{8 * random.Between(1, 32)}",
        1 => $"int{8 * random.Between(1, 32)}",
        2 => "bool",
        3 => "address",
        4 => $"bytes{random.Between(1, 32)}",
        5 => "bytes",
        6 => "string",
        7 => $"{TypeName(random, depth - 1)}[]",
        8 => $"{TypeName(random, depth - 1)}[{random.Between(1, 3)}]",
        _ => $"({TypeName(random, depth - 1)},{TypeName(random, depth - 1)})",
    };

    private static AbiValue Value(Seeded random, AbiType type) => type.Kind switch
    {
        AbiKind.UnsignedNumber => Number(random, type.Size),
        AbiKind.SignedNumber => random.Coin() ? Number(random, type.Size - 1) : -1 - Number(random, type.Size - 1),
        AbiKind.Boolean => random.Coin(),
        AbiKind.Address => Address.Read(Octets(random, 20)),
        AbiKind.FixedBytes => Octets(random, type.Size),
        AbiKind.Bytes => Octets(random, (int)random.Between(0, 70)),
        AbiKind.Text => string.Concat(Enumerable.Range(0, (int)random.Between(0, 40))
            .Select(_ => random.Pick<string>(["a", "é", "€", "𝄞", "\0"]))),
        AbiKind.Tuple => type.Members.Select(member => Value(random, member.Type)).ToArray(),
        AbiKind.FixedArray => Items(random, type, type.Size),
        _ => Items(random, type, (int)random.Between(0, 4)),
    };

    private static AbiValue[] Items(Seeded random, AbiType type, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Value(random, type.Element!))];

    private static byte[] Octets(Seeded random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (byte)random.Between(0, 255))];

    private static BigInteger Number(Seeded random, int bits) =>
        new BigInteger(Octets(random, 32), isUnsigned: true) >> (256 - (int)random.Between(0, bits));
}
