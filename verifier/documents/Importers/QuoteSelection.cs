using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>Chooses the rows of one snapshot: one underlying and up to a moment if asked, the last of each.</summary>
internal static class QuoteSelection
{
    private const long MillisecondsPerSecond = 1000;

    /// <summary>The rows to build from, sorted by instrument; whatever is dropped is reported.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.DocumentInconsistent"/> if nothing is left or two quote currencies are,
    /// <see cref="ErrorCode.RowCountOutOfRange"/> if more underlyings are than a market document lists.
    /// </exception>
    public static List<VenueQuote> Select(
        IEnumerable<VenueQuote> quotes,
        ImportOptions options,
        ImportFindings findings)
    {
        long tooLate = ((options.Time?.Seconds ?? Instant.MaxSeconds) + 1) * MillisecondsPerSecond;
        Dictionary<InstrumentId, VenueQuote> last = [];
        foreach (VenueQuote quote in quotes)
        {
            ImportSubject? dropped = quote switch
            {
                _ when options.Underlying is UnderlyingId asked && quote.Instrument.Underlying != asked =>
                    ImportSubject.OtherUnderlying,
                _ when quote.Instrument.Kind == InstrumentKind.Spot => ImportSubject.SpotPair,
                _ when quote.KnownMilliseconds >= tooLate => ImportSubject.AfterTime,
                _ => null,
            };
            if (dropped is ImportSubject reason)
            {
                findings.Add(reason, quote.Place);
                continue;
            }

            KeepLater(last, quote, findings);
        }

        List<VenueQuote> kept = WithoutUnpriceable(last.Values, options.Time, findings);
        RefuseUnlessOneMarket(kept);
        kept.Sort((left, right) => left.Instrument.CompareTo(right.Instrument));
        return kept;
    }

    private static void KeepLater(Dictionary<InstrumentId, VenueQuote> last, VenueQuote quote, ImportFindings findings)
    {
        if (!last.TryGetValue(quote.Instrument, out VenueQuote? other))
        {
            last.Add(quote.Instrument, quote);
            return;
        }

        bool later = quote.Milliseconds >= other.Milliseconds;
        bool same = quote.Milliseconds == other.Milliseconds;
        findings.Add(same ? ImportSubject.Duplicate : ImportSubject.EarlierSnapshot, later ? other.Place : quote.Place);
        last[quote.Instrument] = later ? quote : other;
    }

    private static List<VenueQuote> WithoutUnpriceable(
        Dictionary<InstrumentId, VenueQuote>.ValueCollection quotes,
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
                string.Empty,
                other.Place,
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
