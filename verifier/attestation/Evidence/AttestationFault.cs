using System;
using System.Collections.Immutable;
using System.Numerics;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Evidence;

/// <summary>A number of an attestation that is not the engine's, and the proof that shows it.</summary>
/// <param name="Kind">The proof.</param>
/// <param name="Path">The number.</param>
/// <param name="Attested">As it was signed.</param>
/// <param name="Recomputed">As the engine computes it.</param>
/// <param name="Scenario">The scenario of a wrong total; zero otherwise.</param>
public sealed record AttestationFault(
    DisputeKind Kind, string Path, BigInteger Attested, BigInteger Recomputed, int Scenario = 0)
{
    /// <summary>
    /// The fault that is cheapest to prove; null when every number is the engine's. The hash of the bundle and the
    /// registries are not judged here.
    /// </summary>
    /// <param name="attestation">What was signed.</param>
    /// <param name="inputs">Its inputs, whose hashes it names.</param>
    /// <param name="totals">The list whose hash it names; empty when unknown.</param>
    /// <param name="prior">The book before a reduction; null when it is none, or unknown and then not judged.</param>
    public static AttestationFault? Find(
        MarginAttestation attestation, AttestedInputs inputs, ImmutableArray<Money> totals, Book? prior)
    {
        MarginResult result = inputs.Compute();
        return PriorExcessOf(attestation, inputs, prior)
            ?? Compare(DisputeKind.Equity, "equity", attestation.Equity, result.Equity.Raw)
            ?? TotalsOf(attestation, result, totals)
            ?? Compare(DisputeKind.Measure, "valueAtRisk", attestation.ValueAtRisk, result.ValueAtRisk.Raw)
            ?? Compare(
                DisputeKind.Measure, "expectedShortfall", attestation.ExpectedShortfall, result.ExpectedShortfall.Raw)
            ?? Compare(DisputeKind.Requirement, "initialMargin", attestation.InitialMargin, result.InitialMargin.Raw)
            ?? Compare(
                DisputeKind.Requirement,
                "maintenanceMargin",
                attestation.MaintenanceMargin,
                result.MaintenanceMargin.Raw);
    }

    /// <summary>The totals in a bundle's result, when they are those that the attestation names; else none.</summary>
    public static ImmutableArray<Money> TotalsOf(Bundle bundle, string file)
    {
        try
        {
            MarginResult attested = ResultRows.Read(bundle.Evidence[BundleSection.Result].Span, file);
            return ResultRows.HashTotals(attested.Totals) == bundle.Attestation.TotalsHash ? attested.Totals : [];
        }
        catch (MarginException refusal) when (refusal.Code is ErrorCode.BundleMalformed or ErrorCode.HashMismatch)
        {
            return [];
        }
    }

    /// <summary>Mark to market less initial margin, without cash.</summary>
    public static Int128 ExcessOf(AttestedInputs inputs, Book book)
    {
        // Equity is brought into the range of money with the cash, so the book is valued without any.
        MarginResult result = (inputs with { Book = book with { Cash = default } }).Compute();
        return (Int128)result.Equity.Raw - result.InitialMargin.Raw;
    }

    private static AttestationFault? PriorExcessOf(MarginAttestation attestation, AttestedInputs inputs, Book? prior)
    {
        if (attestation.Purpose != Purpose.Reduce)
        {
            return Compare(DisputeKind.PriorExcess, "priorExcess", attestation.PriorExcess, 0);
        }

        return prior is null
            ? null
            : Compare(DisputeKind.PriorExcess, "priorExcess", attestation.PriorExcess, ExcessOf(inputs, prior));
    }

    private static AttestationFault? TotalsOf(
        MarginAttestation attestation, MarginResult result, ImmutableArray<Money> totals)
    {
        Bytes32 hash = ResultRows.HashTotals(result.Totals);
        if (attestation.TotalsHash == hash)
        {
            return null;
        }

        for (int scenario = 0; scenario < int.Min(totals.Length, result.Totals.Length); scenario++)
        {
            if (totals[scenario] != result.Totals[scenario])
            {
                return new AttestationFault(
                    DisputeKind.Total,
                    $"totals/{scenario}",
                    totals[scenario].Raw,
                    result.Totals[scenario].Raw,
                    scenario);
            }
        }

        return totals.IsEmpty
            ? new AttestationFault(DisputeKind.Totals, "totalsHash", Number(attestation.TotalsHash), Number(hash))
            : new AttestationFault(DisputeKind.Total, "totals", totals.Length, result.Totals.Length);
    }

    private static BigInteger Number(Bytes32 hash) => new(hash.ToArray(), isUnsigned: true, isBigEndian: true);

    private static AttestationFault? Compare(
        DisputeKind kind, string path, BigInteger attested, BigInteger recomputed) =>
        attested == recomputed ? null : new AttestationFault(kind, path, attested, recomputed);
}
