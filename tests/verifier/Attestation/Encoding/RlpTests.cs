using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Verifiable.Attestation.Encoding;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Encoding;

public sealed class RlpTests(ITestOutputHelper output)
{
    [VectorFact(VectorKind.RlpTests)]
    public void Encode_EthereumTests_IsTheCanonicalForm()
    {
        List<JsonElement> rows = [.. EthereumRows().Where(row => !IsRefused(row))];

        output.WriteLine($"{rows.Count} valid rows");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => AssertBothWays(ToItem(row.GetProperty("in")), Hex.Bytes(row, "out")));
    }

    [VectorFact(VectorKind.RlpTests)]
    public void Decode_EthereumTestsInvalid_Refuses()
    {
        List<JsonElement> rows = [.. EthereumRows().Where(IsRefused)];

        output.WriteLine($"{rows.Count} refused rows");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => AssertRefused(Hex.Bytes(row, "out")));
    }

    [VectorFact(VectorKind.RlpCoder)]
    public void Encode_Ethers_IsEqual()
    {
        List<JsonElement> rows =
            [.. VectorFile.Of(VectorKind.RlpCoder, output).SelectMany(file => file.Root.EnumerateArray())];

        output.WriteLine($"{rows.Count} rows");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => AssertBothWays(ToHexItem(row.GetProperty("decoded")), Hex.Bytes(row, "encoded")));
    }

    [VectorFact(VectorKind.Differential)]
    public void Encode_ViemAndEthers_IsEqual()
    {
        List<JsonElement> rows = [.. VectorFile.Of(VectorKind.Differential, output)
            .SelectMany(file => file.Root.GetProperty("rlp").EnumerateArray())];

        output.WriteLine($"{rows.Count} rows");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => AssertBothWays(ToHexItem(row.GetProperty("value")), Hex.Bytes(row, "rlp")));
    }

    // Yellow Paper, appendix B, at each boundary of the length's own length.
    [Theory]
    [InlineData(55, "b7")]
    [InlineData(56, "b838")]
    [InlineData(255, "b8ff")]
    [InlineData(256, "b90100")]
    [InlineData(65_535, "b9ffff")]
    [InlineData(65_536, "ba010000")]
    [InlineData(16_777_216, "bb01000000")]
    public void Encode_LengthAtABoundary_HasTheShortestPrefix(int length, string prefix)
    {
        byte[] content = new byte[length];

        byte[] encoded = Rlp.Encode(RlpItem.OfBytes(content));

        Assert.Equal(prefix, Convert.ToHexStringLower(encoded.AsSpan(0, encoded.Length - length)));
        Assert.Equal(length, Rlp.Decode(encoded).Bytes.Length);
    }

    [Theory]
    [InlineData(Rlp.MaxDepth)]
    [InlineData(1)]
    public void Decode_ListsWithinTheDepth_AreRead(int depth)
    {
        RlpItem item = Enumerable.Range(0, depth)
            .Aggregate(RlpItem.OfBytes(default), (inner, _) => RlpItem.OfList([inner]));

        Assert.True(Rlp.Decode(Rlp.Encode(item)).IsList);
    }

    [Fact]
    public void Decode_OneListTooDeep_Refuses()
    {
        RlpItem item = Enumerable.Range(0, Rlp.MaxDepth + 1)
            .Aggregate(RlpItem.OfBytes(default), (inner, _) => RlpItem.OfList([inner]));

        AssertRefused(Rlp.Encode(item));
    }

    [Theory]
    [InlineData("8000")]
    [InlineData("c080")]
    [InlineData("0000")]
    public void Decode_TrailingBytes_Refuses(string encoded) => AssertRefused(Hex.Bytes(encoded));

    [Theory]
    [InlineData("820001", 8)]
    [InlineData("00", 8)]
    [InlineData("83010000", 2)]
    [InlineData("c0", 8)]
    public void ToNumber_NotANumberOfThatSize_Refuses(string encoded, int maxBytes)
    {
        RlpItem item = Rlp.Decode(Hex.Bytes(encoded));

        MarginException refusal = Assert.Throws<MarginException>(() => item.ToNumber(maxBytes, "nonce"));

        Assert.Equal(ErrorCode.RlpMalformed, refusal.Code);
        Assert.Equal("nonce", refusal.Path);
    }

    [Fact]
    public void OfNumber_OutsideAWord_Refuses()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RlpItem.OfNumber(BigInteger.MinusOne));
        Assert.Throws<ArgumentOutOfRangeException>(() => RlpItem.OfNumber(BigInteger.One << 256));
    }

    private IEnumerable<JsonElement> EthereumRows() => VectorFile.Of(VectorKind.RlpTests, output)
        .SelectMany(file => file.Root.EnumerateObject().Select(member => member.Value));

    private static bool IsRefused(JsonElement row) =>
        row.GetProperty("in").ValueKind == JsonValueKind.String && row.GetProperty("in").GetString() == "INVALID";

    private static void AssertBothWays(RlpItem item, byte[] encoded)
    {
        Assert.Equal(Hex.Text(encoded), Hex.Text(Rlp.Encode(item)));
        Assert.Equal(Describe(item), Describe(Rlp.Decode(encoded)));
    }

    private static void AssertRefused(byte[] encoded) =>
        Assert.Equal(ErrorCode.RlpMalformed, Assert.Throws<MarginException>(() => Rlp.Decode(encoded)).Code);

    private static string Describe(RlpItem item) =>
        item.IsList ? $"[{string.Join(',', item.Items.Select(Describe))}]" : Convert.ToHexStringLower(item.Bytes.Span);

    /// <summary>ethereum/tests: text is its bytes, a number or #number its minimal bytes.</summary>
    private static RlpItem ToItem(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => RlpItem.OfList([.. value.EnumerateArray().Select(ToItem)]),
        JsonValueKind.Number => OfDigits(value.GetRawText()),
        _ when value.GetString()!.StartsWith('#') => OfDigits(value.GetString()![1..]),
        _ => RlpItem.OfBytes(System.Text.Encoding.UTF8.GetBytes(value.GetString()!)),
    };

    /// <summary>The bytes of a number; one row exceeds a word, so the test makes the bytes itself.</summary>
    private static RlpItem OfDigits(string digits)
    {
        BigInteger number = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return RlpItem.OfBytes(number.IsZero ? default : number.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    private static RlpItem ToHexItem(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? RlpItem.OfList([.. value.EnumerateArray().Select(ToHexItem)])
        : RlpItem.OfBytes(Hex.Bytes(value.GetString()!));
}
