using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verifiable.Attestation.Signing;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class TypedDataTests(ITestOutputHelper output)
{
    internal const string Transfer = """
        {
          "types": {
            "EIP712Domain": [ { "name": "name", "type": "string" }, { "name": "chainId", "type": "uint256" } ],
            "Transfer": [
              { "name": "to", "type": "address" },
              { "name": "amount", "type": "uint64" },
              { "name": "change", "type": "int8" },
              { "name": "tag", "type": "bytes4" },
              { "name": "lots", "type": "uint8[2]" },
              { "name": "isFinal", "type": "bool" }
            ]
          },
          "primaryType": "Transfer",
          "domain": { "name": "Test", "chainId": 1 },
          "message": {
            "to": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "amount": "18446744073709551615", "change": -128,
            "tag": "0x01020304", "lots": [ 0, 255 ], "isFinal": true
          }
        }
        """;

    [VectorFact(VectorKind.TypedData)]
    public void Digest_Ethers_IsEqual()
    {
        List<JsonElement> rows =
            [.. VectorFile.Of(VectorKind.TypedData, output).SelectMany(file => file.Root.EnumerateArray())];

        output.WriteLine($"{rows.Count} documents");
        Assert.NotEmpty(rows);
        Assert.All(rows, AssertEthers);
    }

    [VectorFact(VectorKind.Differential)]
    public void Digest_ViemAndEthers_IsEqual()
    {
        List<JsonElement> rows = [.. VectorFile.Of(VectorKind.Differential, output)
            .SelectMany(file => file.Root.GetProperty("eip712").EnumerateArray())];

        output.WriteLine($"{rows.Count} documents");
        Assert.NotEmpty(rows);
        Assert.All(rows, AssertDifferential);
    }

    [Fact]
    public void EncodeType_ReferencedStructs_FollowByName()
    {
        TypedData document = Parse(Transfer, "types", """
            {
              "Transfer": [ { "name": "b", "type": "Beta[]" }, { "name": "a", "type": "Alpha" } ],
              "Beta": [ { "name": "next", "type": "Beta[]" }, { "name": "c", "type": "Gamma[2][]" } ],
              "Gamma": [ { "name": "x", "type": "uint8" } ],
              "Alpha": [ { "name": "c", "type": "Gamma" } ],
              "Unused": [ ]
            }
            """, """{ "b": [], "a": { "c": { "x": 1 } } }""");

        Assert.Equal(
            "Transfer(Beta[] b,Alpha a)Alpha(Gamma c)Beta(Beta[] next,Gamma[2][] c)Gamma(uint8 x)",
            document.EncodeType());
    }

    [Fact]
    public void Parse_WellFormed_NamesTypeAndDomain()
    {
        TypedData document = TypedData.Parse(Utf8(Transfer));

        Assert.Equal("Transfer", document.PrimaryType);
        Assert.Equal(new Eip712Domain(Name: "Test", ChainId: 1), document.Domain);
    }

    [Theory]
    [InlineData("message/amount", "\"18446744073709551616\"")]
    [InlineData("message/amount", "-1")]
    [InlineData("message/amount", "9007199254740992")]
    [InlineData("message/amount", "1.0")]
    [InlineData("message/amount", "1e3")]
    [InlineData("message/amount", "\"\"")]
    [InlineData("message/amount", "\"0x\"")]
    [InlineData("message/amount", "\"0xg\"")]
    [InlineData("message/amount", "\" 1\"")]
    [InlineData("message/amount", "\"+1\"")]
    [InlineData("message/amount", "true")]
    [InlineData("message/amount", "null")]
    [InlineData("message/change", "128")]
    [InlineData("message/change", "-129")]
    [InlineData("message/to", "\"0x70997970C51812dc3A010C7d01b50e0d17dc79c8\"")]
    [InlineData("message/to", "\"0x70997970\"")]
    [InlineData("message/to", "5")]
    [InlineData("message/to", "\"\\ud800\"")]
    [InlineData("message/tag", "\"0x0102030405\"")]
    [InlineData("message/tag", "\"0x010203\"")]
    [InlineData("message/tag", "\"01020304\"")]
    [InlineData("message/tag", "\"0x0102030\"")]
    [InlineData("message/lots", "[ 1 ]")]
    [InlineData("message/lots", "[ 1, 2, 3 ]")]
    [InlineData("message/lots", "{ }")]
    [InlineData("message/isFinal", "1")]
    [InlineData("message/isFinal", "\"true\"")]
    [InlineData("message", "[ ]")]
    [InlineData("message", "{ }")]
    [InlineData("message/surplus", "1")]
    [InlineData("domain/surplus", "1")]
    [InlineData("domain/chainId", "-1")]
    [InlineData("domain/salt", "\"0x00\"")]
    [InlineData("domain/version", "\"1\"")]
    [InlineData("domain/name", "1")]
    [InlineData("surplus", "1")]
    [InlineData("primaryType", "\"Unknown\"")]
    [InlineData("primaryType", "\"EIP712Domain\"")]
    [InlineData("types/Transfer", "{ }")]
    [InlineData("types/Transfer", "[ { \"name\": \"to\" } ]")]
    [InlineData("types/Transfer", "[ { \"name\": \"to\", \"type\": \"address\", \"indexed\": true } ]")]
    [InlineData("types/EIP712Domain", "[ { \"name\": \"name\", \"type\": \"string\" } ]")]
    [InlineData("types/address", "[ ]")]
    [InlineData("types/uint8", "[ ]")]
    [InlineData("types/1a", "[ ]")]
    public void Parse_MemberOfAnotherForm_Refuses(string place, string json)
    {
        JsonNode document = JsonNode.Parse(Transfer)!;
        string[] steps = place.Split('/');
        JsonNode parent = steps[..^1].Aggregate(document, (node, step) => node[step]!);

        // The member is put in as text, since a node could not hold a lone surrogate.
        parent[steps[^1]] = "(placeholder)";
        string text = document.ToJsonString().Replace("\"(placeholder)\"", json, StringComparison.Ordinal);

        AssertRefused(text);
    }

    [Theory]
    [InlineData("uint")]
    [InlineData("int")]
    [InlineData("uint7")]
    [InlineData("uint08")]
    [InlineData("uint264")]
    [InlineData("uint0")]
    [InlineData("bytes0")]
    [InlineData("bytes33")]
    [InlineData("byte")]
    [InlineData("address payable")]
    [InlineData("uint8[0]")]
    [InlineData("uint8[01]")]
    [InlineData("uint8[-1]")]
    [InlineData("uint8[")]
    [InlineData("uint8]")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("Missing")]
    [InlineData("EIP712Domain")]
    public void Parse_TypeThatIsNone_Refuses(string type) =>
        AssertRefused(Transfer.Replace("\"bytes4\"", $"\"{type}\"", StringComparison.Ordinal));

    [Fact]
    public void Parse_TypeOfManyDimensions_Refuses()
    {
        string dimensions = string.Concat(Enumerable.Repeat("[]", 50_000));

        AssertRefused(Transfer.Replace("bytes4", $"bytes4{dimensions}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"amount\": \"18446744073709551615\"", "\"amount\": \"1\", \"amount\": \"2\"")]
    [InlineData("\"name\": \"to\"", "\"name\": \"amount\"")]
    [InlineData("\"message\"", "\"mes\\ud800sage\"")]
    [InlineData("\"domain\": {", "\"domain\": { \"\\udc00\": 1,")]
    public void Parse_DuplicateOrNamelessMember_Refuses(string text, string replacement)
    {
        Assert.Contains(text, Transfer, StringComparison.Ordinal);

        AssertRefused(Transfer.Replace(text, replacement, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ \"types\": {} }")]
    [InlineData("{} {}")]
    public void Parse_AnotherDocument_Refuses(string json) => AssertRefused(json);

    [Fact]
    public void Parse_TooLarge_Refuses() => AssertRefused(Transfer + new string(' ', TypedData.MaxBytes));

    [Fact]
    public void Parse_TooManyStructs_Refuses()
    {
        IEnumerable<string> structs = Enumerable.Range(0, 128).Select(index => $"\"S{index}\": [ ], ");

        AssertRefused(Transfer.Replace(
            "\"Transfer\": [", $"{string.Concat(structs)}\"Transfer\": [", StringComparison.Ordinal));
    }

    private static void AssertEthers(JsonElement row)
    {
        TypedData document = TypedData.Parse(Wallet(row, message: "data"));

        Assert.Equal(row.GetProperty("encoded").GetString(), Hex.Text(document.EncodeData()));
        Assert.Equal(row.GetProperty("digest").GetString(), document.Digest.ToString());
        AssertSignature(row, document);
    }

    private static void AssertDifferential(JsonElement row)
    {
        TypedData document = TypedData.Parse(Wallet(row, message: "message"));

        Assert.Equal(row.GetProperty("digest").GetString(), document.Digest.ToString());
        AssertSignature(row, document);
    }

    private static void AssertSignature(JsonElement row, TypedData document)
    {
        if (row.TryGetProperty("signature", out JsonElement signature))
        {
            using PrivateKey key = new(Hex.Bytes(row, "privateKey"));
            Assert.Equal(signature.GetString(), Hex.Text(Secp256k1.Sign(document.Digest, key).ToBytes()));
        }
    }

    /// <summary>A vector row as the document that a wallet would receive.</summary>
    private static byte[] Wallet(JsonElement row, string message)
    {
        bool isNamed = row.TryGetProperty("primaryType", out JsonElement given);
        string primaryType = isNamed ? given.GetString()! : "Attestation";
        return Utf8($$"""
            {
              "types": {{row.GetProperty("types").GetRawText()}},
              "primaryType": "{{primaryType}}",
              "domain": {{row.GetProperty("domain").GetRawText()}},
              "message": {{row.GetProperty(message).GetRawText()}}
            }
            """);
    }

    private static TypedData Parse(string document, string member, string json, string message)
    {
        JsonNode node = JsonNode.Parse(document)!;
        node[member] = JsonNode.Parse(json);
        node["message"] = JsonNode.Parse(message);
        return TypedData.Parse(Utf8(node.ToJsonString()));
    }

    private static void AssertRefused(string json) => Assert.Equal(
        ErrorCode.TypedDataMalformed, Assert.Throws<MarginException>(() => TypedData.Parse(Utf8(json))).Code);

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
