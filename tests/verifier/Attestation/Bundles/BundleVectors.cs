using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Vectors;

namespace Verifiable.Tests.Verifier.Attestation.Bundles;

/// <summary>
/// The committed bundle of scripts/generate-bundle-vectors.mjs: three signers, two of whom must sign.
/// </summary>
internal static class BundleVectors
{
    private static readonly Lazy<JsonElement> File = new(() => JsonDocument.Parse(System.IO.File.ReadAllBytes(
        Path.Combine(ReferenceData.Root, "tests", "vectors", "bundle.json"))).RootElement);

    internal static Eip712Domain Domain => MarginAttestation.Domain(
        File.Value.GetProperty("domain").GetProperty("chainId").GetInt32(),
        Address.Read(Hex.Bytes(File.Value.GetProperty("domain"), "verifyingContract")));

    internal static SignerSet Committee
    {
        get
        {
            PrivateKey[] keys = [.. Enumerable.Range(0, 3).Select(Key)];
            SignerSet committee = new([.. keys.Select(key => key.Address)], 2);
            Array.ForEach(keys, key => key.Dispose());
            return committee;
        }
    }

    internal static byte[] Bytes(string name) => Hex.Bytes(File.Value, name);

    internal static Bytes32 Word(string name) => Hex.Word(File.Value, name);

    internal static PrivateKey Key(int index) =>
        new(Hex.Bytes(File.Value.GetProperty("privateKeys")[index].GetString()!));
}
