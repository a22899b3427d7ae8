using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Quantised;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.History;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Quantised;

public sealed class CalibratorTests(ITestOutputHelper output)
{
    private const double OneQ40 = 1L << 40;
    private const double OneRaw = Ratio.One;

    private static readonly CalibrationOptions Options = new(["ETH", "BTC"]) { Scenarios = 50 };

    // The recursion again, by hand and in the plainest form, for one series.
    [Fact]
    public void Run_RandomHistory_IsTheFilterByHand()
    {
        PriceHistory history = RandomHistory();
        double[] closes = [.. history.Find("ETH").Bars.Select(static bar => bar.Close)];
        double[] returns = [.. closes.Skip(1).Zip(closes, static (close, before) => Math.Log(close / before))];
        double variance = returns.Take(60).Average(static one => one * one);
        List<double> residuals = [];
        foreach (double one in returns.Skip(60))
        {
            residuals.Add(one / Math.Sqrt(variance));
            variance = (0.97 * variance) + (0.03 * one * one);
        }

        MarginCalibration calibration = Calibrator.Run(history, Options);

        Assert.Equal(["BTC", "ETH"], calibration.Underlyings.Select(static underlying => underlying.ToString()));
        Assert.Equal(history.Find("ETH").Bars[^1].Time, calibration.AsOf);
        Assert.Equal(86_400, calibration.BarSeconds);
        Assert.Equal(new Ratio(970_000_000_000), calibration.Lambda);
        Assert.Equal(Math.Sqrt(variance), calibration.TodayVolatilities[1].Raw / OneRaw, 1e-12);
        Assert.Equal(50, calibration.Scenarios.Length);
        Assert.All(
            calibration.Scenarios.Zip(residuals.TakeLast(50)),
            static pair => Assert.Equal(pair.Second, pair.First.ResidualsQ40[1] / OneQ40, 1e-11));
    }

    [Fact]
    public void Run_RandomHistory_CorrelationsAreSymmetricWithAUnitDiagonal()
    {
        ImmutableArray<Ratio> correlations = Calibrator.Run(RandomHistory(), Options).Correlations;

        Assert.Equal([Ratio.One, Ratio.One], [correlations[0].Raw, correlations[3].Raw]);
        Assert.Equal(correlations[1], correlations[2]);
        Assert.InRange(correlations[1].Raw / OneRaw, 0.35, 0.95); // 0.7 in the simulation
    }

    // In another culture, and from names in another order, the same bytes.
    [Fact]
    public void Run_Again_WritesTheSameBytes()
    {
        PriceHistory history = RandomHistory();
        byte[] first = CalibrationRows.Write(Calibrator.Run(history, Options));
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = commas;

        MarginCalibration again = Calibrator.Run(history, Options with { Underlyings = ["BTC", "ETH"] });

        CultureInfo.CurrentCulture = before;
        Assert.Equal(first, CalibrationRows.Write(again));
    }

    // What happened later changes nothing but the hash of the file.
    [Fact]
    public void Run_AsOf_DoesNotSeeTheFuture()
    {
        PriceHistory history = RandomHistory();
        PriceHistory shorter = history with
        {
            End = history.Series[0].Bars[^21].Time,
            Series = [.. history.Series.Select(static series => series with { Bars = series.Bars[..^20] })],
        };
        Instant asOf = shorter.Series[0].Bars[^1].Time;

        MarginCalibration cut = Calibrator.Run(history, Options with { AsOf = asOf });

        Assert.Equal(asOf, cut.AsOf);
        Assert.Equal(CalibrationRows.Write(Calibrator.Run(shorter, Options)), CalibrationRows.Write(cut));
    }

    // A storm long ago: the forecast has forgotten it, the floor has not.
    [Fact]
    public void Run_FloorByLongRun_RemembersTheStorm()
    {
        PriceHistory history = RandomHistory(stormDays: 100);

        long forecast = Calibrator.Run(history, Options).TodayVolatilities[0].Raw;
        long floored = Calibrator.Run(history, Options with { FloorByLongRun = true }).TodayVolatilities[0].Raw;

        Assert.True(floored > 2 * forecast);
    }

    [Fact]
    public void Run_ProblemInTheHistory_IsRefusedUntilAccepted()
    {
        PriceHistory history = RandomHistory();
        PriceSeries eth = history.Find("ETH");
        PriceHistory gapped = history with
        {
            Series = [history.Find("BTC"), eth with { Bars = eth.Bars.RemoveAt(100) }],
        };

        MarginException refusal = Assert.Throws<MarginException>(() => Calibrator.Run(gapped, Options));
        MarginCalibration accepted = Calibrator.Run(gapped, Options with { Accepted = ["gap:ETH:2021-04-12"] });

        Assert.Equal("line 102 ETH 2021-04-12", refusal.Path); // bar 100 is 2021-04-11
        Assert.Equal(50, accepted.Scenarios.Length);
    }

    // The series itself is quiet: only the end of its file and another source tell.
    [Fact]
    public void Run_SeriesThatEndedOrIsAnothers_IsRefused()
    {
        PriceHistory history = RandomHistory();
        PriceHistory longer = history with { End = new Instant(history.End.Seconds + 86_400) };
        PriceHistory other = history with
        {
            Series = [.. history.Series.Select(static series => series with
            {
                Bars = [.. series.Bars.Select(static bar => PriceBar.OfClose(bar.Time, bar.Close / 100))],
            })],
        };

        MarginException ended = Assert.Throws<MarginException>(() => Calibrator.Run(longer, Options));
        MarginException another = Assert.Throws<MarginException>(
            () => Calibrator.Run(history, Options with { References = [other] }));

        Assert.StartsWith("endsEarly", ended.Value, StringComparison.Ordinal);
        Assert.StartsWith("sourceMismatch", another.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eth", ErrorCode.IdentifierMalformed)]
    [InlineData("BTC", ErrorCode.RowDuplicate)]
    [InlineData("SOL", ErrorCode.MemberMissing)]
    public void Run_NameThatCannotBe_IsRefused(string name, ErrorCode code) =>
        Assert.Equal(
            code,
            Assert.Throws<MarginException>(
                () => Calibrator.Run(RandomHistory(), Options with { Underlyings = ["BTC", name] })).Code);

    [Theory]
    [InlineData(0)]
    [InlineData(240)] // 299 returns, 60 of them spent on the first volatility
    public void Run_ScenariosBeyondTheHistory_AreRefused(int scenarios) =>
        Assert.Equal(
            ErrorCode.RowCountOutOfRange,
            Assert.Throws<MarginException>(
                () => Calibrator.Run(RandomHistory(), Options with { Scenarios = scenarios })).Code);

    [Fact]
    public void Run_NoUnderlying_IsRefused() =>
        Assert.Equal(
            ErrorCode.RowCountOutOfRange,
            Assert.Throws<MarginException>(() => Calibrator.Run(RandomHistory(), new CalibrationOptions([]))).Code);

    // Prices to a file of words, from every daily file, and the same words again.
    [DataFact("prices")]
    public void Run_EveryDailyFile_IsRepeatable()
    {
        PriceHistory[] histories =
            [.. PriceData.Histories().Where(static history => history.Layout == PriceLayout.DailyCloses)];
        CalibrationOptions options = new(["BTC", "ETH", "BNB"]) { Scenarios = 390 };

        foreach (PriceHistory history in histories)
        {
            MarginCalibration calibration = Calibrator.Run(history, options);
            byte[] words = CalibrationRows.Write(calibration);

            output.WriteLine($"{history.File}: {words.Length} bytes, {CalibrationRows.Hash(calibration)}");
            Assert.Equal(32 * ((7 + 6 + 9 + 1) + (3 + 3) + (390 * 4)), words.Length);
            Assert.Equal(words, CalibrationRows.Write(Calibrator.Run(history, options)));
        }

        output.WriteLine($"{histories.Length} files");
        Assert.NotEmpty(histories);
    }

    // Three hundred days from 2021-01-01 of two coins with daily volatility 3 % and correlation 0.7.
    private PriceHistory RandomHistory(int stormDays = 0)
    {
        Seeded seeded = Seeded.Printed(output);
        List<string> lines = ["date,BTC,ETH"];
        (double btc, double eth) = (10_000, 1_000);
        for (int day = 0; day < 300; day++)
        {
            Instant time = new(1_609_459_200 + (86_400L * day));
            lines.Add(FormattableString.Invariant($"{InstantText.Format(time)[..10]},{btc:F6},{eth:F6}"));
            double common = seeded.StandardNormal();
            double own = seeded.StandardNormal();
            double size = day < stormDays ? 0.12 : 0.03;
            btc *= Math.Exp(size * common);
            eth *= Math.Exp(size * ((0.7 * common) + (Math.Sqrt(0.51) * own)));
        }

        return PriceFiles.Read([.. lines]);
    }
}
