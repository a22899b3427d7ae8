using System.Globalization;
using System.IO;
using Verifiable.Calibration.Backtests;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Backtests;

/// <summary>Published tables of backtests.</summary>
public sealed class BacktestReferenceTests(ITestOutputHelper output)
{
    private const string Folder = "reference/backtesting";

    [DataFact(Folder)]
    public void BaselTrafficLight_EveryRow_IsReproduced()
    {
        string[] files = ReferenceData.Files(Folder, "basel_*.csv");
        int compared = 0;

        foreach (string file in files)
        {
            ReferenceTable table = ReferenceTable.Read(file);
            for (int row = 0; row < table.Count; row++)
            {
                int breaches = (int)table.Number(row, "exceptions");
                double exact = 100 * BaselTrafficLight.ExactProbability(250, breaches, 0.01);
                double cumulative = 100 * BaselTrafficLight.CumulativeProbability(250, breaches, 0.01);

                Assert.Equal(
                    table.Text(row, "zone"), BaselTrafficLight.Zone(250, breaches, 0.01).ToString().ToLowerInvariant());
                Assert.True(PrintedNumber.Parse(table.Text(row, "prob_exact_pct")).IsRounded(exact));
                Assert.True(PrintedNumber.Parse(table.Text(row, "prob_cumulative_pct")).IsRounded(cumulative));
                Assert.Equal(Decimal(table, row, "multiplier_1996"), BaselTrafficLight.Multiplier1996(breaches));
                Assert.Equal(Decimal(table, row, "multiplier_mar99"), BaselTrafficLight.MultiplierMar99(breaches));
                compared += 5;
            }
        }

        output.WriteLine($"{files.Length} file, {compared} values");
        Assert.True(compared >= 55);
    }

    // Kupiec's regions are open: not rejected while more than N_gt and fewer than N_lt.
    [DataFact(Folder)]
    public void Kupiec_EveryRegionOfNonRejection_IsReproduced()
    {
        string[] files = ReferenceData.Files(Folder, "kupiec_*.csv");
        int compared = 0;

        foreach (string file in files)
        {
            ReferenceTable table = ReferenceTable.Read(file);
            for (int row = 0; row < table.Count; row++)
            {
                (int fewest, int most) =
                    KupiecTest.Accepted((int)table.Number(row, "T"), table.Number(row, "p"), 0.05);

                Assert.Equal(table.Number(row, "published_N_gt") + 1, fewest);
                Assert.Equal(table.Number(row, "published_N_lt") - 1, most);
                Assert.Equal(table.Number(row, "recomputed_min_accept"), fewest);
                Assert.Equal(table.Number(row, "recomputed_max_accept"), most);
                compared += 4;
            }
        }

        output.WriteLine($"{files.Length} file, {compared} values");
        Assert.True(compared >= 60);
    }

    [DataFact(Folder)]
    public void EveryFile_IsOfAKindThatIsCompared() =>
        Assert.All(
            ReferenceData.Files(Folder, "*"),
            static file => Assert.Matches("^(basel|kupiec)_.*[.]csv$", Path.GetFileName(file)));

    private static decimal Decimal(ReferenceTable table, int row, string column) =>
        decimal.Parse(table.Text(row, column), CultureInfo.InvariantCulture);
}
