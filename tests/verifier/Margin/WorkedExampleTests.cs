using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Margin;

/// <summary>
/// The worked example of engine/README.md: every whole number of its table is what the kernel's step gives, and the
/// last ones are the margin under the shipped profile.
/// </summary>
public sealed partial class WorkedExampleTests
{
    private const long Forward = 224_513_000_000;
    private const long Strike = 240_000_000_000;
    private const long Sigma = 512_300_000_000;
    private const long Rate = 30_000_000_000;
    private const long Seconds = 1_500_000;
    private static readonly Instant Now = new(1_764_000_000);

    [Fact]
    public void Steps_OfTheReadme_AreTheKernels()
    {
        Dictionary<string, long> readme = Steps();
        long root = Black76.SquareRootOfYears(Seconds);
        long years = Black76.Years(Seconds);
        long sigma = Scale.Convert(Sigma, 46);
        long rate = Scale.Convert(Rate, 46);
        long ratio = Cell.StrikeRatioCeil(Strike, Forward);
        long moneyness = Logarithm.Natural(Forward) - Logarithm.Natural(Strike);
        long discount = Discount.Factor(rate, years);
        long notional = PositionValue.Notional(Forward, -250_000_000, 6);
        AssertSteps(
            readme,
            ("notional", notional), ("root of time", root), ("time", years), ("volatility", sigma),
            ("strike ratio k", ratio), ("x today", moneyness), ("discount D", discount));

        long today = Black76.TotalVolatility(sigma, root);
        long cell = Cell.Call(Cell.OneQ40, ratio, moneyness, today, Black76.Reciprocal(today));
        long value = PositionValue.OfCell(notional, cell);
        long worth = ExpiryTotal.Discounted(value, discount);
        AssertSteps(readme, ("v today", today), ("cell today", cell), ("value today", value), ("base", worth));

        long power = Scale.Convert(300_000_000_000, 46);
        long scale = VolatilityShock.TermScale(Seconds, 86_400, power, Scale.Convert(130_000_000_000, 46));
        long range = MulShift.Floor(Scale.Convert(500_000_000_000, 40), scale, 40);
        long up = VolatilityShock.Up(
            sigma, Scale.Convert(500_000_000_000, 40), scale, Scale.Convert(450_000_000_000, 46));
        long factor = ScenarioFactor.OfForward(Forward, 0, 4 * Cell.OneQ40);
        long moved = moneyness + ScenarioFactor.Log(factor);
        long total = Black76.TotalVolatility(up, root);
        AssertSteps(
            readme,
            ("term scale", scale), ("range", range), ("volatility up", up), ("factor", factor), ("x moved", moved),
            ("v up", total));

        long shockedCell = Cell.Call(factor, ratio, moved, total, Black76.Reciprocal(total));
        long shocked = PositionValue.OfCell(notional, shockedCell);
        long side = Discount.ShortSide(
            Scale.Convert(1_020_000_000_000, 40), rate, Cell.OneQ40, Scale.Convert(100_000_000_000, 46), years);
        long owed = ExpiryTotal.Shocked(shocked, discount, 0, side);
        long dampening = Scale.Convert(46_000_000_000, 40);
        long profit = UnderlyingTotal.Dampened(owed - worth, dampening);
        AssertSteps(
            readme,
            ("cell", shockedCell), ("value", shocked), ("discounted", ExpiryTotal.Discounted(shocked, discount)),
            ("side", side), ("owed", owed), ("dampening", dampening), ("tail:+3.00", profit));
    }

    [Fact]
    public void Margin_OfTheReadme_IsTheEnginesUnderTheShippedProfile()
    {
        Dictionary<string, long> readme = Steps();

        MarginResult margin = MarginRules.Compute(
            Market,
            new MarginModel(ChainMarket.Profile.Model.Parameters, ChainMarket.Profile.Scenarios.Set),
            ChainMarket.Book(1_500_000_000, $"ETH/USD:USD-{ExpiryText}-2400-C -2.5"));

        Scenario worst = ChainMarket.Profile.Scenarios.Set.Scenarios[margin.WorstScenario];
        Assert.Equal(("tail:+3.00", -readme["tail:+3.00"]), (worst.Label, margin.WorstLoss.Raw));
        AssertSteps(
            readme,
            ("scan, initial", Of(margin, ComponentKind.Scan).Initial.Raw),
            ("scan, maintenance", Of(margin, ComponentKind.Scan).Maintenance.Raw),
            ("short option, initial", Of(margin, ComponentKind.ShortOption).Initial.Raw),
            ("short option, maintenance", Of(margin, ComponentKind.ShortOption).Maintenance.Raw),
            ("equity", margin.Equity.Raw),
            ("initial margin", margin.InitialMargin.Raw),
            ("maintenance margin", margin.MaintenanceMargin.Raw));
        Assert.Equal(readme["size"], SizeContingency.AtSpotCeil(222_220_000_000, 250_000_000, 6));
    }

    private static string ExpiryText => DateTimeOffset.FromUnixTimeSeconds(Now.Seconds + Seconds)
        .ToString("yyMMddTHHmmss", CultureInfo.InvariantCulture);

    private static MarketSnapshot Market
    {
        get
        {
            Ratio sure = new(Ratio.One);
            Assert.True(NameText.TryParseUnderlying("ETH", out UnderlyingId eth));
            VolatilitySurface surface = new([new VolatilityPoint(new Price(Strike), new Volatility(Sigma))], null);
            return new MarketSnapshot(
                Now,
                ChainMarket.Asset("USD"),
                [new AssetPrice(ChainMarket.Usdc, sure, sure, Now)],
                [
                    new UnderlyingMarket(
                        eth,
                        new Price(222_220_000_000),
                        sure,
                        Now,
                        default,
                        null,
                        [
                            new ExpiryMarket(
                                new Instant(Now.Seconds + Seconds),
                                new Price(Forward),
                                default,
                                new Ratio(Rate),
                                sure,
                                Now,
                                default,
                                surface),
                        ]),
                ]);
        }
    }

    private static MarginComponent Of(MarginResult margin, ComponentKind kind) =>
        margin.Components.Single(part => part.Kind == kind);

    private static void AssertSteps(Dictionary<string, long> readme, params (string Name, long Number)[] steps) =>
        Assert.Equal(steps.Select(step => (step.Name, readme[step.Name])), steps);

    /// <summary>Each step's whole number by its name.</summary>
    private static Dictionary<string, long> Steps()
    {
        string text = File.ReadAllText(Path.Combine(ReferenceData.Root, "engine", "README.md"));
        string section = text.Split("## One position through every floor")[1].Split("\n## ")[0];
        Dictionary<string, long> steps = Row().Matches(section).ToDictionary(
            static row => row.Groups["name"].Value,
            static row => long.Parse(row.Groups["number"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(32, steps.Count);
        return steps;
    }

    [GeneratedRegex(@"(?m)^\| (?:\*\*)?(?<name>[^|*]+?)(?:\*\*)? \| [^|]+ \| (?<number>-?\d+) \| [^|]+ \|$")]
    private static partial Regex Row();
}
