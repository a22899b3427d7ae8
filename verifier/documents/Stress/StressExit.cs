using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>
/// The markets that a book is closed out in: what is held is sold below the mark and what is owed is bought above it,
/// options by their volatility and everything else by its price. Each is a snapshot that the engine values.
/// </summary>
internal sealed class StressExit
{
    private readonly MarketSnapshot _lowerPrices;
    private readonly MarketSnapshot _higherPrices;
    private readonly MarketSnapshot _lowerVolatilities;
    private readonly MarketSnapshot _higherVolatilities;

    private StressExit(MarketSnapshot market, MarginParameters model, StressSpread spread)
    {
        Dictionary<UnderlyingId, long> Prices(long factor) =>
            market.Underlyings.ToDictionary(static listed => listed.Underlying, _ => factor);
        Stress still = new(string.Empty, string.Empty, string.Empty);
        MarketSnapshot Volatilities(long factor) => StressedMarket.Of(
            market, model, still with { Volatility = new Ratio(factor) }, new Dictionary<UnderlyingId, long>());

        _lowerPrices = StressedMarket.Of(market, model, still, Prices(Ratio.One - spread.Price.Raw));
        _higherPrices = StressedMarket.Of(market, model, still, Prices(Ratio.One + spread.Price.Raw));
        _lowerVolatilities = Volatilities(Ratio.One - spread.Volatility.Raw);
        _higherVolatilities = Volatilities(Ratio.One + spread.Volatility.Raw);
    }

    private StressExit(MarketSnapshot marks) =>
        _lowerPrices = _higherPrices = _lowerVolatilities = _higherVolatilities = marks;

    /// <summary>The markets to close out in, which without a spread are the marks.</summary>
    internal static StressExit Of(MarketSnapshot market, MarginParameters model, StressSpread? spread) =>
        spread is null ? new StressExit(market) : new StressExit(market, model, spread);

    /// <summary>Where a collateral balance is sold.</summary>
    internal MarketSnapshot OfCollateral => _lowerPrices;

    /// <summary>Where a position is closed out.</summary>
    internal MarketSnapshot Of(Position row) => (row.Instrument.IsOption, row.Quantity.Raw > 0) switch
    {
        (true, true) => _lowerVolatilities,
        (true, false) => _higherVolatilities,
        (false, true) => _lowerPrices,
        (false, false) => _higherPrices,
    };

    /// <summary>What closing the whole book out costs beside its marks, at least zero.</summary>
    internal long CostOf(Book book, MarketSnapshot marks, StressValuation valuation)
    {
        long collateral = valuation.Equity(OfCollateral, StressValuation.Of(book.Collateral, []));
        Int128 proceeds = (Int128)book.Cash.Raw + collateral;
        foreach (IGrouping<MarketSnapshot, Position> group in book.Positions.GroupBy(Of))
        {
            proceeds += valuation.Equity(group.Key, StressValuation.Of([], [.. group]));
        }

        return (long)Int128.Clamp(valuation.Equity(marks, book) - proceeds, 0, Money.Limit - 1);
    }
}
