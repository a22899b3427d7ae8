using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Verifiable.Calibration.Backtests;
using Verifiable.Documents;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Documents.Support;
using Verifiable.Tests.Verifier.Margin;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Backtests;

/// <summary>The walk against the same figures in plain doubles, and what it may not know.</summary>
public sealed class MarginBacktestTests(ITestOutputHelper output)
{
    private const int Bars = 400;
    private const int Window = 200;
    private const double RawPerDollar = 1e6;

    // 2021-03-01T00:00:00Z.
    private const long FirstDay = 1_614_556_800;

    private static readonly Profile Model = Profiles.Open("portfolio-1.0");

    // One bitcoin held outright loses 1 - exp(z sigma) of its price. At 97.5 % of 200 days the fifth largest loss is
    // the value at risk and the mean of five the shortfall; by the filter's definition, in doubles, with no engine.
    [Fact]
    public void Run_OneLinearPosition_IsTheFilteredSimulationByHand()
    {
        HistoryDocument history = History(Bars, 1);
        double[] closes = [.. history.Closes.Select(static close => close.Raw / 1e8)];
        double[] returns = [.. closes.Skip(1).Zip(closes, static (close, before) => Math.Log(close / before))];
        List<double> residuals = [];
        List<double> sigmas = [];
        double variance = returns.Take(60).Average(static one => one * one);
        foreach (double one in returns.Skip(60))
        {
            sigmas.Add(Math.Sqrt(variance));
            residuals.Add(one / Math.Sqrt(variance));
            variance = (0.97 * variance) + (0.03 * one * one);
        }

        MarginBacktest backtest = Run(history, "BTC/USD:USD 1");

        Assert.Equal(
            (returns.Length - 60 - Window, Window, 0), (backtest.Days.Length, backtest.WindowDays, backtest.LeftOut));
        for (int at = 0; at < backtest.Days.Length; at++)
        {
            MarginDay day = backtest.Days[at];
            double price = closes[60 + Window + at];
            double[] losses = [.. residuals.Skip(at).Take(Window)
                .Select(z => price * (1 - Math.Exp(z * sigmas[Window + at]))).OrderDescending()];
            Assert.Equal(history.Times[61 + Window + at], day.Time);
            Assert.Equal(closes[61 + Window + at] - price, day.Profit.Raw / RawPerDollar, 1e-5);
            Assert.Equal(losses[4], day.ValueAtRisk.Raw / RawPerDollar, 1e-4);
            Assert.Equal(losses.Take(5).Average(), day.ExpectedShortfall.Raw / RawPerDollar, 1e-4);
            Assert.Equal(price, day.Exposure.Raw / RawPerDollar, 1e-5);
        }
    }

    // Whatever comes later, a day's margin is what it was: nothing is known before it happens.
    [Fact]
    public void Run_HistoryCutShort_GivesTheSameDays()
    {
        HistoryDocument history = History(Bars, 2);
        HistoryDocument cut = history with
        {
            Times = history.Times[..^50],
            Closes = history.Closes[..^100],
        };

        MarginBacktest whole = Run(history, "BTC/USD:USD 1", "ETH/USD:USD -10", "ETH/USD:USD-220325-900-C 5");
        MarginBacktest shorter = Run(cut, "BTC/USD:USD 1", "ETH/USD:USD -10", "ETH/USD:USD-220325-900-C 5");

        Assert.Equal(whole.Days.Length - 50, shorter.Days.Length);
        Assert.Equal(whole.Days[..^50].AsEnumerable(), shorter.Days.AsEnumerable());
    }

    // After its expiry an option is cash: 900 against a close of at least 1,000 or so pays the difference, once.
    [Fact]
    public void Run_OptionThatExpires_IsSettledAtTheCloseAndThenStill()
    {
        HistoryDocument history = History(Bars, 2);
        Instant expiry = new(history.Times[320].Seconds + 86_400);
        string symbol = $"ETH/USD:USD-{DateTime.UnixEpoch.AddSeconds(expiry.Seconds):yyMMdd}T000000-900-C";

        MarginBacktest backtest = Run(history, $"{symbol} 1");

        double settled = Math.Max(0, (history.CloseOf(320, 1).Raw / 1e8) - 900);
        MarginDay[] after = [.. backtest.Days.Where(day => day.Time > history.Times[320])];
        Assert.Equal(Bars - 321, after.Length);
        Assert.All(after, static day => Assert.Equal(0, day.Profit.Raw));
        double before = backtest.Days.Where(day => day.Time <= history.Times[320])
            .Sum(static day => (double)day.Profit.Raw);
        double premium = settled - (before / RawPerDollar);
        output.WriteLine($"settled {settled}, implied first value {premium}");
        Assert.InRange(premium, 0, history.CloseOf(260, 1).Raw / 1e8);
    }

    [Fact]
    public void Run_MissingDay_LeavesItAndTheNextOut()
    {
        HistoryDocument history = History(Bars, 2);
        Price[] closes = [.. history.Closes];
        closes[350 * 2] = default;
        HistoryDocument holed = history with { Closes = [.. closes], Accepted = ["gap:BTC"] };

        MarginBacktest backtest = Run(holed, "BTC/USD:USD 1", "ETH/USD:USD -10");

        Assert.Equal(2, backtest.LeftOut);
        Assert.DoesNotContain(backtest.Days, day => day.Time == history.Times[350] || day.Time == history.Times[351]);
    }

    [Fact]
    public void Run_FromAndTo_BoundTheDays()
    {
        HistoryDocument history = History(Bars, 1);

        MarginBacktest backtest = Run(
            history,
            new MarginBacktestOptions { WindowDays = Window, From = history.Times[300], To = history.Times[310] },
            "BTC/USD:USD 1");

        Assert.Equal((history.Times[300], history.Times[310]), (backtest.Days[0].Time, backtest.Days[^1].Time));
        Assert.Equal(11, backtest.Days.Length);
    }

    [Theory]
    [InlineData("BTC/USD:USD 1", 390, ErrorCode.RowCountOutOfRange)]
    [InlineData("SOL/USD:USD 1", 200, ErrorCode.MemberMissing)]
    [InlineData("BTC/USD:USD-200101 1", 200, ErrorCode.ExpiryPassed)]
    public void Run_WhatDoesNotFit_IsRefusedByName(string row, int window, ErrorCode code)
    {
        MarginException refusal = Assert.Throws<MarginException>(
            () => Run(History(Bars, 1), new MarginBacktestOptions { WindowDays = window }, row));

        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public void Run_WindowOfAModelWithoutDays_IsRefused()
    {
        Profile scan = Profiles.Open("portfolio-scan-1.0");
        MarginException refusal = Assert.Throws<MarginException>(() => MarginBacktest.Run(
            History(Bars, 1), "history.json", scan.Model.Parameters, scan.Scenarios, Book("BTC/USD:USD 1"),
            new MarginBacktestOptions { WindowDays = 10 }, static (_, _) => { }, CancellationToken.None));

        Assert.Equal((ErrorCode.ParameterOutOfRange, "window"), (refusal.Code, refusal.Path));
    }

    [Fact]
    public void Run_Cancelled_EndsBetweenTwoDays()
    {
        using CancellationTokenSource source = new();
        int days = 0;

        Assert.Throws<OperationCanceledException>(() => MarginBacktest.Run(
            History(Bars, 1), "history.json", Model.Model.Parameters, Model.Scenarios, Book("BTC/USD:USD 1"),
            new MarginBacktestOptions { WindowDays = Window },
            (done, _) =>
            {
                days = done;
                source.Cancel();
            },
            source.Token));

        Assert.Equal(1, days);
    }

    private static MarginBacktest Run(HistoryDocument history, params string[] rows) =>
        Run(history, new MarginBacktestOptions { WindowDays = Window }, rows);

    private static MarginBacktest Run(HistoryDocument history, MarginBacktestOptions options, params string[] rows) =>
        MarginBacktest.Run(
            history, "history.json", Model.Model.Parameters, Model.Scenarios, Book(rows), options,
            static (_, _) => { }, CancellationToken.None);

    /// <summary>Rows as <see cref="ChainMarket.Book"/> takes them, with an entry price where one is needed.</summary>
    private static Book Book(params string[] rows)
    {
        Book book = ChainMarket.Book(0, rows);
        return book with
        {
            Positions = [.. book.Positions.Select(static row =>
                row.Instrument.HasEntryPrice ? row with { EntryPrice = new Price(100_000_000_000) } : row)],
        };
    }

    /// <summary>Days of one coin or two about 1,000 dollars, with a common part in their moves.</summary>
    private static HistoryDocument History(int bars, int assets)
    {
        Seeded random = new(7);
        ImmutableArray<Price>.Builder closes = ImmutableArray.CreateBuilder<Price>();
        double[] prices = [1_000, 1_000];
        for (int bar = 0; bar < bars; bar++)
        {
            double common = Normal(random);
            for (int asset = 0; asset < assets; asset++)
            {
                prices[asset] *= Math.Exp(0.02 * (common + Normal(random)));
                closes.Add(new Price((long)(prices[asset] * 1e8)));
            }
        }

        return new HistoryDocument(
            Samples.Usd,
            86_400,
            new HistorySource("simulated.csv", default),
            [],
            [.. new[] { "BTC", "ETH" }.Take(assets).Select(Underlying)],
            [],
            [.. Enumerable.Range(0, bars).Select(static bar => new Instant(FirstDay + (bar * 86_400L)))],
            closes.ToImmutable());
    }

    private static UnderlyingId Underlying(string name) =>
        Verifiable.Documents.Text.NameText.TryParseUnderlying(name, out UnderlyingId underlying) ? underlying : default;

    /// <summary>A sum of twelve uniforms less six: normal enough, and never beyond six deviations.</summary>
    private static double Normal(Seeded random)
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += random.Between(0, 999_999) / 1e6;
        }

        return sum;
    }
}
