using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Xunit;
using static Verifiable.Tests.Verifier.Documents.Importers.VenueText;

namespace Verifiable.Tests.Verifier.Documents.Importers;

public sealed class DeribitImporterTests
{
    private const long Percent = 10_000_000_000;
    private const string Other = "ETH-13FEB21-1800-C,1613068625266,1796,1795,0.02,150,0";

    [Fact]
    public void Import_TickerRow_BecomesAMarketInTheProjectsUnits()
    {
        MarketSnapshot market = VenueText.Import(
            TickerHeader,
            "BTC-13FEB21-37500-C,1613068625999,45671.64,47795.22,0.17910112,124.25,0.05").Market;

        UnderlyingMarket underlying = Assert.Single(market.Underlyings);
        ExpiryMarket expiry = Assert.Single(underlying.Expiries);
        Assert.Equal("USD", market.Quote.ToString());
        Assert.Equal("BTC", underlying.Underlying.ToString());
        Assert.Equal(4_779_522_000_000, underlying.Spot.Raw);
        Assert.Equal(4_567_164_000_000, expiry.Forward.Raw);
        Assert.Equal(50_000_000_000, expiry.Rate.Raw);
        Assert.Equal(Ratio.One, expiry.Confidence.Raw);
        Assert.Equal(1_613_203_200, expiry.Expiry.Seconds);
        Assert.Equal(1_613_068_625, expiry.Time.Seconds);
        Assert.Equal(1_613_068_625, market.ObservedAt.Seconds);
        Assert.Equal(Point(37_500, 1_242_500_000_000), Assert.Single(expiry.Surface.Strikes));
    }

    /// <summary>A 13-day 45000 put at 0.08 coin: 1.18 of volatility by double-precision Black-76.</summary>
    [Fact]
    public void Import_SummaryRowWithoutVolatility_IsInverted()
    {
        double price = DoubleBlack76.Value(false, 45_000.0 / 48_000, ((15 * 86_400) - 38_225) / 31_536_000.0, 1.18);
        string mark = price.ToString("F8", CultureInfo.InvariantCulture);

        ImportResult result =
            VenueText.Import(SummaryHeader, $"BTC-26FEB21-45000-P,1613068625266,48000,47795.22,{mark},0");

        Volatility solved = Assert.Single(result.Market.Underlyings[0].Expiries[0].Surface.Strikes).Volatility;
        Assert.Equal(1.18, solved.Raw / 1e12, 1e-6);
        Assert.Equal(1, result.Report.VolatilitiesSolved);
        Assert.InRange((long)result.Report.LargestSolvedError!.Value.ThousandthsOfDigit, 0, 500);
    }

    /// <summary>A linear option's mark is in the quote currency: the same option at 2.5 dollars a coin.</summary>
    [Fact]
    public void Import_LinearOption_IsInvertedInItsQuoteCurrency()
    {
        double price = 2.5 * DoubleBlack76.Value(true, 1, ((15 * 86_400) - 38_225) / 31_536_000.0, 0.9);
        string mark = price.ToString("F4", CultureInfo.InvariantCulture);

        ImportResult result =
            VenueText.Import(SummaryHeader, $"XRP_USDC-26FEB21-2d5-C,1613068625266,2.5,2.49,{mark},0");

        Volatility solved = Assert.Single(result.Market.Underlyings[0].Expiries[0].Surface.Strikes).Volatility;
        Assert.Equal("USDC", result.Market.Quote.ToString());
        Assert.Equal(0.9, solved.Raw / 1e12, 1e-3);
        Assert.InRange((long)result.Report.LargestSolvedError!.Value.ThousandthsOfDigit, 0, 500);
    }

    /// <summary>A discounted mark: the price falls by e^(-rate years), the volatility stays.</summary>
    [Fact]
    public void Import_MarkUnderAnInterestRate_IsInvertedUndiscounted()
    {
        double years = ((15 * 86_400) - 38_225) / 31_536_000.0;
        double price = Math.Exp(-0.5 * years) * DoubleBlack76.Value(true, 1, years, 0.9);
        string mark = price.ToString("F12", CultureInfo.InvariantCulture);

        ImportResult result =
            VenueText.Import(SummaryHeader, $"BTC-26FEB21-48000-C,1613068625266,48000,47795.22,{mark},0.5");

        Volatility solved = Assert.Single(result.Market.Underlyings[0].Expiries[0].Surface.Strikes).Volatility;
        Assert.Equal(0.9, solved.Raw / 1e12, 1e-9);
    }

    [Theory]
    [InlineData(new long[] { 100, 101, 102 }, 101)]
    [InlineData(new long[] { 102, 100, 101, 103 }, 101)]
    [InlineData(new long[] { 103, 100 }, 100)]
    public void Import_ForwardsOfAnExpiry_TakeTheLowerMedian(long[] forwards, long expected)
    {
        IEnumerable<string> rows = forwards.Select((forward, index) =>
            $"BTC-13FEB21-{90 + index}-C,1613068625266,{forward},99,0.2,80,0");

        ImportResult result = VenueText.Import([TickerHeader, .. rows]);

        Assert.Equal(expected * 100_000_000, result.Market.Underlyings[0].Expiries[0].Forward.Raw);
        ForwardSpread spread = Assert.Single(result.Report.Expiries);
        Assert.Equal(forwards.Min() * 100_000_000, spread.Lowest.Raw);
        Assert.Equal(forwards.Max() * 100_000_000, spread.Highest.Raw);
    }

    /// <summary>Calls from the forward up, puts below; the other side, and a finding, where that has none.</summary>
    [Fact]
    public void Import_BothSidesOfAStrike_TakesTheOneOutOfTheMoney()
    {
        ImportResult result = VenueText.Import(
            TickerHeader,
            "BTC-13FEB21-90-C,1613068625266,100,100,0.1,81,0",
            "BTC-13FEB21-90-P,1613068625266,100,100,0.01,82,0",
            "BTC-13FEB21-100-C,1613068625266,100,100,0.1,83,0",
            "BTC-13FEB21-100-P,1613068625266,100,100,0.1,84,0",
            "BTC-13FEB21-110-C,1613068625266,100,100,0,,0",
            "BTC-13FEB21-110-P,1613068625266,100,100,0.1,86,0",
            "BTC-13FEB21-120-C,1613068625266,100,100,0,0,0",
            "BTC-13FEB21-120-P,1613068625266,100,100,0.1,0,0");

        Assert.Equal(
            [Point(90, 82 * Percent), Point(100, 83 * Percent), Point(110, 86 * Percent)],
            result.Market.Underlyings[0].Expiries[0].Surface.Strikes.AsEnumerable());
        Assert.Equal(1, result.Report.CountOf(ImportSubject.OtherSideTaken));
        Assert.Equal(1, result.Report.CountOf(ImportSubject.StrikeOmitted));
        Assert.Equal(3, result.Report.CountOf(ImportSubject.MarkAtOrBelowIntrinsic));
    }

    [Theory]
    [InlineData(null, 300, 2)]
    [InlineData(1_613_068_700L, 200, 1)]
    [InlineData(1_613_068_625L, 100, 0)]
    public void Import_SeveralSnapshots_TakesTheLastUpToTheTime(long? seconds, long strikeVolatility, int earlier)
    {
        ImportOptions options = new(seconds is long given ? new Instant(given) : null);

        ImportResult result = VenueText.Import(
            options,
            TickerHeader,
            "BTC-13FEB21-100-C,1613068625999,100,100,0.1,100,0",
            "BTC-13FEB21-100-C,1613068999000,100,100,0.1,300,0",
            "BTC-13FEB21-100-C,1613068700999,100,100,0.1,200,0");

        VolatilityPoint point = Assert.Single(result.Market.Underlyings[0].Expiries[0].Surface.Strikes);
        Assert.Equal(strikeVolatility * Percent, point.Volatility.Raw);
        Assert.Equal(earlier, result.Report.CountOf(ImportSubject.EarlierSnapshot));
        Assert.Equal(2 - earlier, result.Report.CountOf(ImportSubject.AfterTime));
        Assert.Equal(3, result.Report.RowsRead);
        Assert.Equal(2, result.Report.RowsDropped);
    }

    [Fact]
    public void Import_OneUnderlying_DropsAndCountsTheOthers()
    {
        AsciiName.TryPack("BTC", UnderlyingId.MaxLetters, out ulong letters);

        ImportResult result = VenueText.Import(
            new ImportOptions(Underlying: new UnderlyingId(letters)),
            TickerHeader,
            Other,
            "BTC-13FEB21-100-C,1613068625266,100,100,0.1,100,0");

        Assert.Equal("BTC", Assert.Single(result.Market.Underlyings).Underlying.ToString());
        ImportFinding finding = Assert.Single(result.Report.Findings);
        Assert.Equal(ImportSubject.OtherUnderlying, finding.Subject);
        Assert.Equal("chain line 2", Assert.Single(finding.Examples));
    }

    /// <summary>An expiry at the snapshot's moment has passed: 2021-02-12T08:00:00Z is 1613116800.</summary>
    [Theory]
    [InlineData(1_613_116_799_999, 0)]
    [InlineData(1_613_116_800_000, 1)]
    public void Import_ExpiryAroundTheSnapshotsMoment_IsKeptOrDropped(long milliseconds, int expired)
    {
        ImportResult result = VenueText.Import(
            TickerHeader,
            "BTC-12FEB21-100-C,1613068625266,100,100,0.1,100,0",
            $"BTC-13FEB21-100-C,{milliseconds},100,100,0.1,100,0");

        Assert.Equal(expired, result.Report.CountOf(ImportSubject.Expired));
        Assert.Equal(2 - expired, result.Market.Underlyings[0].Expiries.Length);
    }

    /// <summary>Listing asks for K/F up to 2^10; the next strike cannot be valued.</summary>
    [Theory]
    [InlineData(102_400, 0)]
    [InlineData(102_401, 1)]
    public void Import_StrikeAroundTheKernelsDomain_IsKeptOrDropped(long strike, int dropped)
    {
        ImportResult result = VenueText.Import(
            TickerHeader,
            "BTC-13FEB21-100-C,1613068625266,100,100,0.1,100,0",
            $"BTC-13FEB21-{strike}-P,1613068625266,100,100,1023,100,0");

        Assert.Equal(dropped, result.Report.CountOf(ImportSubject.OutsideKernelDomain));
        Assert.Equal(2 - dropped, result.Market.Underlyings[0].Expiries[0].Surface.Strikes.Length);
    }

    [Fact]
    public void Import_FuturesPerpetualAndSpot_BecomeForwardsAndPerpetual()
    {
        ImportResult result = VenueText.Import(
            SummaryHeader,
            "BTC-PERPETUAL,1613068625266,,47795.22,47801.5,",
            "BTC-26FEB21,1613068625266,,47795.22,48000.25,",
            "BTC-13FEB21,1613068625266,,47795.22,99999,",
            "BTC_USD,1613068625266,,47795.22,47790,",
            "BTC-13FEB21-40000-C,1613068625266,47900,47795.22,0.2,0.0");

        UnderlyingMarket market = Assert.Single(result.Market.Underlyings);
        Assert.Equal(4_780_150_000_000, market.Perpetual!.Price.Raw);
        Assert.Equal([4_790_000_000_000, 4_800_025_000_000], market.Expiries.Select(expiry => expiry.Forward.Raw));
        Assert.Empty(market.Expiries[1].Surface.Strikes);
        Assert.Equal(1, result.Report.CountOf(ImportSubject.SpotPair));
        Assert.Equal(1, result.Report.CountOf(ImportSubject.FundingIndexAbsent));
    }

    [Fact]
    public void Import_RoundingToFloor_KeepsTheFloorAndListsIt()
    {
        ImportResult result = VenueText.Import(
            new ImportOptions(Rounding: ImportRounding.Floor),
            TickerHeader,
            "BTC-13FEB21-100-C,1613068625266,100.123456789,100,0.1,100,0");

        Assert.Equal(10_012_345_678, result.Market.Underlyings[0].Expiries[0].Forward.Raw);
        Assert.Equal(
            new RoundedValue("chain line 2, column underlying_price", "100.123456789", "100.12345678"),
            Assert.Single(result.Report.Rounded));
    }

    [Fact]
    public void Import_SeveralFiles_AreOneMarket()
    {
        VenueFile first = File(TickerHeader, Other);
        VenueFile second = File(SummaryHeader, "BTC-13FEB21-100-C,1613068625266,100,100,0.1,0");

        MarketSnapshot market = DeribitImporter.Import([first, second], new ImportOptions()).Market;

        Assert.Equal(["BTC", "ETH"], market.Underlyings.Select(underlying => underlying.Underlying.ToString()));
    }

    [Fact]
    public void Import_TwoQuoteCurrencies_AreRefused()
    {
        MarginException refusal = Refusal(File(
            TickerHeader, Other, "BTC_USDC-13FEB21-100-C,1613068625266,100,100,0.1,100,0"));

        Assert.Equal(ErrorCode.DocumentInconsistent, refusal.Code);
        Assert.Equal("USDC", refusal.Value);
    }

    [Theory]
    [InlineData(64, ErrorCode.None)]
    [InlineData(65, ErrorCode.RowCountOutOfRange)]
    public void Import_UnderlyingsAroundTheMost_AreKeptOrRefused(int count, ErrorCode expected)
    {
        IEnumerable<string> rows = Enumerable.Range(0, count).Select(index =>
            $"A{index}_USDC-13FEB21-100-C,1613068625266,100,100,10,100,0");

        MarginException? refusal =
            Record.Exception(() => VenueText.Import([TickerHeader, .. rows])) as MarginException;

        Assert.Equal(expected, refusal?.Code ?? ErrorCode.None);
    }

    [Fact]
    public void Import_NothingLeft_IsRefused()
    {
        ImportOptions before = new(new Instant(1_000_000_000));

        MarginException refusal =
            Assert.Throws<MarginException>(() => DeribitImporter.Import([File(TickerHeader, Other)], before));

        Assert.Equal(ErrorCode.DocumentInconsistent, refusal.Code);
    }

    [Fact]
    public void Import_NoIndexPrice_IsRefused() =>
        Assert.Equal(
            ErrorCode.DocumentInconsistent,
            Refusal(File(TickerHeader, "BTC-13FEB21-100-C,1613068625266,100,,0.1,100,0")).Code);

    private static VolatilityPoint Point(long strike, long volatilityRaw) =>
        new(new Price(strike * 100_000_000), new Volatility(volatilityRaw));
}
