using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>One spot for all rows of a file.</summary>
/// <param name="Underlying">The only underlying that the rows may have.</param>
/// <param name="Record">Spot and time as text, in a record of their own.</param>
internal sealed record SharedSpot(UnderlyingId Underlying, VenueRecord Record)
{
    /// <summary>The rows with this spot.</summary>
    /// <param name="quotes">The rows.</param>
    /// <param name="records">The rows as text, for refusals.</param>
    /// <param name="rounding">What to do with a price finer than its unit.</param>
    /// <param name="rounded">Receives what was rounded.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.DocumentInconsistent"/> if a row has another underlying; the codes of a price or time.
    /// </exception>
    public IEnumerable<VenueQuote> GiveTo(
        IEnumerable<VenueQuote> quotes,
        IReadOnlyList<VenueRecord> records,
        ImportRounding rounding,
        ICollection<RoundedValue> rounded)
    {
        Price spot = new VenueUnits(Record, rounding, rounded).Price(VenueField.Spot);
        long milliseconds = Record.Milliseconds(VenueField.Time);
        return quotes.Select((quote, row) => quote.Instrument.Underlying == Underlying
            ? quote with { Spot = spot, SpotMilliseconds = milliseconds }
            : throw records[row].Refuse(
                ErrorCode.DocumentInconsistent,
                VenueField.Instrument,
                $"an instrument of {Underlying}, whose spot the file has"));
    }
}
