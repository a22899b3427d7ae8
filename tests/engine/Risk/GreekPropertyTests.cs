using System;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Risk;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Risk;

/// <summary>Greeks are the slopes of the engine's own value, and add up.</summary>
public sealed class GreekPropertyTests(ITestOutputHelper output)
{
    private const int Books = 10_000;

    private const long LargestNotional = 1L << 58;

    /// <summary>
    /// Five-point differences of the value, of steps v / 32: they part from a slope by about (1 / 32)^4 and by the
    /// cells' 2^-40 over the step. Delta within 2^-18 of the notional, gamma within 2^-15 of it over v, vega within 2^-18
    /// of it times sqrt(t), theta within 2^-17 of its decay, rho within 2^-20 of it times t.
    /// </summary>
    [Fact]
    public void Greeks_OfAnOption_AreTheDifferencesOfItsValue()
    {
        GreekVector[] smooth = [.. GreekVector.All.Where(static row =>
            row.TotalVolatility is > 1 / 32.0 and < 1 && row.Seconds > 3_200 && row.Rate >= 0
            && Math.Abs(Math.Log(row.Ratio)) < 4 * row.TotalVolatility).Select(Enlarged)];

        output.WriteLine($"{smooth.Length} options");
        Assert.True(smooth.Length > 500);
        Assert.All(smooth, row =>
        {
            CashSensitivities own = row.Compute().Cash;
            double notional = Math.Abs(row.Notional) * row.Weight;
            double volatility = row.TotalVolatility;
            long forwardStep = (long)(row.Forward * volatility / 32);
            long volatilityStep = row.Volatility / 32;
            long timeStep = row.Seconds / 64;
            Func<long, double> byForward = step => (row with { Forward = row.Forward + step }).Value();
            Func<long, double> byVolatility = step => (row with { Volatility = row.Volatility + step }).Value();
            Func<long, double> byTime = step => (row with { Seconds = row.Seconds - step }).Value();
            Func<long, double> byRate = step => (row with { Rate = row.Rate + step }).Value();

            AssertNear(own.Delta, First(byForward, forwardStep) * row.Forward, notional * Math.Pow(2, -18));
            AssertNear(
                own.Gamma,
                Second(byForward, forwardStep) * row.Forward * row.Forward / 100,
                notional / 100 / volatility * Math.Pow(2, -15));
            AssertNear(
                own.Vega,
                First(byVolatility, volatilityStep) * 1e10,
                notional / 100 * Math.Sqrt(row.Years) * Math.Pow(2, -18));
            AssertNear(
                own.Theta,
                First(byTime, timeStep) * 86_400,
                notional / 365 * (0.1 + (row.Volatility / 1e12 / Math.Sqrt(row.Years))) * Math.Pow(2, -17));
            if (row.Rate > 20_000_000)
            {
                AssertNear(
                    own.Rho, First(byRate, row.Rate / 32) * 1e10, notional / 100 * row.Years * Math.Pow(2, -20)
                        + (notional * Math.Pow(2, -36) / row.Rate * 1e10));
            }
        });
    }

    [Fact]
    public void Sensitivities_OfEveryBook_AddUpExactly()
    {
        BookChanges.ForAll(output, Books, withRotations: true, (_, inputs, _) =>
        {
            BookSensitivities book = Of(inputs);

            Assert.All(book.Underlyings, underlying => Assert.Equal(
                underlying.Sensitivities,
                book.Positions
                    .Where(row => row.Instrument.Underlying == underlying.Underlying)
                    .Aggregate(default(Sensitivities), static (sum, row) => sum.Plus(row.Sensitivities))));
            Assert.Equal(
                book.Total,
                book.Underlyings.Aggregate(
                    default(CashSensitivities), static (sum, row) => sum.Plus(row.Sensitivities.Cash)));
        });
    }

    /// <summary>Buying and selling the same moves nothing: each Greek but for one floor turns its sign.</summary>
    [Fact]
    public void Sensitivities_OfABookTurnedRound_TurnTheirSign() =>
        BookChanges.ForAll(output, Books, withRotations: false, (_, inputs, _) =>
        {
            MarginCase held = inputs with { Book = inputs.Book with { Collateral = [] } };
            MarginCase turned = held with { Book = BookChanges.Times(held.Book, -1) };
            BookSensitivities book = Of(held);
            BookSensitivities other = Of(turned);

            Assert.All(book.Positions.Zip(other.Positions), static pair =>
            {
                Sensitivities sum = pair.First.Sensitivities.Plus(pair.Second.Sensitivities);
                Assert.InRange(sum.DeltaRaw, -70, 1);
                Assert.InRange(sum.Cash.Vega, -20, 20);
            });
        });

    [Fact]
    public void Sensitivities_OfLinearPositions_AreTheirSizes()
    {
        MarginCase inputs = Sample.Case with
        {
            Book = Sample.Book(Sample.Perpetual(3, 90), Sample.Future(-2, 120), Sample.Spot(5)),
        };

        BookSensitivities book = Of(inputs);

        // 3 perpetuals, 2 futures sold and 5 coins at a price of 100: six coins, 600 dollars.
        Assert.Equal(
            new Sensitivities(6 * Sample.One, 0, new CashSensitivities(600 * Sample.Dollar, 0, 0, 0, 0)),
            book.Underlyings.Single().Sensitivities);
        Assert.Equal(600 * Sample.Dollar, book.Total.Delta);
    }

    /// <summary>
    /// At 100 with an entry of 80, a coin future of 5 coins stands for 400 dollars: 4 coins. Its worth is
    /// 5 - 400 / F, so F dV/dF = 4, its slope -4 / 100 coins a dollar, and F^2 d2V/dF2 = -8.
    /// </summary>
    [Fact]
    public void Sensitivities_OfACoinFuture_BendByTheirOwnDelta()
    {
        InstrumentId future = InstrumentId.Create(
            Sample.Btc, Sample.Usd, Settlement.Inverse, Sample.Expiry, default, InstrumentKind.Future);
        MarginCase inputs = Sample.Case with
        {
            Model = Sample.Model with { Settlement = Name.Asset("BTC") },
            Book = Sample.Book(Sample.Of(future, 5, 80)),
        };

        Sensitivities own = Of(inputs).Positions.Single().Sensitivities;

        Assert.Equal(4 * Sample.One, own.DeltaRaw);
        Assert.InRange(own.GammaRaw, -40_000_000_001, -40_000_000_000);
        Assert.Equal(new CashSensitivities(4_000_000_000, -80_000_000, 0, 0, 0), own.Cash);
    }

    private static GreekVector Enlarged(GreekVector row)
    {
        long unit = row.IsCoin ? 10 : Math.Max(1, row.Forward / 10_000_000_000);
        return row with { Quantity = (LargestNotional / unit / 1_024) * Math.Sign(row.Quantity) };
    }

    private static BookSensitivities Of(MarginCase inputs) => BookSensitivities.Of(
        MarginRules.Resolve(inputs.Market, new MarginModel(inputs.Model, inputs.Scenarios), inputs.Book));

    private static double First(Func<long, double> value, long step) =>
        (value(-2 * step) - (8 * value(-step)) + (8 * value(step)) - value(2 * step)) / (12.0 * step);

    private static double Second(Func<long, double> value, long step) =>
        (-value(-2 * step) + (16 * value(-step)) - (30 * value(0)) + (16 * value(step)) - value(2 * step))
            / (12.0 * step * step);

    private static void AssertNear(double own, double difference, double bound) =>
        Assert.True(Math.Abs(own - difference) <= bound + 100, $"{own} is not {difference} within {bound}");
}
