using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin.Derive;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>
/// SPAN against the tables of a textbook: L. McMillan, Options as a Strategic Investment, chapter 34. The future's
/// range is 20 points of 500 dollars; its extreme move, twice that, counts 7,000 of 20,000.
/// </summary>
public sealed class SpanMarginTests
{
    /// <summary>The printed array of one future held, in dollars and in order.</summary>
    private static readonly long[] PrintedFuture =
        [0, 0, 3_330, 3_330, -3_330, -3_330, 6_670, 6_670, -6_670, -6_670, 10_000, 10_000, -10_000, -10_000, 7_000, -7_000];

    /// <summary>The printed array of one December 410 call sold.</summary>
    private static readonly long[] PrintedShortCall =
        [-460, 610, -2_640, -1_730, 1_270, 2_340, -5_210, -4_540, 2_540, 3_430, -8_060, -7_640, 3_380, 3_990, -3_130, 1_500];

    private static readonly string[] PrintedOrder =
    [
        "0:up", "0:down", "+1/3:up", "+1/3:down", "-1/3:up", "-1/3:down", "+2/3:up", "+2/3:down",
        "-2/3:up", "-2/3:down", "+3/3:up", "+3/3:down", "-3/3:up", "-3/3:down", "+extreme:none", "-extreme:none",
    ];

    // The index stands at 100 in the sample, so 20 points are a fifth and 500 contracts are one future.
    private static MarginModel Textbook => ModelOf(new ScanRange(
        Btc, new Ratio(Ratio.One / 5), new Ratio(Ratio.One / 4), default, default));

    [Fact]
    public void Scenarios_OfAnyModel_AreInThePrintedOrder() => Assert.Equal(
        PrintedOrder.Select(static label => $"span:{label}"),
        Textbook.Scenarios.Scenarios.Select(static scenario => scenario.Label));

    [Fact]
    public void Totals_OfOneFuture_AreThePrintedArray()
    {
        MarginResult margin = Of(Textbook, Future(500, 100)).Margin();

        Assert.Equal(PrintedFuture, ToPrinted(margin));
        Assert.InRange(margin.MaintenanceMargin.Raw - (10_000 * Dollar), 0, 1);
    }

    /// <summary>A covered write: the future's array of ours and the printed one of the call.</summary>
    [Fact]
    public void Totals_OfACoveredWrite_AreWorstAtThePrintedScenario()
    {
        long[] future = ToPrinted(Of(Textbook, Future(500, 100)).Margin());
        long[] written = [.. future.Zip(PrintedShortCall, static (one, other) => one + other)];

        Assert.Equal(-6_620, written.Min());
        Assert.Equal("span:-3/3:up", Textbook.Scenarios.Scenarios[Array.IndexOf(written, written.Min())].Label);
    }

    /// <summary>A hundred held against a hundred of another expiry: no scan risk, 1 % of the spread delta.</summary>
    [Fact]
    public void Compute_CalendarSpread_PaysItsCharge()
    {
        MarginModel model = ModelOf(new ScanRange(
            Btc, new Ratio(Ratio.One / 5), new Ratio(Ratio.One / 4), new Ratio(Ratio.One / 100), default));

        MarginResult margin = Of(model, Future(100, 100), Perpetual(-100, 100)).Margin();

        Assert.InRange(PartOf(margin, ComponentKind.Scan).Maintenance.Raw, 0, 1);
        Assert.Equal(100 * Dollar, PartOf(margin, ComponentKind.CalendarSpread).Maintenance.Raw);
        Assert.InRange(margin.InitialMargin.Raw - (110 * Dollar), 0, 2);
    }

    /// <summary>Ten calls sold so far away that they risk nothing: a minimum of 0.5 % of their size at spot.</summary>
    [Fact]
    public void Compute_ShortOptionsWithoutRisk_PayTheMinimum()
    {
        MarginModel model = ModelOf(new ScanRange(
            Btc, new Ratio(Ratio.One / 1_000), default, default, new Ratio(Ratio.One / 200)));
        MarginCase still = Case.WithExpiry(static expiry => expiry with
        {
            Surface = new VolatilitySurface([At(125, Ratio.One / 100)], null),
        });

        MarginResult margin = new RuleCase(still.Market, model, Sample.Book(Call(125, -10))).Margin();

        Assert.Equal(0, PartOf(margin, ComponentKind.Scan).Maintenance.Raw);
        Assert.Equal(5 * Dollar, PartOf(margin, ComponentKind.ShortOption).Maintenance.Raw);
    }

    private static MarginModel ModelOf(ScanRange range) => MarginModel.Of(new SpanParameters(
        "sample",
        "1",
        Usdc,
        Usdc,
        0,
        [range],
        new Ratio(2 * Ratio.One),
        new Ratio(Ratio.One / 20 * 7),
        new StagedRatio(new Ratio(Ratio.One / 10 * 11), new Ratio(Ratio.One)),
        ImmutableArray<CollateralRule>.Empty));

    private static RuleCase Of(MarginModel model, params ReadOnlySpan<Position> positions) =>
        new(Sample.Market, model, Sample.Book(positions));

    /// <summary>To the nearest ten dollars, as the book prints.</summary>
    private static long[] ToPrinted(MarginResult margin) =>
        [.. margin.Totals.Select(static total => (long)decimal.Round(total.Raw / (10m * Dollar)) * 10)];

    private static MarginComponent PartOf(MarginResult margin, ComponentKind kind) =>
        margin.Components.Single(part => part.Kind == kind);
}
