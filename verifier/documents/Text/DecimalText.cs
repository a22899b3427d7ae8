using System;
using System.Globalization;
using Verifiable.Kernel;

namespace Verifiable.Documents.Text;

/// <summary>
/// Plain decimal numbers as text: an optional minus, digits without leading zeros, and an optional fraction. No
/// exponent, no plus, no negative zero, and never more places than the unit keeps: dropping one would change the
/// number.
/// </summary>
public static class DecimalText
{
    // 2^63 has 19 digits; with at most 12 places the magnitude stays below 10^31 and fits 128 bits.
    private const int MaxWholeDigits = 19;

    /// <summary>Reads a decimal, or names what is wrong with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="places">Decimal places of the raw unit, 0 to 12.</param>
    /// <param name="raw">The number in units of 10^-places; zero when refused.</param>
    /// <returns>
    /// <see cref="ErrorCode.None"/>, or <see cref="ErrorCode.DecimalMalformed"/>, <see cref="ErrorCode.PrecisionLost"/>
    /// or <see cref="ErrorCode.NumberOutOfRange"/>.
    /// </returns>
    public static ErrorCode TryParse(ReadOnlySpan<char> text, int places, out long raw)
    {
        raw = 0;
        bool negative = text.StartsWith('-');
        ReadOnlySpan<char> digits = negative ? text[1..] : text;
        int point = digits.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? digits : digits[..point];
        ReadOnlySpan<char> fraction = point < 0 ? [] : digits[(point + 1)..];

        bool wholeIsPlain = whole.Length > 0 && IsDigits(whole) && (whole.Length == 1 || whole[0] != '0');
        bool fractionIsPlain = point < 0 || (fraction.Length > 0 && IsDigits(fraction));
        bool negativeZero = negative && !digits.ContainsAnyInRange('1', '9');
        if (!wholeIsPlain || !fractionIsPlain || negativeZero)
        {
            return ErrorCode.DecimalMalformed;
        }

        if (fraction.Length > places)
        {
            return ErrorCode.PrecisionLost;
        }

        if (whole.Length > MaxWholeDigits)
        {
            return ErrorCode.NumberOutOfRange;
        }

        Int128 magnitude = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            magnitude = (magnitude * 10) + (whole[i] - '0');
        }

        for (int i = 0; i < places; i++)
        {
            magnitude = (magnitude * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        }

        Int128 signed = negative ? -magnitude : magnitude;
        if (signed < long.MinValue || signed > long.MaxValue)
        {
            return ErrorCode.NumberOutOfRange;
        }

        raw = (long)signed;
        return ErrorCode.None;
    }

    /// <summary>Reads a decimal within bounds, or refuses.</summary>
    /// <param name="text">The text.</param>
    /// <param name="places">Decimal places of the raw unit, 0 to 12.</param>
    /// <param name="minimumRaw">The least raw number accepted.</param>
    /// <param name="maximumRaw">The largest raw number accepted.</param>
    /// <param name="file">The file for the refusal.</param>
    /// <param name="path">The place for the refusal.</param>
    /// <returns>The number in units of 10^-places.</returns>
    /// <exception cref="MarginException">The codes of <see cref="TryParse"/>.</exception>
    public static long Parse(string text, int places, long minimumRaw, long maximumRaw, string file, string path)
    {
        ErrorCode code = TryParse(text, places, out long raw);
        if (code == ErrorCode.None && (raw < minimumRaw || raw > maximumRaw))
        {
            code = ErrorCode.NumberOutOfRange;
        }

        return code == ErrorCode.None
            ? raw
            : throw new MarginException(code, file, path, text, Accepted(code, places, minimumRaw, maximumRaw));
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    /// <param name="raw">The number in units of 10^-places.</param>
    /// <param name="places">Decimal places of the raw unit, 0 to 12.</param>
    public static string Format(Int128 raw, int places)
    {
        string digits = Int128.Abs(raw).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        string fraction = digits[^places..].TrimEnd('0');
        string sign = raw < 0 ? "-" : string.Empty;
        string point = fraction.Length == 0 ? string.Empty : ".";
        return $"{sign}{digits[..^places]}{point}{fraction}";
    }

    /// <summary>A quotient, floored to its places.</summary>
    /// <param name="numerator">Of magnitude below 2^87, so that it has room for its places.</param>
    /// <param name="denominator">Not zero.</param>
    /// <param name="places">Decimal places of the text, 0 to 12.</param>
    public static string FormatQuotient(Int128 numerator, Int128 denominator, int places)
    {
        Int128 scaled = numerator;
        for (int place = 0; place < places; place++)
        {
            scaled *= 10;
        }

        (Int128 quotient, Int128 remainder) = Int128.DivRem(scaled, denominator);
        bool negative = scaled < 0 != denominator < 0;
        return Format(negative && remainder != 0 ? quotient - 1 : quotient, places);
    }

    /// <summary>What would have been accepted, as a phrase for a refusal.</summary>
    /// <param name="code">The refusal.</param>
    /// <param name="places">Decimal places of the raw unit.</param>
    /// <param name="minimumRaw">The least raw number accepted.</param>
    /// <param name="maximumRaw">The largest raw number accepted.</param>
    public static string Accepted(ErrorCode code, int places, long minimumRaw, long maximumRaw) => code switch
    {
        ErrorCode.DecimalMalformed =>
            $"a plain decimal number, as 0.25, from {Format(minimumRaw, places)} to {Format(maximumRaw, places)}",
        ErrorCode.PrecisionLost => string.Create(CultureInfo.InvariantCulture, $"at most {places} decimal places"),
        _ => $"from {Format(minimumRaw, places)} to {Format(maximumRaw, places)}",
    };

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
