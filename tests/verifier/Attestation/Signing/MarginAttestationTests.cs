using System.Linq;
using System.Text.Json;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class MarginAttestationTests
{
    public static TheoryData<string> Rows =>
        [.. AttestationVectors.Attestations.Select(row => row.GetProperty("name").GetString()!)];

    [Fact]
    public void TypeString_OfTheVectors_IsEqual()
    {
        Assert.Equal(MarginAttestation.TypeString, AttestationVectors.Root.GetProperty("typeString").GetString());
        Assert.Equal(
            AttestationVectors.Root.GetProperty("typeHash").GetString(),
            Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(MarginAttestation.TypeString)).ToString());
        Assert.Equal(MarginAttestation.MemberCount, MarginAttestation.TypeString.Split(',').Length);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Digest_ViemAndEthers_IsEqual(string name)
    {
        JsonElement row = AttestationVectors.Row(name);
        MarginAttestation attestation = AttestationVectors.Read(row);
        using PrivateKey key = new(Hex.Bytes(row, "privateKey"));

        Bytes32 digest = attestation.Digest(AttestationVectors.Domain(row));

        Assert.Equal(row.GetProperty("structHash").GetString(), attestation.StructHash().ToString());
        Assert.Equal(row.GetProperty("digest").GetString(), digest.ToString());
        Assert.Equal(row.GetProperty("signature").GetString(), Hex.Text(Secp256k1.Sign(digest, key).ToBytes()));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Digest_SameDataAsTypedData_IsEqual(string name)
    {
        JsonElement row = AttestationVectors.Row(name);
        string members = MarginAttestation.TypeString["Attestation(".Length..^1];
        string types = string.Join(',', members.Split(',').Select(member =>
            $$"""{ "type": "{{member.Split(' ')[0]}}", "name": "{{member.Split(' ')[1]}}" }"""));

        TypedData document = TypedData.Parse(System.Text.Encoding.UTF8.GetBytes($$"""
            {
              "types": { "Attestation": [ {{types}} ] },
              "primaryType": "Attestation",
              "domain": {{row.GetProperty("domain").GetRawText()}},
              "message": {{row.GetProperty("message").GetRawText()}}
            }
            """));

        Assert.Equal(MarginAttestation.TypeString, document.EncodeType());
        Assert.Equal(AttestationVectors.Read(row).Digest(AttestationVectors.Domain(row)), document.Digest);
    }

    [Fact]
    public void ToWords_Attestation_IsTheHashedDataWithoutTheType()
    {
        MarginAttestation attestation = AttestationVectors.Read(AttestationVectors.Row("random-0"));
        Bytes32 typeHash = Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(MarginAttestation.TypeString));

        byte[] words = attestation.ToWords().ToArray();

        Assert.Equal(MarginAttestation.MemberCount * Bytes32.Length, words.Length);
        Assert.Equal(attestation.StructHash(), Keccak256.Hash([.. typeHash.ToArray(), .. words]));
    }

    [Fact]
    public void Domain_Verifier_IsTheContractsDomain() => Assert.Equal(
        new Eip712Domain("VerifiableMargin", "1", 31337, default(Address)),
        MarginAttestation.Domain(31337, default));
}
