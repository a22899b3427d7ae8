using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Vectors;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

/// <summary>The committed vectors of scripts/generate-signing-vectors.mjs, on which viem and ethers agree.</summary>
internal static class AttestationVectors
{
    private static readonly Lazy<JsonElement> File = new(() => JsonDocument.Parse(System.IO.File.ReadAllBytes(
        Path.Combine(ReferenceData.Root, "tests", "vectors", "attestation-signing.json"))).RootElement);

    internal static JsonElement Root => File.Value;

    internal static IReadOnlyList<JsonElement> Attestations => [.. Root.GetProperty("attestations").EnumerateArray()];

    internal static IReadOnlyList<JsonElement> SignerSets => [.. Root.GetProperty("signerSets").EnumerateArray()];

    internal static JsonElement Row(string name) =>
        Attestations.Single(row => row.GetProperty("name").GetString() == name);

    internal static Eip712Domain Domain(JsonElement row)
    {
        JsonElement domain = row.GetProperty("domain");
        return MarginAttestation.Domain(
            domain.GetProperty("chainId").GetInt64(), Address.Read(Hex.Bytes(domain, "verifyingContract")));
    }

    internal static MarginAttestation Read(JsonElement row)
    {
        JsonElement message = row.GetProperty("message");
        return new MarginAttestation
        {
            Consumer = Address.Read(Hex.Bytes(message, "consumer")),
            Account = Hex.Word(message, "account"),
            Sequence = (ulong)Number(message, "sequence"),
            PriorBookHash = Hex.Word(message, "priorBookHash"),
            BookHash = Hex.Word(message, "bookHash"),
            Cash = (Int128)Number(message, "cash"),
            ActionHash = Hex.Word(message, "actionHash"),
            EngineId = Hex.Word(message, "engineId"),
            ParametersHash = Hex.Word(message, "parametersHash"),
            ScenarioHash = Hex.Word(message, "scenarioHash"),
            Round = (ulong)Number(message, "round"),
            MarketHash = Hex.Word(message, "marketHash"),
            TotalsHash = Hex.Word(message, "totalsHash"),
            Equity = (Int128)Number(message, "equity"),
            InitialMargin = (UInt128)Number(message, "initialMargin"),
            MaintenanceMargin = (UInt128)Number(message, "maintenanceMargin"),
            ValueAtRisk = (UInt128)Number(message, "valueAtRisk"),
            ExpectedShortfall = (UInt128)Number(message, "expectedShortfall"),
            PriorExcess = (Int128)Number(message, "priorExcess"),
            BundleHash = Hex.Word(message, "bundleHash"),
            ValidUntil = (ulong)Number(message, "validUntil"),
            BlockNumber = (ulong)Number(message, "blockNumber"),
            BlockHash = Hex.Word(message, "blockHash"),
            Epoch = (ulong)Number(message, "epoch"),
            Purpose = (Purpose)(int)Number(message, "purpose"),
        };
    }

    private static BigInteger Number(JsonElement message, string member) =>
        BigInteger.Parse(message.GetProperty(member).GetString()!, CultureInfo.InvariantCulture);
}
