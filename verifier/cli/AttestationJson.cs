using System.Text.Json.Nodes;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli;

/// <summary>An attestation as JSON: the contract's member names; 128-bit numbers as strings in raw units.</summary>
internal static class AttestationJson
{
    internal static JsonObject Of(MarginAttestation attestation) => new()
    {
        ["consumer"] = attestation.Consumer.ToString(),
        ["account"] = attestation.Account.ToString(),
        ["sequence"] = attestation.Sequence,
        ["priorBookHash"] = attestation.PriorBookHash.ToString(),
        ["bookHash"] = attestation.BookHash.ToString(),
        ["cash"] = $"{attestation.Cash}",
        ["actionHash"] = attestation.ActionHash.ToString(),
        ["engineId"] = attestation.EngineId.ToString(),
        ["parametersHash"] = attestation.ParametersHash.ToString(),
        ["scenarioHash"] = attestation.ScenarioHash.ToString(),
        ["round"] = attestation.Round,
        ["marketHash"] = attestation.MarketHash.ToString(),
        ["totalsHash"] = attestation.TotalsHash.ToString(),
        ["equity"] = $"{attestation.Equity}",
        ["initialMargin"] = $"{attestation.InitialMargin}",
        ["maintenanceMargin"] = $"{attestation.MaintenanceMargin}",
        ["valueAtRisk"] = $"{attestation.ValueAtRisk}",
        ["expectedShortfall"] = $"{attestation.ExpectedShortfall}",
        ["priorExcess"] = $"{attestation.PriorExcess}",
        ["bundleHash"] = attestation.BundleHash.ToString(),
        ["validUntil"] = Moment(attestation.ValidUntil),
        ["blockNumber"] = attestation.BlockNumber,
        ["blockHash"] = attestation.BlockHash.ToString(),
        ["epoch"] = attestation.Epoch,
        ["purpose"] = attestation.Purpose.ToString(),
    };

    /// <summary>What is signed for Neo, and for which vault; null where the bundle has no such part.</summary>
    internal static JsonObject? NeoOf(NeoPart? part) => part is null ? null : new JsonObject
    {
        ["network"] = part.Network,
        ["vault"] = ScriptHash.Format(part.Domain.Contract),
        ["digest"] = part.Digest().ToString(),
    };

    /// <summary>The attested result as the result document that <c>margin</c> writes.</summary>
    internal static ResultDocument ResultOf(
        MarginAttestation attestation, AttestedInputs inputs, MarginResult result) => new(
        attestation.EngineId,
        new ResultInputs(
            attestation.MarketHash, attestation.ParametersHash, attestation.ScenarioHash, attestation.BookHash),
        attestation.Account,
        attestation.Sequence,
        inputs.Market.ObservedAt,
        inputs.Parameters.Settlement,
        inputs.Scenarios.Scenarios[result.WorstScenario].Label,
        result);

    /// <summary>A moment; one beyond the calendar of documents, which only a forger writes, as its seconds.</summary>
    private static string Moment(ulong seconds) =>
        seconds <= Instant.MaxSeconds ? InstantText.Format(new Instant((long)seconds)) : $"{seconds} s";
}
