using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>Margins worked by hand, parity, and where netting has a limit.</summary>
public sealed class PortfolioMarginTests(ITestOutputHelper output)
{
    // Ten perpetuals from 90, now 100: 100 of profit, less funding of 2 a unit. Spot halves: -500; up by half: +500.
    [Fact]
    public void Compute_PerpetualsWithFunding_IsTheWorkedExample()
    {
        MarginCase inputs = Case.Holding(Perpetual(10, 90)).WithUnderlying(static listed => listed with
        {
            Perpetual = listed.Perpetual! with { FundingIndex = new Ratio(2 * Ratio.One) },
        });

        MarginResult margin = inputs.Margin();

        Assert.Equal(80 * Dollar, margin.Equity.Raw);
        Assert.Equal([-500 * Dollar, 0, 500 * Dollar], margin.Totals.Select(static total => total.Raw));
        Assert.Equal(500 * Dollar, margin.WorstLoss.Raw);
        Assert.Equal(0, margin.WorstScenario);
        Assert.Equal(625 * Dollar, margin.InitialMargin.Raw);
        Assert.Equal(500 * Dollar, margin.MaintenanceMargin.Raw);
        Assert.Equal(-545 * Dollar, margin.Excess.Raw);
    }

    // Every add-on at once, on ten perpetuals, five naked calls and two coins of collateral at 100, which are 250
    // stable coins at 0.8. Perpetual 1,000 * (2 % + 1 %); short options 500 * (4 % + 1 %); confidence (1 - 0.5) * 20 %
    // * (1,000 + 500 + 250); haircut 250 * (10 % + 5 %); lost peg (0.99 - 0.8) * 4 times the loss.
    [Fact]
    public void Compute_AllAddOns_IsTheWorkedExample()
    {
        StagedRatio Percents(long initial, long maintenance) =>
            new(new Ratio(initial * Ratio.One / 100), new Ratio(maintenance * Ratio.One / 100));
        MarginCase inputs = Case.Holding(Perpetual(10, 100), Call(100, -5)) with
        {
            Model = Model with
            {
                Perpetual = Percents(1, 2),
                ShortOption = Percents(1, 4),
                Confidence = new ConfidenceParameters(new Ratio(Ratio.One / 4 * 3), new Ratio(Ratio.One / 5)),
                Peg = new PegParameters(new Ratio(Ratio.One / 100 * 99), new Ratio(4 * Ratio.One)),
                Haircuts = [new CollateralRule(Name.Asset("BTC"), Percents(5, 10), new Ratio(Ratio.One / 5), default)],
            },
            Market = Market with
            {
                Assets =
                [
                    new AssetPrice(Name.Asset("BTC"), new Ratio(100 * Ratio.One), new Ratio(Ratio.One), Now),
                    new AssetPrice(Usdc, new Ratio(Ratio.One / 5 * 4), new Ratio(Ratio.One), Now),
                ],
            },
        };
        CollateralBalance coins = new(Name.Asset("BTC"), new Quantity(2 * One));
        inputs = inputs with { Book = inputs.Book with { Collateral = [coins] } };
        inputs = inputs.WithUnderlying(static listed => listed with { SpotConfidence = new Ratio(Ratio.One / 2) });

        MarginResult margin = inputs.Margin();

        AssertPart(margin, ComponentKind.Perpetual, 30, 20);
        AssertPart(margin, ComponentKind.ShortOption, 25, 20);
        AssertPart(margin, ComponentKind.Confidence, 175, 0);
        AssertPart(margin, ComponentKind.Haircut, 37.5, 25);
        MarginComponent stable = margin.Components.Single(static part => part.Kind == ComponentKind.Stable);
        Assert.InRange(stable.Initial.Raw - (0.76 * margin.WorstLoss.Raw), -1, 2);
    }

    // Forwards down by a fifth lose the intrinsic call of 75 its 20; times 0.5 that is 10. No scenario moves anything.
    [Fact]
    public void Compute_ForwardContingencyAboveTheScan_Binds()
    {
        MarginCase inputs = Case.Holding(Call(75, 1)) with
        {
            Model = Model with
            {
                Basis = new BasisParameters(default, new Ratio(Ratio.One / -5), new Ratio(Ratio.One / 2), default),
            },
            Scenarios = Scenarios with { Scenarios = [Move(OneQ40)] },
        };
        inputs = inputs.WithExpiry(static expiry => expiry with
        {
            Surface = expiry.Surface with { Strikes = [At(75, 0)] },
        });

        MarginResult margin = inputs.Margin();

        AssertPart(margin, ComponentKind.Scan, 0, 0);
        AssertPart(margin, ComponentKind.Basis, 12.5, 10);
    }

    // Long call and short put of one strike are the future: exact up to the floors of two rows.
    [Fact]
    public void Totals_CallLessPut_AreTheFutures()
    {
        Seeded random = Seeded.Printed(output);

        Assert.All(Enumerable.Range(0, 10_000), _ =>
        {
            long quantity = random.OfAnyMagnitude(45) * (random.Coin() ? 1 : -1);
            long strike = random.Pick<long>([75, 100, 125]);
            Scenario Any() => Move(random.Between(1L << 30, 1L << 42));
            MarginCase inputs = Case with { Scenarios = Scenarios with { Scenarios = [Any(), Any()] } };
            Position Sized(Position row, long raw) => row with { Quantity = new Quantity(raw) };
            Position[] pair = [Sized(Call(strike, 1), quantity), Sized(Put(strike, 1), -quantity)];
            MarginResult forward = inputs.Holding(pair).Margin();
            MarginResult future = inputs.Holding(Sized(Future(1, strike), quantity)).Margin();
            Assert.All(
                forward.Totals.Zip(future.Totals),
                static totals => Assert.InRange(totals.First.Raw - totals.Second.Raw, -8, 8));
            Assert.InRange(forward.Equity.Raw - future.Equity.Raw, -8, 8);
        });
    }

    // Merging may lose more than apart under a rotation alone: it counts a gain as a loss, and debts discounted more
    // than gains leave a merged book with a larger gain. Here each account's profit is a little, and theirs together is
    // more.
    [Fact]
    public void Compute_RotationOfMergedAccounts_MayExceedTheSum()
    {
        MarginCase inputs = Case with
        {
            Model = Model with
            {
                Discount = Model.Discount with
                {
                    LongStatic = new Ratio(Ratio.One / 10 * 9),
                    ShortStatic = new Ratio(Ratio.One / 10 * 11),
                },
                Skew = Model.Skew with { LinearBase = new Ratio(Ratio.One / 5) },
            },
            Scenarios = Scenarios with { Scenarios = [Move(OneQ40) with { Column = VolatilityColumn.LinearSkew }] },
        };

        long one = inputs.Holding(Call(125, 10)).Margin().WorstLoss.Raw;
        long other = inputs.Holding(Put(75, -10)).Margin().WorstLoss.Raw;
        long merged = inputs.Holding(Call(125, 10), Put(75, -10)).Margin().WorstLoss.Raw;

        output.WriteLine($"{merged} merged against {one} + {other}");
        Assert.True(merged > one + other, $"{merged} against {one} + {other}");
    }

    private static void AssertPart(
        MarginResult margin, ComponentKind kind, double initialDollars, double maintenanceDollars)
    {
        // A percentage is floored to a binary fraction and each of up to three products is rounded up.
        MarginComponent part = margin.Components.Single(one => one.Kind == kind);
        Assert.InRange(part.Initial.Raw - (long)(initialDollars * Dollar), -3, 3);
        Assert.InRange(part.Maintenance.Raw - (long)(maintenanceDollars * Dollar), -3, 3);
    }
}
