using System.Linq;
using Verifiable.Calibration.History;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.History;

public sealed class PriceHistoryReaderTests
{
    [Fact]
    public void Read_DailyCloses_BlankMakesNoBar()
    {
        PriceHistory history = PriceFiles.Read("date,BTC,SOL", "2021-01-01,29331.69,", "2021-01-02,32178.33,1.7999");

        Assert.Equal(PriceLayout.DailyCloses, history.Layout);
        Assert.Equal(["BTC", "SOL"], history.Series.Select(static series => series.Name));
        Assert.Equal(2, history.Find("BTC").Bars.Length);
        PriceBar only = Assert.Single(history.Find("SOL").Bars);
        Assert.Equal(PriceBar.OfClose(new Instant(1_609_545_600), 1.7999), only); // 2021-01-02T00:00:00Z
    }

    [Fact]
    public void Read_TimedCloses_TakesUnixSeconds()
    {
        PriceHistory history = PriceFiles.Read("unix,BTC", "1526364000,8740.99");

        Assert.Equal(PriceLayout.TimedCloses, history.Layout);
        Assert.Equal(PriceBar.OfClose(new Instant(1_526_364_000), 8740.99), Assert.Single(history.Find("BTC").Bars));
    }

    [Fact]
    public void Read_AssetBars_SplitsByAsset()
    {
        PriceHistory history = PriceFiles.Read(
            "unix,asset,open,high,low,close", "1583366400,BCH,321.0,326.74,320.0,325.51", "1583366400,BTC,1,4,1,2");

        Assert.Equal(PriceLayout.AssetBars, history.Layout);
        PriceBar expected = new(new Instant(1_583_366_400), 321, 326.74, 320, 325.51);
        Assert.Equal(expected, Assert.Single(history.Find("BCH").Bars));
        Assert.Equal(2, Assert.Single(history.Find("BTC").Bars).Close);
    }

    [Fact]
    public void Read_SingleBars_FloorsMilliseconds()
    {
        PriceHistory history = PriceFiles.Read(
            "time_utc,open,high,low,close,volume", "2023-03-09T05:00:00.999Z,1.003,1.004,0.9,1.001,12.5");

        Assert.Equal(PriceLayout.SingleBars, history.Layout);
        PriceBar expected = new(new Instant(1_678_338_000), 1.003, 1.004, 0.9, 1.001); // 2023-03-09T05:00:00Z
        Assert.Equal(expected, Assert.Single(history.Find(PriceHistoryReader.SingleSeriesName).Bars));
    }

    [Fact]
    public void Read_SameTextByOtherName_HasTheSameHash()
    {
        PriceHistory first = PriceFiles.Read("date,BTC", "2021-01-01,1", "2021-01-02,2");
        PriceHistory second = PriceHistoryReader.Read(
            new VenueFile("other", "date,BTC\n2021-01-01,1\n2021-01-02,2\n"u8.ToArray()));
        PriceHistory changed = PriceFiles.Read("date,BTC", "2021-01-01,1", "2021-01-02,2.0");

        Assert.Equal(first.Hash, second.Hash);
        Assert.NotEqual(first.Hash, changed.Hash);
    }

    [Theory]
    [InlineData("", ErrorCode.TableMalformed, "line 1")]
    [InlineData("date\n", ErrorCode.TableMalformed, "line 1")]
    [InlineData("date,BTC,BTC\n", ErrorCode.TableMalformed, "line 1")]
    [InlineData("date,BTC,\n", ErrorCode.TableMalformed, "line 1")]
    [InlineData("day,BTC\n", ErrorCode.TableMalformed, "line 1")]
    [InlineData("unix,asset,open,high,low\n1,BTC,1,1,1\n", ErrorCode.DecimalMalformed, "line 2 asset")]
    [InlineData("date,BTC\n2021-01-01,1,2\n", ErrorCode.TableMalformed, "line 2")]
    [InlineData("date,BTC\n2021-01-01\n", ErrorCode.TableMalformed, "line 2")]
    [InlineData("date,BTC\n\n2021-01-01,1\n", ErrorCode.TableMalformed, "line 2")]
    [InlineData("date,BTC\n2021-1-1,1\n", ErrorCode.InstantMalformed, "line 2 date")]
    [InlineData("date,BTC\n2021-02-29,1\n", ErrorCode.InstantMalformed, "line 2 date")]
    [InlineData("date,BTC\n2021-01-01,1e3\n", ErrorCode.DecimalMalformed, "line 2 BTC")]
    [InlineData("date,BTC\n2021-01-01,+1\n", ErrorCode.DecimalMalformed, "line 2 BTC")]
    [InlineData("date,BTC\n2021-01-01, 1\n", ErrorCode.DecimalMalformed, "line 2 BTC")]
    [InlineData("date,BTC\n2021-01-01,NaN\n", ErrorCode.DecimalMalformed, "line 2 BTC")]
    [InlineData("date,BTC\n2021-01-01,Infinity\n", ErrorCode.DecimalMalformed, "line 2 BTC")]
    [InlineData("date,BTC\n2021-01-01,1\"\n", ErrorCode.TableMalformed, "line 2")]
    [InlineData("date,BTC\n2021-01-01,1,000\n", ErrorCode.TableMalformed, "line 2")]
    [InlineData("unix,BTC\n-5,1\n", ErrorCode.InstantMalformed, "line 2 unix")]
    [InlineData("unix,BTC\n4294967296,1\n", ErrorCode.InstantMalformed, "line 2 unix")]
    [InlineData("unix,BTC\n1526364000000,1\n", ErrorCode.InstantMalformed, "line 2 unix")]
    [InlineData("unix,asset,open,high,low,close\n1,,1,1,1,1\n", ErrorCode.IdentifierMalformed, "line 2 asset")]
    [InlineData("unix,asset,open,high,low,close\n1,BTC,1,1,,1\n", ErrorCode.DecimalMalformed, "line 2 low")]
    [InlineData("time_utc,open,high,low,close,volume\n2023-03-09T05:00:00Z,1,1,1,1,1\n", ErrorCode.InstantMalformed,
        "line 2 time_utc")]
    [InlineData("time_utc,open,high,low,close,volume\n2023-03-09T05:00:00.000Z,1,1,1,1,\n",
        ErrorCode.DecimalMalformed, "line 2 volume")]
    public void Read_WhatItDoesNotUnderstand_IsRefusedByLineAndField(string text, ErrorCode code, string path)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => PriceFiles.ReadText(text));

        Assert.Equal(code, refusal.Code);
        Assert.Equal(PriceFiles.Name, refusal.File);
        Assert.Equal(path, refusal.Path);
    }

    [Fact]
    public void Find_UnknownSeries_NamesThoseThatExist()
    {
        PriceHistory history = PriceFiles.Read("date,BTC,ETH", "2021-01-01,1,1");

        MarginException refusal = Assert.Throws<MarginException>(() => history.Find("SOL"));

        Assert.Equal(ErrorCode.MemberMissing, refusal.Code);
        Assert.Equal("one of BTC, ETH", refusal.Accepted);
    }
}
