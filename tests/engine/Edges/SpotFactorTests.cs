using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Edges;

/// <summary>A spot that falls to nothing, and one that rises to 2^6 of itself: the ends of a factor.</summary>
public sealed class SpotFactorTests
{
    private const long Coin = 1_000_000_000;

    // To nothing: calls and perpetuals lose their whole value, a put of 125 is worth 125. Times 64: the mirror.
    [Fact]
    public void Spot_AtTheEndsOfItsFactor_GivesTheLimits()
    {
        MarginCase inputs = Ends(Case);

        long call = inputs.Holding(Call(100, 1)).Margin().Equity.Raw;
        long put = inputs.Holding(Put(125, 1)).Margin().Equity.Raw;

        AssertTotals([-call, (6_300 * Dollar) - call], inputs.Holding(Call(100, 1)));
        AssertTotals([(125 * Dollar) - put, -put], inputs.Holding(Put(125, 1)));
        AssertTotals([-100 * Dollar, 6_300 * Dollar], inputs.Holding(Perpetual(1, 100)));
        AssertTotals([100 * Dollar, -6_300 * Dollar], inputs.Holding(Perpetual(-1, 100)));
    }

    // Settled in coin a fall to nothing counts as one to 2^-14, where a dollar is 2^14 times as many coins: a future of
    // a coin loses 2^14 - 1, a put of 100 gains 2^14 less today's value. Times 64: 1 - 1/64.
    [Fact]
    public void CoinSettled_AtTheEndsOfItsFactor_GivesTheLimits()
    {
        MarginCase inputs = Ends(Case) with { Model = Model with { Settlement = Name.Asset("BTC") } };
        Position future = Sample.Future(1, 100) with { Instrument = InCoin(default, InstrumentKind.Future) };
        Position put = Of(InCoin(Dollars(100), InstrumentKind.Put), 1);
        Position call = Of(InCoin(Dollars(100), InstrumentKind.Call), 1);

        // 5.713767509 of 100 dollars (mpmath) is the value of either option today.
        const long today = 57_137_675;
        AssertTotals([-16_383 * Coin, Coin / 64 * 63], inputs.Holding(future));
        AssertTotals([(16_384 * Coin) - today, -today], inputs.Holding(put));
        AssertTotals([-today, (Coin / 64 * 63) - today], inputs.Holding(call));
    }

    private static void AssertTotals(long[] expected, MarginCase inputs) =>
        Assert.Equal(expected, inputs.Margin().Totals.Select(static total => total.Raw));

    private static MarginCase Ends(MarginCase inputs) =>
        inputs with { Scenarios = Scenarios with { Scenarios = [Move(0), Move(64 * OneQ40)] } };

    private static InstrumentId InCoin(Price strike, InstrumentKind kind) =>
        InstrumentId.Create(Btc, Usd, Settlement.Inverse, Expiry, strike, kind);
}
