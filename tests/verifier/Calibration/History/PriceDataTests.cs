using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Calibration.History;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.History;

/// <summary>Every price file at hand, and every problem in it.</summary>
public sealed class PriceDataTests(ITestOutputHelper output)
{
    // The snapshot is reviewed against the provenance of the files: AAVE's change of unit on 2020-10-03, MKR on
    // 2020-03-12, no gap in the hourly file, the stale BCH run already blanked there.
    [DataFact("prices")]
    public void Find_EveryPriceFile_ProblemsAreTheVerifiedOnes()
    {
        PriceHistory[] histories = PriceData.Histories();

        List<string> lines = [.. histories.SelectMany(Summary)];

        output.WriteLine($"{histories.Length} files, {histories.Sum(static history => history.Series.Length)} series, "
            + $"{histories.Sum(static history => history.Series.Sum(static series => series.Bars.Length))} bars");
        Snapshot.Match(string.Join('\n', lines), typeof(PriceDataTests), extension: "txt");
    }

    // In the file of 25 assets the series SOL is another coin than Solana, at a hundredth of its price: the provenance
    // does not say so, the two other daily files do. Every other shared series agrees within a tenth.
    [DataFact("prices")]
    public void Find_EveryPairOfFiles_DisagreesOnOneSeriesOnly()
    {
        PriceHistory[] histories = PriceData.Histories();
        HistoryCheckOptions options = new() { SourceFactor = 1.1 };

        string[] mismatches = [.. histories.SelectMany(history => HistoryCheck
                .Find(history, options, [.. histories.Where(other => other != history)])
                .Where(static problem => problem.Kind == HistoryProblemKind.SourceMismatch)
                .Select(problem => $"{history.File} {problem.Name}"))
            .Distinct()];

        output.WriteLine($"{histories.Length} files\n{string.Join('\n', mismatches)}");
        Assert.Equal(3, mismatches.Length);
        Assert.All(
            mismatches,
            static mismatch => Assert.EndsWith(" sourceMismatch:SOL:2021-09-20", mismatch, StringComparison.Ordinal));
    }

    // One line for each kind of problem of a series: how often, and the first.
    private static IEnumerable<string> Summary(PriceHistory history) =>
        HistoryCheck.Find(history, new HistoryCheckOptions())
            .GroupBy(static problem => problem.SeriesWideName)
            .Select(problems =>
                $"{history.File} {problems.Key}: {problems.Count()}, first {problems.First().When}")
            .Prepend($"{history.File}: {history.Series.Length} series, {history.Series.Sum(Bars)} bars");

    private static int Bars(PriceSeries series) => series.Bars.Length;
}
