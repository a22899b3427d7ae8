using System;
using System.Linq;
using Verifiable.Calibration.Risk;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Margin;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Risk;

/// <summary>Derivatives in closed form against differences of the engine's own revaluation by a thousandth.</summary>
public sealed class BookSensitivitiesTests(ITestOutputHelper output)
{
    private const double Move = 0.001;
    private const double RawPerUnit = 1e8;

    private static readonly MarketSnapshot Market = ChainMarket.Committed;

    // Notionals are large, so that floors to a millionth of a dollar do not show in a second difference.
    [Theory]
    [InlineData("USD", "240126-2400-C -40000")]
    [InlineData("USD", "240126-2000-P 60000")]
    [InlineData("USD", "240126-2400-C -40000", "240126-2000-P -60000", "240329-2500-C 20000")]
    [InlineData("USD", "ETH/USD 50000")]
    [InlineData("USD", "ETH/USD:USD-240126 -50000")]
    [InlineData("ETH", "ETH/USD:ETH-240126-2400-C -40000")]
    [InlineData("ETH", "ETH/USD:ETH-240126-2000-P 60000")]
    [InlineData("ETH", "ETH/USD:ETH-240126 1000")]
    public void Of_RealChain_AreTheEnginesDifferences(string settlement, params string[] rows)
    {
        Book book = WithEntries(ChainMarket.Book(0, rows));
        ModelParameters model = Undistorted(settlement);

        (double up, double down) = (Profit(book, model, Move), Profit(book, model, -Move));
        BookSensitivities found = BookSensitivities.Of(Market, book, [Underlying("ETH")], []);

        double delta = (up - down) / (2 * Move);
        double gamma = (up + down) / (Move * Move);
        output.WriteLine($"delta {delta} {found.Deltas[0]}, gamma {gamma} {found.Gammas[0]}");
        double size = Math.Max(Math.Abs(delta), Math.Abs(gamma));
        Assert.Equal(delta, found.Deltas[0], 1e-4 * size);
        Assert.Equal(gamma, found.Gammas[0], 2e-3 * size);
    }

    [Fact]
    public void Of_CollateralThatCancelsRisk_AddsItsValueToDelta()
    {
        Book book = ChainMarket.Book(0, "240126-2400-C -1");
        double spot = Market.Underlyings.Single(row => row.Underlying == Underlying("ETH")).Spot.Raw / RawPerUnit;

        BookSensitivities without = BookSensitivities.Of(Market, book, [Underlying("ETH")], []);
        BookSensitivities with = BookSensitivities.Of(
            Market, book, [Underlying("ETH")], [(Underlying("ETH"), new Quantity(300_000_000))]);

        Assert.Equal(3 * spot, with.Deltas[0] - without.Deltas[0], 6);
        Assert.Equal(without.Gammas[0], with.Gammas[0]);
    }

    private static double Profit(Book book, ModelParameters model, double move)
    {
        Shock shock = new((long)Math.Round((1 + move) * (1L << 40)), 1L << 40, default);
        ScenarioSet set = new(
            [Underlying("ETH")],
            [new Scenario("move", 1L << 40, 1, VolatilityColumn.None, [shock])]);
        MarginResult result = MarginRules.Compute(Market, new MarginModel(model, set), book);
        return result.Totals[0].Raw / Math.Pow(10, Money.DecimalsOf(model.Settlement));
    }

    /// <summary>The shipped model without what it takes off a shocked value beyond the rate.</summary>
    private static ModelParameters Undistorted(string settlement)
    {
        Ratio one = new(Ratio.One);
        return (ModelParameters)ChainMarket.Profile.Model.Parameters with
        {
            Settlement = ChainMarket.Asset(settlement),
            Discount = new DiscountParameters(one, default, default, one, default, default),
        };
    }

    private static Book WithEntries(Book book) => book with
    {
        Positions = [.. book.Positions.Select(static row =>
            row.Instrument.HasEntryPrice ? row with { EntryPrice = new Price(220_000_000_000) } : row)],
    };

    private static UnderlyingId Underlying(string name) =>
        NameText.TryParseUnderlying(name, out UnderlyingId underlying) ? underlying : default;
}
