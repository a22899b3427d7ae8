using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Attestation.Signing;

/// <summary>The struct types of an EIP-712 document.</summary>
internal sealed class TypedDataSchema
{
    /// <summary>
    /// The most struct types; each may list all others in its encoded form, so the work is bounded here.
    /// </summary>
    internal const int MaxStructs = 128;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$");

    private readonly Dictionary<string, IReadOnlyList<TypedDataMember>> _structs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Bytes32> _typeHashes = new(StringComparer.Ordinal);

    /// <summary>The members of a struct.</summary>
    internal IReadOnlyList<TypedDataMember> this[string structName] => _structs[structName];

    internal bool IsStruct(string type) => _structs.ContainsKey(type);

    /// <summary>Adds a struct; false where its name is taken, atomic or no identifier, or the schema is full.</summary>
    internal bool TryAdd(string name, IReadOnlyList<TypedDataMember> members) =>
        _structs.Count < MaxStructs && IsName(name) && !IsAtomic(name) && _structs.TryAdd(name, members);

    /// <summary>The members whose type is neither atomic nor a struct of the schema, nor an array of such.</summary>
    internal IEnumerable<(string Struct, TypedDataMember Member)> Unresolved() =>
        from entry in _structs
        from member in entry.Value
        where !IsAtomic(ElementType(member.Type)) && !IsStruct(ElementType(member.Type))
        select (entry.Key, member);

    /// <summary>The struct with its members, then the structs it needs by name, as the standard writes them.</summary>
    internal string EncodeType(string structName)
    {
        SortedSet<string> needed = new(StringComparer.Ordinal);
        Stack<string> open = new([structName]);
        while (open.TryPop(out string? name))
        {
            foreach (string type in _structs[name].Select(member => ElementType(member.Type)))
            {
                if (type != structName && IsStruct(type) && needed.Add(type))
                {
                    open.Push(type);
                }
            }
        }

        return string.Concat(needed.Prepend(structName).Select(Describe));
    }

    internal Bytes32 TypeHash(string structName)
    {
        if (!_typeHashes.TryGetValue(structName, out Bytes32 hash))
        {
            hash = Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(EncodeType(structName)));
            _typeHashes.Add(structName, hash);
        }

        return hash;
    }

    /// <summary>Whether the text may name a struct or a member.</summary>
    internal static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <summary>
    /// Splits the outermost array off a type: length -1 where it is open, and false where it is no array.
    /// </summary>
    internal static bool TryArray(string type, out string element, out int length)
    {
        element = string.Empty;
        length = -1;
        int bracket = type.LastIndexOf('[');
        if (bracket < 0 || type[^1] != ']')
        {
            return false;
        }

        element = type[..bracket];
        ReadOnlySpan<char> digits = type.AsSpan(bracket + 1, type.Length - bracket - 2);
        return digits.IsEmpty || TryNumber(digits, int.MaxValue, out length);
    }

    /// <summary>The bits of <c>uintN</c> or <c>intN</c>, which have no alias without N.</summary>
    internal static bool TryInteger(string type, out int bits, out bool isSigned)
    {
        isSigned = type.StartsWith("int", StringComparison.Ordinal);
        bits = 0;
        bool prefixed = isSigned || type.StartsWith("uint", StringComparison.Ordinal);
        return prefixed && TryNumber(type.AsSpan(isSigned ? 3 : 4), 256, out bits) && bits % 8 == 0;
    }

    /// <summary>The number of bytes of <c>bytesN</c>.</summary>
    internal static bool TryFixedBytes(string type, out int length)
    {
        length = 0;
        return type.StartsWith("bytes", StringComparison.Ordinal)
            && TryNumber(type.AsSpan(5), Bytes32.Length, out length);
    }

    private static bool IsAtomic(string type) =>
        type is "address" or "bool" or "string" or "bytes"
        || TryInteger(type, out _, out _)
        || TryFixedBytes(type, out _);

    private static string ElementType(string type)
    {
        while (TryArray(type, out string element, out _))
        {
            type = element;
        }

        return type;
    }

    private string Describe(string structName) =>
        $"{structName}({string.Join(',', _structs[structName].Select(member => $"{member.Type} {member.Name}"))})";

    private static bool TryNumber(ReadOnlySpan<char> digits, int max, out int number)
    {
        number = 0;
        return !digits.IsEmpty
            && digits[0] is >= '1' and <= '9'
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= max;
    }
}
