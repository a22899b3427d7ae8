using System.Globalization;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Engine.Generators;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Edges;

/// <summary>The largest accounts: 2,048 positions, 64 underlyings.</summary>
public sealed class LimitTests
{
    private const int MaxPositions = 2_048;

    // A call of each strike from 1 to 2,048 without volatility: the sum of 100 - K below 100 is 4,950, of 50 - K 1,225,
    // of 150 - K 11,175. Each row may cost a micro-dollar of its strike's ratio, rounded up.
    [Fact]
    public void Positions_AsManyAsThereMayBe_AddUp()
    {
        MarginCase inputs = Ladder(MaxPositions);

        Listing.Check(inputs.Market, inputs.Model, inputs.Scenarios, inputs.Book);
        MarginResult margin = inputs.Margin();

        Assert.InRange(margin.Equity.Raw, (4_950 * Dollar) - 2_048, 4_950 * Dollar);
        Assert.InRange(margin.WorstLoss.Raw - (3_725 * Dollar), -2_048, 2_048);
        Assert.InRange(margin.Totals[2].Raw - (6_225 * Dollar), -2_048, 2_048);
        Assert.Equal(margin.Totals[0].Raw, margin.Explanation.Sum(static share => share.Contribution.Raw));
    }

    /// <summary>One more is refused where positions are listed, and valued where they are held.</summary>
    [Fact]
    public void Positions_OneMore_AreRefusedAtListingAndValued()
    {
        MarginCase inputs = Ladder(MaxPositions + 1);

        MarginException refusal = Assert.Throws<MarginException>(() =>
            Listing.Check(inputs.Market, inputs.Model, inputs.Scenarios, inputs.Book));

        Assert.Equal((ErrorCode.TooManyRows, "/positions"), (refusal.Code, refusal.Path));
        Assert.Equal(Ladder(MaxPositions).Margin().Equity, inputs.Margin().Equity);
    }

    // A perpetual at 100 of each, every second one sold: a move of all by half leaves nothing of it, and apart each
    // loses 50, the sold ones when spots rise.
    [Fact]
    public void Underlyings_AsManyAsThereMayBe_NetJointlyAndAddUpApart()
    {
        MarginCase joint = Many(64);
        MarginCase apart = joint with
        {
            Model = joint.Model with { Across = new AcrossParameters(AcrossRule.SumOfWorsts, default) },
        };

        Listing.Check(joint.Market, joint.Model, joint.Scenarios, joint.Book);

        Assert.All(joint.Margin().Totals, static total => Assert.Equal(0, total.Raw));
        Assert.Equal(0, joint.Margin().MaintenanceMargin.Raw);
        Assert.Equal(3_200 * Dollar, apart.Margin().MaintenanceMargin.Raw);
        Assert.Equal(4_000 * Dollar, apart.Margin().InitialMargin.Raw);
    }

    private static MarginCase Ladder(int strikes) => Case
        .WithExpiry(expiry => expiry with
        {
            Surface = new VolatilitySurface(
                [.. Enumerable.Range(1, strikes).Select(static strike => At(strike, 0))], null),
        })
        .Holding([.. Enumerable.Range(1, strikes).Select(static strike => Call(strike, 1))]);

    private static MarginCase Many(int underlyings)
    {
        UnderlyingId[] names =
        [
            .. Enumerable.Range(0, underlyings).Select(static index =>
                Name.Underlying(string.Create(CultureInfo.InvariantCulture, $"U{index:00}"))),
        ];
        return new MarginCase(
            Market with
            {
                Underlyings = [.. names.Select(static name => Market.Underlyings[0] with { Underlying = name })],
            },
            Model,
            new ScenarioSet(
                [.. names],
                [.. Scenarios.Scenarios.Select(scenario => scenario with
                {
                    Shocks = [.. names.Select(_ => scenario.Shocks[0])],
                })]),
            Book([.. names.Select(static (name, index) => Of(
                InstrumentId.Create(name, Usd, Settlement.Linear, default, default, InstrumentKind.Perpetual),
                index % 2 == 0 ? 1 : -1,
                100))]));
    }
}
