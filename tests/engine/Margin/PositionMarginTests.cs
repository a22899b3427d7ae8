using System;
using System.Collections.Immutable;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin.Derive;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>
/// Margin by position, by hand: BTC at 100, a tier of 5 % and 3 %, options at 15 % to 13 % and 9 % of spot.
/// </summary>
public sealed class PositionMarginTests
{
    /// <summary>
    /// Ten at 100 need 50 and 30; a gain of 200 is locked to the position that made it, a loss to the account.
    /// </summary>
    [Theory]
    [InlineData(true, 80, 50, 30, 0, 0)]
    [InlineData(false, 80, 50, 30, 150, 170)]
    [InlineData(true, 120, 50, 30, 0, 0)]
    [InlineData(false, 120, 50, 30, 0, 0)]
    public void Compute_OnePerpetual_LocksItsGainWhenIsolated(
        bool isPooled, long entry, long initial, long maintenance, long lockedInitial, long lockedMaintenance)
    {
        MarginResult margin = Of(isPooled, Perpetual(10, entry));

        Assert.Equal((100 - entry) * 10 * Dollar, margin.Equity.Raw);
        Assert.Equal((initial + lockedInitial) * Dollar, margin.InitialMargin.Raw);
        Assert.Equal((maintenance + lockedMaintenance) * Dollar, margin.MaintenanceMargin.Raw);
    }

    /// <summary>A gain of 200 on the future covers the perpetual's loss of 200 in one pool only.</summary>
    [Theory]
    [InlineData(true, 100, 100)]
    [InlineData(false, 250, 250)]
    public void Compute_GainAndLoss_OffsetInOnePoolOnly(bool isPooled, long requirement, long missing)
    {
        MarginResult margin = Of(isPooled, Future(10, 80), Perpetual(10, 120));

        Assert.Equal(0, margin.Equity.Raw);
        Assert.Equal(requirement * Dollar, margin.InitialMargin.Raw);
        Assert.Equal(-missing * Dollar, margin.Excess.Raw);
    }

    /// <summary>At the money 15 %, a quarter out of the money 13 % and not less: of a spot of 100.</summary>
    [Theory]
    [InlineData(InstrumentKind.Call, 100, 15, 9)]
    [InlineData(InstrumentKind.Call, 75, 15, 9)]
    [InlineData(InstrumentKind.Call, 125, 13, 9)]
    [InlineData(InstrumentKind.Put, 100, 15, 9)]
    [InlineData(InstrumentKind.Put, 75, 13, 9)]
    public void Compute_ShortOption_NeedsItsShareOfSpot(InstrumentKind kind, long strike, long initial, long maintenance)
    {
        MarginResult margin = Of(true, Sample.Of(Option(strike, kind), -1));

        Assert.Equal(initial * Dollar, margin.InitialMargin.Raw);
        Assert.Equal(maintenance * Dollar, margin.MaintenanceMargin.Raw);
    }

    private static MarginResult Of(bool isPooled, params ReadOnlySpan<Position> positions)
    {
        Ratio Percent(int percent) => new(Ratio.One / 100 * percent);
        PositionParameters rule = new(
            "sample",
            "1",
            Usdc,
            Usdc,
            isPooled,
            new LiquidityTier(new Ratio(Ratio.One), new Ratio(Ratio.One), default, default, default),
            [new UnderlyingTier(Btc, new LiquidityTier(Percent(5), Percent(60), default, default, default))],
            new ShortOptionParameters(Percent(15), Percent(13), Percent(9), Percent(9), Percent(9), Percent(100)),
            ImmutableArray<CollateralRule>.Empty);
        return new RuleCase(Sample.Market, MarginModel.Of(rule), Sample.Book(positions)).Margin();
    }
}
