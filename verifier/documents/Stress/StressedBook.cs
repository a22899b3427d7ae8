using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>A book after the default of those who stand behind its collateral.</summary>
/// <param name="Book">What is left.</param>
/// <param name="Defaulted">The assets of those who defaulted, the costliest first.</param>
internal sealed record StressedBook(Book Book, ImmutableArray<AssetId> Defaulted)
{
    /// <summary>
    /// Cuts the balances of the costliest counterparties, as many as the stress names: those of the model with their
    /// own loss given default, and where it names none, each asset but the settlement currency by itself.
    /// </summary>
    internal static StressedBook AfterDefaults(
        Book book, MarketSnapshot market, MarginParameters model, StressDefaults defaults, StressValuation valuation)
    {
        long whole = valuation.Equity(market, book);
        CounterpartyRule[] costliest =
        [
            .. CounterpartiesOf(book, model, defaults)
                .Select(rule => (Rule: rule, Cost: whole - valuation.Equity(market, Without(book, rule))))
                .Where(static row => row.Cost > 0)
                .OrderByDescending(static row => row.Cost)
                .Take(defaults.Largest)
                .Select(static row => row.Rule),
        ];
        return new StressedBook(
            costliest.Aggregate(book, Without),
            [.. costliest.SelectMany(static rule => rule.Assets).Where(asset => Holds(book, asset))]);
    }

    private static IEnumerable<CounterpartyRule> CounterpartiesOf(
        Book book, MarginParameters model, StressDefaults defaults)
    {
        if (model is ModelParameters { Counterparties.Exposures: { IsEmpty: false } named })
        {
            return named;
        }

        return book.Collateral.Select(static row => row.Asset)
            .Concat(book.Positions.Where(IsClaim).Select(AssetOf))
            .Where(asset => asset != model.Settlement)
            .Distinct()
            .Select(asset => new CounterpartyRule([asset], defaults.Loss));
    }

    private static Book Without(Book book, CounterpartyRule rule) => book with
    {
        Collateral =
        [
            .. book.Collateral.Select(row => rule.Backs(row.Asset)
                ? row with { Amount = Left(row.Amount, rule.LossGivenDefault) }
                : row),
        ],
        Positions =
        [
            .. book.Positions
                .Select(row => IsClaim(row) && rule.Backs(AssetOf(row))
                    ? row with { Quantity = Left(row.Quantity, rule.LossGivenDefault) }
                    : row)
                .Where(static row => row.Quantity.Raw != 0),
        ],
    };

    private static bool Holds(Book book, AssetId asset) =>
        book.Collateral.Any(row => row.Asset == asset)
        || book.Positions.Any(row => IsClaim(row) && AssetOf(row) == asset);

    /// <summary>Spot that is held stands on whoever keeps it; spot that is owed does not.</summary>
    private static bool IsClaim(Position row) => row.Instrument.Kind == InstrumentKind.Spot && row.Quantity.Raw > 0;

    private static AssetId AssetOf(Position spot) => new(spot.Instrument.Underlying.Letters);

    /// <summary>floor(amount * (1 - loss)).</summary>
    private static Quantity Left(Quantity amount, Ratio loss) =>
        new((long)((Int128)amount.Raw * (Ratio.One - loss.Raw) / Ratio.One));
}
