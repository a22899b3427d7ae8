using System.Linq;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Quantised;
using Verifiable.Calibration.Returns;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.History;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Quantised;

public sealed class HistoricalScenariosTests(ITestOutputHelper output)
{
    // 100 to 80 is a factor 0.8: floor(0.8 * 2^40) = 879609302220; 1 to 1.5 is 1.5 * 2^40.
    [Fact]
    public void Create_TwoSeries_AreFactorsInTheOrderOfRows()
    {
        PriceHistory history = PriceFiles.Read("date,ETH,BTC", "2020-03-11,100,1", "2020-03-12,80,1.5");

        ScenariosDocument document =
            HistoricalScenarios.Create("stress", history, LogReturns.Of(history, ["ETH", "BTC"]));

        Scenario scenario = Assert.Single(document.Set.Scenarios);
        Assert.Equal("hist:2020-03-12", scenario.Label);
        Assert.Equal(["BTC", "ETH"], document.Set.Factors.Select(static factor => factor.ToString()));
        Assert.Equal([3L << 39, 879_609_302_220], scenario.Shocks.Select(static shock => shock.SpotFactorQ40));
        Assert.Equal(history.Hash, document.History);
    }

    // Written, read and hashed as any scenarios document; of every file with series that name underlyings.
    [DataFact("prices")]
    public void Create_EveryFile_ReadsBackAsTheSameScenarios()
    {
        PriceHistory[] histories = PriceData.Histories();
        int scenarios = 0;

        foreach (PriceHistory history in histories)
        {
            if (history.Layout != PriceLayout.SingleBars)
            {
                string[] names = [.. history.Series.Take(2).Select(static series => series.Name)];
                scenarios += WriteAndRead(history, Latest(LogReturns.Of(history, names), 400));
            }
        }

        output.WriteLine($"{histories.Length} files, {scenarios} scenarios");
        Assert.True(scenarios > 0);
    }

    private static int WriteAndRead(PriceHistory history, ReturnTable returns)
    {
        ScenariosDocument document = HistoricalScenarios.Create("all", history, returns);

        ScenariosDocument read = ScenariosDocument.Read(ScenariosDocument.Write(document), "scenarios.json");

        Assert.Equal(ScenarioRows.Hash(document.Set), ScenarioRows.Hash(read.Set));
        Assert.Equal(
            document.Set.Scenarios.Select(static scenario => scenario.Label),
            read.Set.Scenarios.Select(static scenario => scenario.Label));
        return read.Set.Scenarios.Length;
    }

    private static ReturnTable Latest(ReturnTable returns, int rows)
    {
        int count = int.Min(rows, returns.Times.Length);
        int first = returns.Times.Length - count;
        return new ReturnTable(
            returns.Names,
            returns.Times[first..],
            returns.Values.SubMatrix(first, count, 0, returns.Names.Length));
    }
}
