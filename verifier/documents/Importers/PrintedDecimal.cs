using System;
using System.Globalization;

namespace Verifiable.Documents.Importers;

/// <summary>
/// A decimal number exactly as a file prints it: significand / 10^places. Dumps pass through programs that print the
/// shortest digits of a binary number, so an exponent (<c>7.1e-07</c>) is read; nothing is rounded on reading.
/// </summary>
/// <param name="Significand">The digits, with the sign; below 10^24 in magnitude.</param>
/// <param name="Places">Decimal places, 0 to <see cref="MaxPlaces"/>.</param>
public readonly record struct PrintedDecimal(Int128 Significand, int Places)
{
    /// <summary>Most decimal places.</summary>
    public const int MaxPlaces = 36;

    /// <summary>What a refusal says is accepted.</summary>
    internal const string Accepted = "a decimal number of at most 24 digits and 36 places";

    /// <summary>Most digits: times 10^12, the finest unit, they still fit 127 bits.</summary>
    private const int MaxDigits = 24;

    private const int MaxExponentDigits = 2;

    private static readonly Int128 SignificandLimit = PowerOfTen(MaxDigits);

    /// <summary>The number in units of 10^-decimals, rounded to floor.</summary>
    /// <param name="decimals">The places of the unit, 0 to 12.</param>
    /// <param name="exact">Whether nothing was rounded.</param>
    public Int128 ToRawFloor(int decimals, out bool exact)
    {
        if (Places <= decimals)
        {
            exact = true;
            return Significand * PowerOfTen(decimals - Places);
        }

        Int128 divisor = PowerOfTen(Places - decimals);
        Int128 quotient = Significand / divisor;
        Int128 remainder = Significand - (quotient * divisor);
        exact = remainder == 0;
        return remainder < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Reads text such as <c>9250.0</c>, <c>-0.5</c> or <c>9e-06</c>.</summary>
    /// <param name="text">Digits with at most one point and no leading zeros; minus and exponent are optional.</param>
    /// <param name="number">The number; zero when refused.</param>
    /// <returns>Whether the text is such a number within the bounds.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out PrintedDecimal number)
    {
        number = default;
        bool negative = text.StartsWith("-");
        ReadOnlySpan<char> unsigned = negative ? text[1..] : text;
        int letter = unsigned.IndexOfAny('e', 'E');
        int exponent = 0;
        bool parsed = letter < 0 || TryParseExponent(unsigned[(letter + 1)..], out exponent);
        parsed &= TryParseDigits(letter < 0 ? unsigned : unsigned[..letter], out Int128 digits, out int places);
        if (!parsed)
        {
            return false;
        }

        places -= exponent;
        for (; places < 0 && digits < SignificandLimit; places++)
        {
            digits *= 10;
        }

        if (places is < 0 or > MaxPlaces || digits >= SignificandLimit)
        {
            return false;
        }

        number = new PrintedDecimal(negative ? -digits : digits, places);
        return true;
    }

    /// <summary>The same number without zeros at its end: equal numbers have one such form.</summary>
    public PrintedDecimal WithoutTrailingZeros()
    {
        (Int128 significand, int places) = (Significand, Places);
        for (; places > 0 && significand % 10 == 0; places--)
        {
            significand /= 10;
        }

        return new PrintedDecimal(significand, places);
    }

    /// <summary>The number as plain decimal text, without an exponent.</summary>
    public override string ToString()
    {
        string digits = Int128.Abs(Significand).ToString(CultureInfo.InvariantCulture).PadLeft(Places + 1, '0');
        string sign = Significand < 0 ? "-" : string.Empty;
        return Places == 0 ? sign + digits : $"{sign}{digits[..^Places]}.{digits[^Places..]}";
    }

    /// <summary>10^exponent, exponent from 0 to 38.</summary>
    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static bool TryParseDigits(ReadOnlySpan<char> text, out Int128 digits, out int places)
    {
        digits = 0;
        places = 0;
        int point = text.IndexOf('.');
        int wholeLength = point < 0 ? text.Length : point;
        bool leadingZero = wholeLength > 1 && text[0] == '0';
        if (wholeLength == 0 || leadingZero || point == text.Length - 1)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (i == point)
            {
                continue;
            }

            if (!char.IsAsciiDigit(text[i]) || digits >= SignificandLimit)
            {
                return false;
            }

            digits = (digits * 10) + (text[i] - '0');
            places += point >= 0 && i > point ? 1 : 0;
        }

        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        bool negative = text.StartsWith("-");
        ReadOnlySpan<char> digits = negative || text.StartsWith("+") ? text[1..] : text;
        if (digits.Length is 0 or > MaxExponentDigits || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        foreach (char digit in digits)
        {
            exponent = (exponent * 10) + (digit - '0');
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }
}
