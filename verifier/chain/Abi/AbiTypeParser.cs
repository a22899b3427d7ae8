using System;
using System.Collections.Immutable;
using System.Globalization;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>Reads type names: elementary types, arrays of any nesting, tuples in parentheses.</summary>
public static class AbiTypeParser
{
    private const int MaxTextLength = 4096;

    /// <summary>
    /// Parses a whole type name such as <c>(uint64,bytes32[])[2]</c>; <c>uint</c> and <c>int</c> mean 256 bits.
    /// </summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>.</exception>
    public static AbiType Parse(string text)
    {
        if (text.Length > MaxTextLength)
        {
            throw Refuse($"{text.Length} characters", $"at most {MaxTextLength}");
        }

        int position = 0;
        AbiType type = ParseType(text, ref position, depth: 0);
        return position == text.Length ? type : throw Refuse(text, "one type and nothing after it");
    }

    /// <summary>
    /// A type from a JSON ABI: <c>tuple</c> with any array suffix takes its members from the components.
    /// </summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>.</exception>
    internal static AbiType ParseWithComponents(string text, ImmutableArray<AbiParameter> components)
    {
        const string Tuple = "tuple";
        if (!text.StartsWith(Tuple, StringComparison.Ordinal))
        {
            return Parse(text);
        }

        if (components.IsEmpty)
        {
            throw Refuse(text, "a tuple with components");
        }

        int position = Tuple.Length;
        AbiType type = ParseSuffixes(text, ref position, AbiType.TupleOf(components));
        return position == text.Length ? type : throw Refuse(text, "tuple and array suffixes");
    }

    private static AbiType ParseType(string text, ref int position, int depth)
    {
        if (depth > AbiType.MaxDepth)
        {
            throw Refuse(text, $"at most {AbiType.MaxDepth} levels");
        }

        AbiType type = position < text.Length && text[position] == '('
            ? ParseTuple(text, ref position, depth)
            : ParseElementary(text, ref position);
        return ParseSuffixes(text, ref position, type);
    }

    private static AbiType ParseTuple(string text, ref int position, int depth)
    {
        ImmutableArray<AbiParameter>.Builder members = ImmutableArray.CreateBuilder<AbiParameter>();
        do
        {
            position++;
            members.Add(new AbiParameter(string.Empty, ParseType(text, ref position, depth + 1)));
        }
        while (position < text.Length && text[position] == ',');

        if (position >= text.Length || text[position] != ')')
        {
            throw Refuse(text, "a closing parenthesis");
        }

        position++;
        return AbiType.TupleOf(members.ToImmutable());
    }

    private static AbiType ParseElementary(string text, ref int position)
    {
        int start = position;
        while (position < text.Length && char.IsAsciiLetterLower(text[position]))
        {
            position++;
        }

        string name = text[start..position];
        int? size = ParseNumber(text, ref position);
        return (name, size) switch
        {
            ("uint", null) => AbiType.Elementary(AbiKind.UnsignedNumber, 256),
            ("int", null) => AbiType.Elementary(AbiKind.SignedNumber, 256),
            ("uint", >= 8 and <= 256) when size % 8 == 0 => AbiType.Elementary(AbiKind.UnsignedNumber, size.Value),
            ("int", >= 8 and <= 256) when size % 8 == 0 => AbiType.Elementary(AbiKind.SignedNumber, size.Value),
            ("bool", null) => AbiType.Elementary(AbiKind.Boolean),
            ("address", null) => AbiType.Elementary(AbiKind.Address),
            ("bytes", null) => AbiType.Elementary(AbiKind.Bytes),
            ("bytes", >= 1 and <= 32) => AbiType.Elementary(AbiKind.FixedBytes, size.Value),
            ("string", null) => AbiType.Elementary(AbiKind.Text),
            _ => throw Refuse(text, "uintN, intN, bool, address, bytesN, bytes, string, arrays and tuples of them"),
        };
    }

    private static AbiType ParseSuffixes(string text, ref int position, AbiType type)
    {
        while (position < text.Length && text[position] == '[')
        {
            position++;
            int? length = ParseNumber(text, ref position);
            if (position >= text.Length || text[position] != ']' || length == 0)
            {
                throw Refuse(text, "[] or [n] with n of at least 1");
            }

            position++;
            type = length is int items ? AbiType.FixedArrayOf(type, items) : AbiType.ArrayOf(type);
        }

        return type;
    }

    /// <summary>Digits without a leading zero; null when there are none.</summary>
    private static int? ParseNumber(string text, ref int position)
    {
        int start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        ReadOnlySpan<char> digits = text.AsSpan(start, position - start);
        if (digits.IsEmpty)
        {
            return null;
        }

        bool canonical = digits[0] != '0' || digits.Length == 1;
        return canonical && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Refuse(text, "a size without leading zeros");
    }

    private static MarginException Refuse(string value, string accepted) =>
        new(ErrorCode.AbiMalformed, "ABI", "type", value, accepted);
}
