using System.Collections.Generic;
using System.Linq;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>
/// Chooses the rows of one snapshot: one underlying and up to a moment if asked, and of each instrument the row that
/// was observed last. The order of rows and files decides nothing: of two rows of one moment that say the same one is
/// dropped, and if they say different things, nobody knows which holds and both are refused.
/// </summary>
internal static class QuoteSelection
{
    private const long MillisecondsPerSecond = 1000;

    /// <summary>The rows to build from, sorted by instrument; whatever is dropped is reported.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.RowDuplicate"/> if the last rows of an instrument contradict each other,
    /// <see cref="ErrorCode.DocumentInconsistent"/> if nothing is left or two quote currencies are,
    /// <see cref="ErrorCode.RowCountOutOfRange"/> if more underlyings are than a market document lists.
    /// </exception>
    public static List<VenueQuote> Select(
        IEnumerable<VenueQuote> quotes,
        ImportOptions options,
        ImportFindings findings)
    {
        long tooLate = ((options.Time?.Seconds ?? Instant.MaxSeconds) + 1) * MillisecondsPerSecond;
        List<VenueQuote> asked = [];
        foreach (VenueQuote quote in quotes)
        {
            ImportSubject? dropped = quote switch
            {
                _ when options.Underlying is UnderlyingId only && quote.Instrument.Underlying != only =>
                    ImportSubject.OtherUnderlying,
                _ when quote.Instrument.Kind == InstrumentKind.Spot => ImportSubject.SpotPair,
                _ when quote.KnownMilliseconds >= tooLate => ImportSubject.AfterTime,
                _ => null,
            };
            if (dropped is ImportSubject reason)
            {
                findings.Add(reason, quote.Place);
            }
            else
            {
                asked.Add(quote);
            }
        }

        List<VenueQuote> last =
            [.. asked.GroupBy(static quote => quote.Instrument).Select(rows => LastOf([.. rows], findings))];
        List<VenueQuote> kept = WithoutUnpriceable(last, options.Time, findings);
        RefuseUnlessOneMarket(kept);
        kept.Sort((left, right) => left.Instrument.CompareTo(right.Instrument));
        return kept;
    }

    /// <summary>
    /// The row observed last, by its own time and then by its spot's: a recorder repeats the row of a quiet instrument
    /// beside a newer spot.
    /// </summary>
    private static VenueQuote LastOf(List<VenueQuote> rows, ImportFindings findings)
    {
        VenueQuote last = rows.MaxBy(static row => (row.Milliseconds, row.SpotMilliseconds))!;
        foreach (VenueQuote row in rows.Where(row => !ReferenceEquals(row, last)))
        {
            bool sameMoment = (row.Milliseconds, row.SpotMilliseconds) == (last.Milliseconds, last.SpotMilliseconds);
            if (sameMoment && !row.SaysTheSameAs(last))
            {
                throw new MarginException(
                    ErrorCode.RowDuplicate,
                    row.File,
                    row.Row,
                    InstrumentText.Format(row.Instrument),
                    $"one row of an instrument at a moment; {last.Place} gives it other numbers at the same time");
            }

            findings.Add(sameMoment ? ImportSubject.Duplicate : ImportSubject.EarlierSnapshot, row.Place);
        }

        return last;
    }

    private static List<VenueQuote> WithoutUnpriceable(
        List<VenueQuote> quotes,
        Instant? time,
        ImportFindings findings)
    {
        Instant now = time ?? (quotes.Count == 0 ? default : quotes.Max(quote => quote.Time));
        List<VenueQuote> kept = [];
        foreach (VenueQuote quote in quotes)
        {
            if (quote.Instrument.Kind != InstrumentKind.Perpetual && quote.Instrument.Expiry <= now)
            {
                findings.Add(ImportSubject.Expired, quote.Place);
            }
            else if (quote.Instrument.IsOption && !quote.Valuation.IsInDomain)
            {
                findings.Add(ImportSubject.OutsideKernelDomain, quote.Place);
            }
            else
            {
                kept.Add(quote);
            }
        }

        return kept;
    }

    private static void RefuseUnlessOneMarket(List<VenueQuote> kept)
    {
        if (kept.Count == 0)
        {
            throw new MarginException(
                ErrorCode.DocumentInconsistent,
                string.Empty,
                "rows",
                "none left",
                "a row of the underlying, at or before the time, that has not expired");
        }

        VenueQuote? other = kept.Find(quote => quote.Instrument.Quote != kept[0].Instrument.Quote);
        if (other is not null)
        {
            throw new MarginException(
                ErrorCode.DocumentInconsistent,
                other.File,
                other.Row,
                other.Instrument.Quote.ToString(),
                $"one quote currency in a market: {kept[0].Instrument.Quote} came first");
        }

        int underlyings = kept.Select(quote => quote.Instrument.Underlying).Distinct().Count();
        if (underlyings > MarketDocument.MaxUnderlyings)
        {
            throw new MarginException(
                ErrorCode.RowCountOutOfRange,
                string.Empty,
                "rows",
                $"{underlyings} underlyings",
                $"at most {MarketDocument.MaxUnderlyings} underlyings; one can be asked for");
        }
    }
}
