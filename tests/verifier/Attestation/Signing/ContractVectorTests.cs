using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

/// <summary>The structs that committees sign, on the vectors that the contracts are tested with.</summary>
public sealed class ContractVectorTests(ITestOutputHelper output)
{
    private static readonly Lazy<JsonElement> File = new(() => JsonDocument.Parse(System.IO.File.ReadAllBytes(
        Path.Combine(ReferenceData.Root, "tests", "vectors", "attestation-eip712.json"))).RootElement);

    [Fact]
    public void Digest_EveryStructOfTheContracts_IsEqual()
    {
        List<JsonElement> rows = [.. File.Value.GetProperty("cases").EnumerateArray()];

        output.WriteLine($"{rows.Count} cases");
        Assert.Equal(File.Value.GetProperty("count").GetInt32(), rows.Count);
        Assert.All(rows, AssertTypedData);
    }

    [Fact]
    public void Digest_EveryAttestationOfTheContracts_IsEqual()
    {
        List<JsonElement> rows = [.. File.Value.GetProperty("cases").EnumerateArray()
            .Where(row => row.GetProperty("primaryType").GetString() == "Attestation")];

        output.WriteLine($"{rows.Count} attestations");
        Assert.NotEmpty(rows);
        Assert.All(rows, AssertAttestation);
    }

    private static void AssertTypedData(JsonElement row)
    {
        string primaryType = row.GetProperty("primaryType").GetString()!;
        string typeString = File.Value.GetProperty("typeStrings").GetProperty(primaryType).GetString()!;
        IEnumerable<string> members = typeString[(primaryType.Length + 1)..^1].Split(',').Select(member =>
            $$"""{ "type": "{{member.Split(' ')[0]}}", "name": "{{member.Split(' ')[1]}}" }""");

        TypedData document = TypedData.Parse(System.Text.Encoding.UTF8.GetBytes($$"""
            {
              "types": { "{{primaryType}}": [ {{string.Join(',', members)}} ] },
              "primaryType": "{{primaryType}}",
              "domain": {{Domain(row).GetRawText()}},
              "message": {{row.GetProperty("message").GetRawText()}}
            }
            """));

        Assert.Equal(typeString, document.EncodeType());
        Assert.Equal(row.GetProperty("structHash").GetString(), document.StructHash.ToString());
        Assert.Equal(row.GetProperty("digest").GetString(), document.Digest.ToString());
        Assert.All(row.GetProperty("signatures").EnumerateArray(), signature => Assert.Equal(
            signature.GetProperty("signer").GetString(),
            Secp256k1.Recover(document.Digest, Compact(signature)).ToString()));
    }

    private static void AssertAttestation(JsonElement row)
    {
        MarginAttestation attestation = AttestationVectors.Read(row);
        Eip712Domain domain = MarginAttestation.Domain(
            Domain(row).GetProperty("chainId").GetInt32(), Address.Read(Hex.Bytes(Domain(row), "verifyingContract")));

        Assert.Equal(row.GetProperty("encoded").GetString(), Hex.Text(attestation.ToWords()));
        Assert.Equal(row.GetProperty("structHash").GetString(), attestation.StructHash().ToString());
        Assert.Equal(row.GetProperty("digest").GetString(), attestation.Digest(domain).ToString());
    }

    private static JsonElement Domain(JsonElement row) =>
        File.Value.GetProperty("domains").GetProperty(row.GetProperty("domain").GetString()!);

    private static RecoverableSignature Compact(JsonElement signature) =>
        RecoverableSignature.FromCompact(Hex.Word(signature, "r"), Hex.Word(signature, "vs"));
}
