using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel;
using Verifiable.Tests.Engine.Generators;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Edges;

/// <summary>
/// Around the moment of expiry: BTC at 100, a volatility of one half, scenarios of half, still and half as much again.
/// </summary>
public sealed class ExpiryMomentTests
{
    // v = 0.5 sqrt(1 / 31,536,000) = 8.9036e-5 is above 2^-14: 100 (2 Phi(v / 2) - 1) = 0.003552031156710865 (mpmath).
    [Theory]
    [InlineData(InstrumentKind.Call)]
    [InlineData(InstrumentKind.Put)]
    public void Option_OneSecondToExpiryAtTheMoney_IsWorthItsLastSecond(InstrumentKind kind)
    {
        MarginResult margin = From(-1).Holding(Of(Option(100, kind), 1)).Margin();

        Assert.Equal((3_552, Assumptions.None), (margin.Equity.Raw, margin.Assumed));
    }

    // Away from the money the second is worth nothing: 25 held and 25 owed are 25, 0 and 75 held, 75, 25 and 0 owed.
    [Fact]
    public void Option_OneSecondToExpiryElsewhere_IsItsPayoff()
    {
        MarginResult margin = From(-1).Holding(Call(75, 1), Put(125, -1)).Margin();

        Assert.Equal((0, Assumptions.None), (margin.Equity.Raw, margin.Assumed));
        Assert.Equal([-75 * Dollar, 0, 75 * Dollar], margin.Totals.Select(static total => total.Raw));
    }

    // A call of 75 on 100 is worth 25 from the moment on, whatever its volatility was.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(86_400)]
    public void Option_ExpiredWithoutSettlement_IsIntrinsicAndFlagged(long seconds)
    {
        MarginResult margin = From(seconds).Holding(Call(75, 1)).Margin();

        Assert.Equal(25 * Dollar, margin.Equity.Raw);
        Assert.Equal([-25 * Dollar, 0, 50 * Dollar], margin.Totals.Select(static total => total.Raw));
        Assert.Equal(Assumptions.Unsettled, margin.Assumed);
    }

    // Settled at 90 the call of 75 is worth 15, less the micro-dollar that 75/90 rounded up costs; nothing moves it. A
    // settlement price counts even before the moment: then it is final.
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void Option_Settled_IsItsPayoffInEveryScenario(long seconds)
    {
        MarginCase inputs = From(seconds).WithExpiry(static expiry => expiry with { SettlementPrice = Dollars(90) });

        MarginResult margin = inputs.Holding(Call(75, 1), Future(2, 100)).Margin();

        Assert.Equal((15 * Dollar) - 1 - (20 * Dollar), margin.Equity.Raw);
        Assert.Equal([0, 0, 0], margin.Totals.Select(static total => total.Raw));
        Assert.Equal(Assumptions.None, margin.Assumed);
    }

    [Fact]
    public void Future_ExpiredWithoutSettlement_IsItsForwardAndFlagged()
    {
        MarginResult margin = From(0).Holding(Future(1, 90)).Margin();

        Assert.Equal((10 * Dollar, Assumptions.Unsettled), (margin.Equity.Raw, margin.Assumed));
        Assert.Equal([-50 * Dollar, 0, 50 * Dollar], margin.Totals.Select(static total => total.Raw));
    }

    [Fact]
    public void Listing_AtTheMoment_RefusesWhatItTookASecondBefore()
    {
        MarginCase before = From(-1).Holding(Call(75, 1));
        MarginCase moment = From(0).Holding(Call(75, 1));

        Listing.Check(before.Market, before.Model, before.Scenarios, before.Book);
        MarginException refusal = Assert.Throws<MarginException>(() =>
            Listing.Check(moment.Market, moment.Model, moment.Scenarios, moment.Book));

        Assert.Equal(ErrorCode.ExpiryPassed, refusal.Code);
    }

    /// <summary>The sample, observed so many seconds after expiry.</summary>
    private static MarginCase From(long seconds) =>
        Case with { Market = Case.Market with { ObservedAt = new Instant(Expiry.Seconds + seconds) } };
}
