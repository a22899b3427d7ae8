using System;
using System.Numerics;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Evidence;

/// <summary>An auditor's replay: reads a bundle back, recomputes, and compares every byte.</summary>
public static class Replay
{
    /// <summary>The inputs that a bundle holds, each checked against the attestation's hash of it.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.BundleMalformed"/>: a section is not canonical;
    /// <see cref="ErrorCode.HashMismatch"/>: a hash of the attestation is not its section's;
    /// <see cref="ErrorCode.ProfileNotEnforceable"/>: the model only reports.
    /// </exception>
    public static AttestedInputs Read(Bundle bundle, string file)
    {
        bundle.VerifyHash(file);
        return ReadInputs(bundle, file);
    }

    /// <summary>As <see cref="Read"/>, whatever the hash of the whole bundle is: a disputed one may be none.</summary>
    /// <exception cref="MarginException">As of <see cref="Read"/>.</exception>
    public static AttestedInputs ReadInputs(Bundle bundle, string file)
    {
        MarginAttestation attestation = bundle.Attestation;
        BundleEvidence evidence = bundle.Evidence;
        EngineIdentity engine = EngineRows.Read(evidence[BundleSection.Engine].Span, file);
        ModelParameters parameters = ParameterRows.Read(evidence[BundleSection.Parameters].Span, file);
        Listing.CheckEnforceable(parameters, file);
        ScenarioSet scenarios = ScenarioRows.Read(evidence[BundleSection.Scenarios].Span, file);
        (MarketSnapshot market, ulong round) = MarketRows.Read(evidence[BundleSection.Market].Span, file);
        (Book book, Address consumer) = BookRows.Read(
            evidence[BundleSection.Book].Span,
            file,
            attestation.Sequence,
            new Money(InMoney(attestation.Cash, file)));

        RequireEqual(file, "engineId", attestation.EngineId, EngineRows.Hash(engine));
        RequireEqual(file, "parametersHash", attestation.ParametersHash, ParameterRows.Hash(parameters));
        RequireEqual(file, "scenarioHash", attestation.ScenarioHash, ScenarioRows.Hash(scenarios));
        RequireEqual(file, "marketHash", attestation.MarketHash, MarketRows.Hash(market, round));
        RequireEqual(file, "bookHash", attestation.BookHash, BookRows.Hash(book, consumer));
        RequireEqual(file, "round", attestation.Round, round);
        RequireEqual(file, "account", attestation.Account, book.Account);
        RequireEqual(file, "consumer", attestation.Consumer, consumer);
        return new AttestedInputs(engine, parameters, scenarios, market, round, book);
    }

    /// <summary>Recomputes and compares; the result on success.</summary>
    /// <exception cref="MarginException">
    /// What <see cref="Read"/> refuses; <see cref="ErrorCode.EngineUnknown"/>: another engine computed it; or
    /// <see cref="ErrorCode.ResultMismatch"/> naming the first number that differs.
    /// </exception>
    public static MarginResult Verify(Bundle bundle, string file)
    {
        AttestedInputs inputs = Read(bundle, file);
        RequireEngine(inputs.Engine, file);
        MarginResult result = inputs.Compute();
        MarginResult attested = ReadResult(bundle, file);
        CompareTotals(attested, result, file);
        byte[] recomputed = ResultRows.Write(result);
        if (!recomputed.AsSpan().SequenceEqual(bundle.Evidence[BundleSection.Result].Span))
        {
            throw Differs(file, "RESULT", attested.ToString(), result.ToString());
        }

        return result;
    }

    /// <summary>Refuses inputs of another engine than this build's.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.EngineUnknown"/>.</exception>
    public static void RequireEngine(EngineIdentity engine, string file)
    {
        if (engine != CurrentEngine.Identity)
        {
            throw new MarginException(
                ErrorCode.EngineUnknown, file, "engineId", Described(engine), Described(CurrentEngine.Identity));
        }
    }

    /// <summary>The result that the bundle holds, checked against the signed numbers but not recomputed.</summary>
    /// <exception cref="MarginException">
    /// What <see cref="Read"/> and <see cref="NeoTwin.Check"/> refuse, or <see cref="ErrorCode.ResultMismatch"/>: the
    /// bundle's numbers are not the signed ones.
    /// </exception>
    public static MarginResult ReadResult(Bundle bundle, string file)
    {
        AttestedInputs inputs = Read(bundle, file);
        MarginResult attested = ResultRows.Read(bundle.Evidence[BundleSection.Result].Span, file);
        CompareAttestation(bundle.Attestation, attested, file);
        NeoTwin.Check(bundle, inputs, file);
        return attested;
    }

    private static string Described(EngineIdentity engine) =>
        $"{EngineRows.Hash(engine)}, specification {engine.SpecMajor}.{engine.SpecMinor}";

    private static void CompareTotals(MarginResult attested, MarginResult result, string file)
    {
        RequireSame(file, "totals", attested.Totals.Length, result.Totals.Length);
        for (int scenario = 0; scenario < result.Totals.Length; scenario++)
        {
            RequireSame(file, $"totals/{scenario}", attested.Totals[scenario].Raw, result.Totals[scenario].Raw);
        }

        RequireSame(file, "equity", attested.Equity.Raw, result.Equity.Raw);
        RequireSame(file, "initialMargin", attested.InitialMargin.Raw, result.InitialMargin.Raw);
        RequireSame(file, "maintenanceMargin", attested.MaintenanceMargin.Raw, result.MaintenanceMargin.Raw);
    }

    /// <summary>The signed numbers are those of the bundle's result.</summary>
    private static void CompareAttestation(MarginAttestation attestation, MarginResult result, string file)
    {
        RequireSame(file, "attestation/equity", attestation.Equity, result.Equity.Raw);
        RequireSame(file, "attestation/initialMargin", attestation.InitialMargin, result.InitialMargin.Raw);
        RequireSame(
            file, "attestation/maintenanceMargin", attestation.MaintenanceMargin, result.MaintenanceMargin.Raw);
        RequireSame(file, "attestation/valueAtRisk", attestation.ValueAtRisk, result.ValueAtRisk.Raw);
        RequireSame(
            file, "attestation/expectedShortfall", attestation.ExpectedShortfall, result.ExpectedShortfall.Raw);
        if (attestation.Purpose != Purpose.Reduce)
        {
            // A reduction's is of the book before, which no bundle holds; every other attestation says nothing of it.
            RequireSame(file, "attestation/priorExcess", attestation.PriorExcess, 0);
        }

        Bytes32 totalsHash = ResultRows.HashTotals(result.Totals);
        if (attestation.TotalsHash != totalsHash)
        {
            throw Differs(file, "attestation/totalsHash", attestation.TotalsHash.ToString(), totalsHash.ToString());
        }
    }

    private static void RequireSame(string file, string path, BigInteger attested, BigInteger recomputed)
    {
        if (attested != recomputed)
        {
            throw Differs(file, path, $"{attested}", $"{recomputed}");
        }
    }

    private static MarginException Differs(string file, string path, string attested, string recomputed) =>
        new(ErrorCode.ResultMismatch, file, path, attested, recomputed);

    private static void RequireEqual<T>(string file, string path, T attested, T computed)
        where T : notnull
    {
        if (!attested.Equals(computed))
        {
            throw new MarginException(ErrorCode.HashMismatch, file, path, $"{attested}", $"{computed}");
        }
    }

    private static long InMoney(Int128 cash, string file) =>
        Int128.Abs(cash) < Money.Limit
            ? (long)cash
            : throw new MarginException(ErrorCode.BundleMalformed, file, "cash", $"{cash}", "less than 2^62 raw units");
}
