using System;
using Verifiable.Documents.Text;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>Arguments <c>NAME=NUMBER</c>, as <c>ETH=0.489039</c>.</summary>
internal static class NamedNumber
{
    private const int PercentPlaces = 2;

    /// <summary>Whether a text is the name of something.</summary>
    internal delegate bool NameReader<TName>(ReadOnlySpan<char> text, out TName name);

    /// <summary>The range of a number, and how it is written.</summary>
    /// <param name="Places">Decimal places of its unit.</param>
    /// <param name="MinimumRaw">The least accepted.</param>
    /// <param name="MaximumRaw">The largest accepted.</param>
    /// <param name="TakesPercent">
    /// Whether it may be a percentage, as <c>+80%</c> or <c>-0.5 %</c>; a change may have a plus either way.
    /// </param>
    internal readonly record struct Range(int Places, long MinimumRaw, long MaximumRaw, bool TakesPercent = false);

    /// <summary>Reads a name and a number.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="read">Reads the name.</param>
    /// <param name="range">The numbers accepted.</param>
    /// <param name="option">The option, for refusals.</param>
    /// <param name="accepted">What the whole argument may be.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.IdentifierMalformed"/>, or what <see cref="DecimalText.Parse"/> refuses.
    /// </exception>
    internal static (TName Name, long Raw) Parse<TName>(
        string text, NameReader<TName> read, Range range, string option, string accepted)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && read(text.AsSpan(0, equals), out TName name)
            ? (name, NumberOf(text, text[(equals + 1)..], range, option))
            : throw new MarginException(ErrorCode.IdentifierMalformed, string.Empty, option, text, accepted);
    }

    // Two places fewer, and a percentage is the same raw integer: nothing is divided.
    private static long NumberOf(string text, string number, Range range, string option)
    {
        bool isPercent = range.TakesPercent && number.EndsWith('%');
        string digits = isPercent ? number[..^1].TrimEnd(' ') : number;
        if (range.TakesPercent && digits.StartsWith('+') && digits.Length > 1 && char.IsAsciiDigit(digits[1]))
        {
            digits = digits[1..];
        }

        int places = isPercent ? range.Places - PercentPlaces : range.Places;
        ErrorCode code = DecimalText.TryParse(digits, places, out long raw);
        code = code == ErrorCode.None && (raw < range.MinimumRaw || raw > range.MaximumRaw)
            ? ErrorCode.NumberOutOfRange
            : code;
        string unit = isPercent ? " %" : string.Empty;
        return code == ErrorCode.None
            ? raw
            : throw new MarginException(
                code,
                string.Empty,
                option,
                text,
                DecimalText.Accepted(code, places, range.MinimumRaw, range.MaximumRaw) + unit);
    }
}
