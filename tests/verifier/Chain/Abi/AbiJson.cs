using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Verifiable.Chain.Abi;
using Verifiable.Documents.Hashing;

namespace Verifiable.Tests.Verifier.Chain.Abi;

/// <summary>Values of vector files: numbers as JSON numbers or text, bytes as hexadecimal or as plain ASCII.</summary>
internal static class AbiJson
{
    internal static ImmutableArray<AbiParameter> Parameters(JsonElement types) =>
        [.. types.EnumerateArray().Select(type => Parameter(type.GetString()!))];

    internal static ImmutableArray<AbiParameter> Parameters(params string[] types) => [.. types.Select(Parameter)];

    internal static ImmutableArray<AbiValue> Values(ImmutableArray<AbiParameter> parameters, JsonElement values) =>
        [.. parameters.Zip(values.EnumerateArray(), (parameter, value) => Value(parameter.Type, value))];

    internal static byte[] Bytes(string hex) =>
        Convert.FromHexString(hex.StartsWith("0x", StringComparison.Ordinal) ? hex[2..] : hex);

    private static AbiParameter Parameter(string type) => new(string.Empty, AbiTypeParser.Parse(type));

    private static AbiValue Value(AbiType type, JsonElement json) => type.Kind switch
    {
        AbiKind.UnsignedNumber or AbiKind.SignedNumber =>
            BigInteger.Parse(json.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        AbiKind.Boolean => json.GetBoolean(),
        AbiKind.Address => Address.Parse(json.GetString()!),
        AbiKind.FixedBytes or AbiKind.Bytes => Octets(json.GetString()!),
        AbiKind.Text => json.GetString()!,
        AbiKind.Tuple => json.EnumerateArray()
            .Zip(type.Members, (value, member) => Value(member.Type, value)).ToArray(),
        _ => json.EnumerateArray().Select(item => Value(type.Element!, item)).ToArray(),
    };

    private static byte[] Octets(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? Bytes(text) : Encoding.ASCII.GetBytes(text);
}
