using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Verifiable.Calibration.History;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.History;

public sealed class HistoryCheckTests
{
    private static readonly HistoryCheckOptions Defaults = new();

    // One fault planted in a quiet series; every other problem would be a false alarm.
    [Theory]
    [InlineData("timeDuplicate:BTC:2021-01-03", "2021-01-01,10 2021-01-02,11 2021-01-03,12 2021-01-03,12.5")]
    [InlineData("timeDisorder:BTC:2021-01-01", "2021-01-01,10 2021-01-02,11 2021-01-01,12 2021-01-02,13")]
    [InlineData("gap:BTC:2021-01-05", "2021-01-01,10 2021-01-02,11 2021-01-05,12 2021-01-06,13")]
    [InlineData("staleRun:BTC:2021-01-05", "2021-01-01,10 2021-01-02,11 2021-01-03,11 2021-01-04,11 2021-01-05,11")]
    [InlineData("jump:BTC:2021-01-03", "2021-01-01,10 2021-01-02,11 2021-01-03,22 2021-01-04,21")]
    [InlineData("jump:BTC:2021-01-03", "2021-01-01,10 2021-01-02,11 2021-01-03,5.5 2021-01-04,5")]
    [InlineData("redenomination:BTC:2021-01-03", "2021-01-01,10 2021-01-02,11 2021-01-03,1100 2021-01-04,1110")]
    [InlineData("redenomination:BTC:2021-01-03", "2021-01-01,10 2021-01-02,11 2021-01-03,0.0112 2021-01-04,0.0115")]
    [InlineData("priceOutOfRange:BTC:2021-01-01", "2021-01-01,0.000000004 2021-01-02,0.000000006")]
    [InlineData("priceOutOfRange:BTC:2021-01-02", "2021-01-01,46116860184 2021-01-02,46116860185")]
    public void Find_PlantedFault_IsTheOnlyProblem(string name, string rows)
    {
        PriceHistory history = PriceFiles.Read(["date,BTC", .. rows.Split(' ')]);

        IEnumerable<string> names = HistoryCheck.Find(history, Defaults).Select(static problem => problem.Name);

        Assert.Equal([name], names);
    }

    [Fact]
    public void Find_BarTooSoon_IsIrregular()
    {
        PriceHistory history = PriceFiles.Read(
            "unix,BTC", "3600,1", "7200,1.1", "9000,1.2", "10800,1.3", "14400,1.4", "18000,1.5");

        Assert.Equal(
            ["timeIrregular:BTC:1970-01-01T02:30:00Z", "timeIrregular:BTC:1970-01-01T03:00:00Z"],
            HistoryCheck.Find(history, Defaults).Select(static problem => problem.Name));
    }

    // A step of -96.8 % on 2020-11-26, as the provenance of the price files reports of COMP, whose ticker was reused.
    [Fact]
    public void Find_ReusedTicker_IsNotTakenForAMarketMove()
    {
        PriceHistory history = PriceFiles.Read(
            "date,COMP", "2020-11-24,118", "2020-11-25,120", "2020-11-26,3.84", "2020-11-27,3.9");

        HistoryProblem problem = Assert.Single(HistoryCheck.Find(history, Defaults));

        Assert.Equal("tickerReuse:COMP:2020-11-26", problem.Name);
        Assert.Equal("120 to 3.84, times 0.032", problem.Detail);
    }

    [Fact]
    public void Find_AnotherLevelAfterAMonthOfAbsence_IsAReusedTicker()
    {
        PriceHistory history = PriceFiles.Read(
            "date,LUNA", "2022-01-01,80", "2022-01-02,79", "2022-01-03,78", "2022-05-28,6.1", "2022-05-29,6");

        Assert.Equal(
            ["gap:LUNA:2022-05-28", "tickerReuse:LUNA:2022-05-28"],
            HistoryCheck.Find(history, Defaults).Select(static problem => problem.Name));
    }

    [Fact]
    public void Find_PriceOfZeroOrLess_IsNamedAtEachBar()
    {
        PriceHistory history = PriceFiles.Read("date,BTC", "2021-01-01,1", "2021-01-02,0", "2021-01-03,-1");

        Assert.Equal(
            ["priceNotPositive:BTC:2021-01-02", "priceNotPositive:BTC:2021-01-03"],
            HistoryCheck.Find(history, Defaults).Select(static problem => problem.Name));
    }

    [Theory]
    [InlineData("10,12,11,11.5")] // the low is above the open
    [InlineData("10,10.5,9,11")] // the high is below the close
    [InlineData("10,9,12,11")] // high and low are swapped
    public void Find_BarThatContradictsItself_IsARangeProblem(string bar)
    {
        PriceHistory history = PriceFiles.Read("unix,asset,open,high,low,close", $"1583366400,BTC,{bar}");

        HistoryProblem problem = Assert.Single(HistoryCheck.Find(history, Defaults));

        Assert.Equal("rangeInconsistent:BTC:2020-03-05", problem.Name);
    }

    [Fact]
    public void Find_SeriesThatStops_EndsEarly()
    {
        PriceHistory history = PriceFiles.Read(
            "unix,BTC,FTT", "3600,1,20", "7200,1.1,21", "10800,1.2,", "14400,1.3,");

        HistoryProblem problem = Assert.Single(HistoryCheck.Find(history, Defaults));

        Assert.Equal("endsEarly:FTT:1970-01-01T02:00:00Z", problem.Name);
    }

    // The file itself is quiet; only another source shows that it holds another coin from the second day on.
    [Fact]
    public void Find_OtherSourceAtAnotherLevel_IsAMismatchWhereItBegins()
    {
        PriceHistory history = PriceFiles.Read("date,SOL", "2021-01-01,1.20", "2021-01-02,1.24", "2021-01-03,1.25");
        PriceHistory reference = PriceFiles.Read("date,SOL", "2021-01-01,1.21", "2021-01-02,1.60", "2021-01-03,1.9");
        PriceHistory hourly = PriceFiles.Read("unix,SOL", "1609459200,9", "1609462800,9.1", "1609466400,9.2");

        HistoryProblem problem = Assert.Single(HistoryCheck.Find(history, Defaults, reference, hourly));

        Assert.Equal("sourceMismatch:SOL:2021-01-02", problem.Name);
        Assert.Equal("1.24, 1.6 in prices.csv", problem.Detail);
        Assert.Throws<MarginException>(() => HistoryCheck.Require(history, Defaults, [], reference));
    }

    [Theory]
    [InlineData(1.999, 0)]
    [InlineData(2.0, 1)]
    public void Find_JumpFactor_IsInclusive(double after, int problems)
    {
        string close = after.ToString(CultureInfo.InvariantCulture);
        PriceHistory history = PriceFiles.Read("date,BTC", "2021-01-01,1", $"2021-01-02,{close}", "2021-01-03,1.5");

        Assert.Equal(problems, HistoryCheck.Find(history, Defaults).Length);
    }

    [Fact]
    public void Require_Problem_IsRefusedByFileSeriesAndDate()
    {
        PriceHistory history = PriceFiles.Read(
            "date,AAVE", "2020-10-02,0.51", "2020-10-03,53", "2020-10-04,54", "2020-10-06,55");

        MarginException refusal = Assert.Throws<MarginException>(() => HistoryCheck.Require(history, Defaults, []));

        Assert.Equal(ErrorCode.DocumentInconsistent, refusal.Code);
        Assert.Equal(PriceFiles.Name, refusal.File);
        Assert.Equal("line 3 AAVE 2020-10-03", refusal.Path);
        Assert.StartsWith("redenomination: 0.51 to 53, times 103.9", refusal.Value, StringComparison.Ordinal);
        Assert.EndsWith("; 1 more", refusal.Value, StringComparison.Ordinal);
        Assert.EndsWith("redenomination:AAVE:2020-10-03", refusal.Accepted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gap:BTC:2021-01-04", "gap:BTC:2021-01-07")]
    [InlineData("gap:BTC", "gap:BTC")]
    public void Require_ProblemsAcceptedByName_AreReturned(params string[] accepted)
    {
        PriceHistory history = PriceFiles.Read(
            "date,BTC", "2021-01-01,1", "2021-01-02,1.1", "2021-01-04,1.2", "2021-01-05,1.3", "2021-01-07,1.4");

        Assert.Equal(2, HistoryCheck.Require(history, Defaults, accepted).Length);
    }

    // A stale acceptance would hide the next problem of the same name.
    [Fact]
    public void Require_AcceptanceOfNothing_IsRefused()
    {
        PriceHistory history = PriceFiles.Read("date,BTC", "2021-01-01,1", "2021-01-02,1.1");

        MarginException refusal =
            Assert.Throws<MarginException>(() => HistoryCheck.Require(history, Defaults, ["gap:BTC"]));

        Assert.Equal(ErrorCode.MemberUnknown, refusal.Code);
        Assert.Equal("gap:BTC", refusal.Value);
    }
}
