using System.Numerics;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Documents.Importers;

/// <summary>How far the kernel's price at a volatility lies from a mark, in the unit of the file.</summary>
/// <param name="Instrument">The option.</param>
/// <param name="Absolute">The difference in coin (inverse) or quote (linear), in units of 1e-12, rounded up.</param>
/// <param name="ThousandthsOfDigit">The difference in thousandths of the file's last printed digit, rounded up.</param>
public readonly record struct RepricingError(
    InstrumentId Instrument,
    BigInteger Absolute,
    BigInteger ThousandthsOfDigit)
{
    /// <summary>Most decimal places of a mark.</summary>
    public const int MaxMarkPlaces = 18;

    private const int AbsoluteDecimals = 12;
    private const int CellBits = 40;

    /// <summary>Compares a volatility's price with the mark exactly, in rationals.</summary>
    /// <param name="quote">The row.</param>
    /// <param name="valuation">Its option.</param>
    /// <param name="volatility">The volatility.</param>
    internal static RepricingError Of(VenueQuote quote, in OptionValuation valuation, Volatility volatility)
    {
        // price = cell * discount / 2^80 * forward, the forward being 1 where the price is in coin.
        bool inverse = quote.Instrument.Settlement == Settlement.Inverse;
        BigInteger forward = inverse ? BigInteger.One : quote.Underlying.Raw;
        BigInteger forwardUnit = inverse ? BigInteger.One : BigInteger.Pow(10, Price.Decimals);
        BigInteger price = (BigInteger)valuation.CellQ40(volatility) * valuation.DiscountQ40 * forward;
        BigInteger priceUnit = (BigInteger.One << (2 * CellBits)) * forwardUnit;
        BigInteger markUnit = BigInteger.Pow(10, quote.Mark.Places);
        BigInteger difference = BigInteger.Abs((price * markUnit) - ((BigInteger)quote.Mark.Significand * priceUnit));
        BigInteger unit = priceUnit * markUnit;
        return new RepricingError(
            quote.Instrument,
            DivideCeil(difference * BigInteger.Pow(10, AbsoluteDecimals), unit),
            DivideCeil(difference * BigInteger.Pow(10, quote.PrintedPlaces + 3), unit));
    }

    /// <summary>A mark as an undiscounted price per unit of forward, Q40, rounded to floor.</summary>
    /// <returns>The price; one unit above the kernel's largest value where it would be more.</returns>
    internal static long TargetQ40(VenueQuote quote, in OptionValuation valuation)
    {
        bool inverse = quote.Instrument.Settlement == Settlement.Inverse;
        BigInteger forward = inverse ? BigInteger.One : quote.Underlying.Raw;
        BigInteger forwardUnit = inverse ? BigInteger.One : BigInteger.Pow(10, Price.Decimals);
        BigInteger numerator = ((BigInteger)quote.Mark.Significand << (2 * CellBits)) * forwardUnit;
        BigInteger target = numerator / (BigInteger.Pow(10, quote.Mark.Places) * forward * valuation.DiscountQ40);
        return (long)BigInteger.Min(target, Cell.MaxBoundRatioQ40 + 1);
    }

    private static BigInteger DivideCeil(BigInteger dividend, BigInteger divisor) =>
        (dividend + divisor - BigInteger.One) / divisor;
}
