using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>Which row loses what in the worst scenario.</summary>
public sealed class ExplanationTests
{
    // Spot up by half: three sold perpetuals lose 150, and two calls of 75 without volatility go from 25 to 75 each.
    [Fact]
    public void Explanation_OfAHedge_IsEachRowsOwnProfit()
    {
        MarginCase inputs = Case.Holding(Call(75, 2), Perpetual(-3, 100)) with
        {
            Scenarios = Scenarios with { Scenarios = [Move(OneQ40 * 3 / 2)] },
        };
        inputs = inputs.WithExpiry(static expiry => expiry with
        {
            Surface = expiry.Surface with { Strikes = [At(75, 0)] },
        });

        MarginResult margin = inputs.Margin();

        Assert.Equal(
            [InstrumentKind.Perpetual, InstrumentKind.Call],
            margin.Explanation.Select(static share => share.Instrument.Kind));
        Assert.Equal(
            [-150 * Dollar, 100 * Dollar], margin.Explanation.Select(static share => share.Contribution.Raw));
    }

    // Half of everything counts, collateral that cancels has a share, and it is the account's coin of 100 that halves.
    [Fact]
    public void Explanation_OfDampenedCollateral_IsItsDampenedMove()
    {
        MarginCase inputs = Case with
        {
            Scenarios = Scenarios with { Scenarios = [Move(OneQ40 / 2) with { DampeningQ40 = OneQ40 / 2 }] },
            Book = Book(Perpetual(-1, 100)) with
            {
                Collateral = [new CollateralBalance(Name.Asset("BTC"), new Quantity(2 * One))],
            },
        };

        MarginResult margin = inputs.Margin();

        Assert.Equal([-50 * Dollar, 25 * Dollar], margin.Explanation.Select(static share => share.Contribution.Raw));
    }

    // A rotation that gains counts as a loss, so the row that gains bears it and the row that loses relieves it: the
    // call's share is what it loses alone, where it is reversed too, and the put's the opposite of what it loses alone.
    [Fact]
    public void Explanation_OfAReversedRotation_ReversesEveryShare()
    {
        MarginCase inputs = Case with
        {
            Model = Model with { Skew = Model.Skew with { LinearBase = new Ratio(Ratio.One / 5) } },
            Scenarios = Scenarios with { Scenarios = [Move(OneQ40) with { Column = VolatilityColumn.LinearSkew }] },
        };
        long callAlone = inputs.Holding(Call(125, 10)).Margin().Totals[0].Raw;
        long putAlone = inputs.Holding(Put(75, 1)).Margin().Totals[0].Raw;

        MarginResult margin = inputs.Holding(Call(125, 10), Put(75, 1)).Margin();

        Assert.True(callAlone < 10 * putAlone && putAlone < 0);
        Assert.Equal(
            [InstrumentKind.Put, InstrumentKind.Call],
            margin.Explanation.Select(static share => share.Instrument.Kind));
        Assert.InRange(margin.Explanation[0].Contribution.Raw + putAlone, -3, 3);
        Assert.InRange(margin.Explanation[1].Contribution.Raw - callAlone, -3, 3);
    }
}
