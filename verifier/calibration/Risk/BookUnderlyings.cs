using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Risk;

/// <summary>What a book depends on.</summary>
public static class BookUnderlyings
{
    /// <summary>The underlyings of its positions, and of collateral that cancels their risk; ascending.</summary>
    /// <param name="book">The book.</param>
    /// <param name="model">The model, whose collateral rules say what cancels risk.</param>
    public static ImmutableArray<UnderlyingId> Of(Book book, MarginParameters model) =>
    [
        .. book.Positions.Select(static position => position.Instrument.Underlying)
            .Concat(book.Collateral.SelectMany(balance => model.Haircuts
                .Where(rule => rule.Asset == balance.Asset && rule.RiskCancels.Letters != 0)
                .Select(static rule => rule.RiskCancels)))
            .Distinct()
            .OrderBy(static underlying => underlying.Letters),
    ];
}
