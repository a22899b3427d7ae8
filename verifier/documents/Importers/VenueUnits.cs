using System;
using System.Collections.Generic;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>Reads a row's numbers into raw units, refusing or recording whatever is finer than the unit.</summary>
/// <param name="Record">The row as text.</param>
/// <param name="Rounding">What to do with numbers finer than their unit.</param>
/// <param name="Rounded">Receives what was rounded.</param>
internal readonly record struct VenueUnits(
    VenueRecord Record,
    ImportRounding Rounding,
    ICollection<RoundedValue> Rounded)
{
    private const long MaxRateRaw = 10 * Ratio.One;

    /// <summary>A price that listing accepts.</summary>
    public Price Price(VenueField field)
    {
        long raw = Raw(field, Engine.Units.Price.Decimals, long.MinValue, long.MaxValue);
        return raw is >= Engine.Units.Price.ListingMinimum and < Engine.Units.Price.Limit
            ? new Price(raw)
            : throw Record.Refuse(
                ErrorCode.PriceOutOfRange, field, "0.01 to 4.6e10; cheaper coins trade as lots (1000PEPE)");
    }

    /// <summary>A rate of magnitude up to ten: 1000 % a year.</summary>
    public Ratio Rate(VenueField field) =>
        new(Raw(field, Ratio.Decimals, -MaxRateRaw, MaxRateRaw));

    /// <summary>A number in units of 10^-decimals between two bounds, both included.</summary>
    public long Raw(VenueField field, int decimals, long low, long high)
    {
        PrintedDecimal printed = Record.Decimal(field);
        Int128 raw = printed.ToRawFloor(decimals, out bool exact);
        if (raw < low || raw > high)
        {
            throw Record.Refuse(ErrorCode.NumberOutOfRange, field, "a number inside the range of its unit");
        }

        if (!exact && Rounding == ImportRounding.Refuse)
        {
            throw Record.Refuse(
                ErrorCode.PrecisionLost, field, $"at most {decimals} decimal places, or --round floor");
        }

        if (!exact)
        {
            string place = $"{Record.File} {Record.PathOf(field)}";
            Rounded.Add(new RoundedValue(place, Record[field], new PrintedDecimal(raw, decimals).ToString()));
        }

        return (long)raw;
    }
}
