using System;
using System.Collections.Generic;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>One row of a venue's file in the project's units.</summary>
/// <param name="File">The file.</param>
/// <param name="Row">The row's line or JSON pointer.</param>
/// <param name="Instrument">The instrument.</param>
/// <param name="Milliseconds">When the row was observed.</param>
/// <param name="Spot">The spot index; zero where the row has none.</param>
/// <param name="SpotMilliseconds">When the spot was observed.</param>
/// <param name="Underlying">An option's own forward; the mark of a future or perpetual.</param>
/// <param name="Mark">The mark as printed: of an inverse option in coin, otherwise in the quote currency.</param>
/// <param name="MarkVolatility">The file's volatility; zero where it gives none.</param>
/// <param name="Rate">The file's interest rate; zero where it gives none.</param>
/// <param name="PrintedPlaces">The most places that any option's mark in the file prints: zeros are dropped.</param>
internal sealed record VenueQuote(
    string File,
    string Row,
    InstrumentId Instrument,
    long Milliseconds,
    Price Spot,
    long SpotMilliseconds,
    Price Underlying,
    PrintedDecimal Mark,
    Volatility MarkVolatility,
    Ratio Rate,
    int PrintedPlaces)
{
    private const int PercentDecimals = 2;
    private const long MillisecondsPerSecond = 1000;

    /// <summary>File and row, for reports.</summary>
    public string Place => $"{File} {Row}";

    /// <summary>The moment from which everything in the row was known.</summary>
    public long KnownMilliseconds => Math.Max(Milliseconds, SpotMilliseconds);

    /// <summary>The observation time in seconds, rounded to floor: calling a price older is the safe side.</summary>
    public Instant Time => new(Milliseconds / MillisecondsPerSecond);

    /// <summary>The spot's observation time in seconds, rounded to floor.</summary>
    public Instant SpotTime => new(SpotMilliseconds / MillisecondsPerSecond);

    /// <summary>An option's valuation at the row's own forward and time.</summary>
    public OptionValuation Valuation => new(Instrument, Underlying, Instrument.Expiry.Seconds - Time.Seconds, Rate);

    /// <summary>Reads a row and holds the fields that repeat its name against the name.</summary>
    /// <param name="record">The row as text.</param>
    /// <param name="rounding">What to do with numbers finer than their unit.</param>
    /// <param name="rounded">Receives what was rounded.</param>
    /// <exception cref="MarginException">Names the file, the row and the field.</exception>
    public static VenueQuote Read(VenueRecord record, ImportRounding rounding, ICollection<RoundedValue> rounded)
    {
        string name = record[VenueField.Instrument];
        InstrumentId instrument = VenueName.Parse(name, record.File, record.PathOf(VenueField.Instrument));
        CheckRepeated(record, instrument);

        VenueUnits units = new(record, rounding, rounded);
        PrintedDecimal mark = record.Decimal(VenueField.Mark);
        if (mark.Significand < 0 || mark.Places > RepricingError.MaxMarkPlaces)
        {
            throw record.Refuse(ErrorCode.NumberOutOfRange, VenueField.Mark, "at least 0, at most 18 decimal places");
        }

        long milliseconds = record.Milliseconds(VenueField.Time);
        Price spot = record[VenueField.Spot].Length == 0 ? default : units.Price(VenueField.Spot);
        return new VenueQuote(
            record.File,
            record.Place,
            instrument,
            milliseconds,
            spot,
            milliseconds,
            units.Price(instrument.IsOption ? VenueField.Underlying : VenueField.Mark),
            mark,
            record[VenueField.MarkVolatility].Length == 0 ? default : ReadVolatility(record, units),
            record[VenueField.Rate].Length == 0 ? default : units.Rate(VenueField.Rate),
            mark.Places);
    }

    /// <summary>Whether another row has every number that this one has, wherever and however it is printed.</summary>
    public bool SaysTheSameAs(VenueQuote other) =>
        Mark.WithoutTrailingZeros() == other.Mark.WithoutTrailingZeros()
        && this == other with { File = File, Row = Row, Mark = Mark, PrintedPlaces = PrintedPlaces };

    private static Volatility ReadVolatility(VenueRecord record, VenueUnits units)
    {
        long raw = units.Raw(VenueField.MarkVolatility, Volatility.Decimals - PercentDecimals, 0, long.MaxValue);
        return raw <= Volatility.MaxRaw
            ? new Volatility(raw)
            : throw record.Refuse(ErrorCode.VolatilityTooLarge, VenueField.MarkVolatility, "at most 6400 percent");
    }

    private static void CheckRepeated(VenueRecord record, InstrumentId instrument)
    {
        if (record[VenueField.Strike].Length > 0 && instrument.IsOption)
        {
            Int128 strikeRaw = record.Decimal(VenueField.Strike).ToRawFloor(Price.Decimals, out bool exact);
            if (strikeRaw != instrument.Strike.Raw || !exact)
            {
                throw Contradicts(record, VenueField.Strike, "the strike in the instrument's name");
            }
        }

        string type = record[VenueField.OptionType];
        string named = instrument.Kind == InstrumentKind.Call ? "call" : "put";
        if (type.Length > 0 && instrument.IsOption && type != named)
        {
            throw Contradicts(record, VenueField.OptionType, $"{named}, as in the instrument's name");
        }

        if (record[VenueField.Expiry].Length > 0
            && instrument.Expiry.Seconds > 0
            && record.Milliseconds(VenueField.Expiry) != instrument.Expiry.Seconds * MillisecondsPerSecond)
        {
            throw Contradicts(record, VenueField.Expiry, "08:00:00.000 UTC of the day in the instrument's name");
        }
    }

    private static MarginException Contradicts(VenueRecord record, VenueField field, string accepted) =>
        record.Refuse(ErrorCode.DocumentInconsistent, field, accepted);
}
