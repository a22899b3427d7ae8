using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>
/// Deribit's instrument names: <c>BTC-27JUN25-100000-C</c>, <c>XRP_USDC-27JUN25-2d5-C</c>, <c>ETH-27JUN25</c>,
/// <c>BTC-PERPETUAL</c>, <c>BTC_USDC</c>. A name without a quote settles in the coin and is priced in dollars; one with
/// a quote settles in that. Everything dated expires at 08:00:00 UTC.
/// </summary>
/// <remarks>
/// One spelling a name: a day or strike with a leading zero, lower case, or a <c>d</c> with nothing behind it is
/// unknown, and so are combinations (<c>BTC-FS-27JUN25_PERP</c>), which are not one instrument.
/// </remarks>
public static class VenueName
{
    /// <summary>The hour, UTC, at which Deribit's contracts expire.</summary>
    public const int ExpiryHour = 8;

    private const string Accepted =
        "a name as BTC-27JUN25-100000-C, XRP_USDC-27JUN25-2d5-C, BTC-27JUN25 or BTC-PERPETUAL";
    private const string Months = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    private const int MonthLetters = 3;
    private const int YearDigits = 2;
    private const int Century = 2000;
    private const int MaxStrikeWholeDigits = 10;
    private const int MaxParts = 4;

    /// <summary>The instrument, or a refusal that names its place.</summary>
    /// <param name="text">The venue's name.</param>
    /// <param name="file">The file that holds it.</param>
    /// <param name="path">Line and column, or a JSON pointer.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.VenueNameUnknown"/>.</exception>
    public static InstrumentId Parse(string text, string file, string path) =>
        TryParse(text, out InstrumentId instrument)
            ? instrument
            : throw new MarginException(ErrorCode.VenueNameUnknown, file, path, text, Accepted);

    /// <summary>Reads a name, or says that it is none.</summary>
    /// <param name="text">The venue's name.</param>
    /// <param name="instrument">The instrument; all zero when refused.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out InstrumentId instrument)
    {
        instrument = default;
        Span<Range> parts = stackalloc Range[MaxParts + 1];
        int count = text.Split(parts, '-');
        if (count is 0 or > MaxParts || !TryParsePair(text[parts[0]], out Pair pair))
        {
            return false;
        }

        ReadOnlySpan<char> second = count > 1 ? text[parts[1]] : [];
        Instant expiry = default;
        Price strike = default;
        InstrumentKind kind = InstrumentKind.None;
        bool dated = count > 1 && TryParseExpiry(second, out expiry);
        if (count == 1 && pair.Settlement == Settlement.Linear)
        {
            (kind, pair) = (InstrumentKind.Spot, pair with { Settlement = Settlement.None });
        }
        else if (count == 2)
        {
            InstrumentKind undated = second is "PERPETUAL" ? InstrumentKind.Perpetual : InstrumentKind.None;
            kind = dated ? InstrumentKind.Future : undated;
        }
        else if (count == MaxParts && dated && TryParseStrike(text[parts[2]], out strike))
        {
            kind = text[parts[3]] switch
            {
                "C" => InstrumentKind.Call,
                "P" => InstrumentKind.Put,
                _ => InstrumentKind.None,
            };
        }

        InstrumentId named = InstrumentId.Create(pair.Underlying, pair.Quote, pair.Settlement, expiry, strike, kind);
        bool known = kind != InstrumentKind.None && named.IsWellFormed;
        instrument = known ? named : default;
        return known;
    }

    private static bool TryParsePair(ReadOnlySpan<char> text, out Pair pair)
    {
        int underscore = text.IndexOf('_');
        ReadOnlySpan<char> underlying = underscore < 0 ? text : text[..underscore];
        ReadOnlySpan<char> quote = underscore < 0 ? "USD" : text[(underscore + 1)..];
        bool named = AsciiName.TryPack(underlying, UnderlyingId.MaxLetters, out ulong underlyingLetters);
        named &= AsciiName.TryPack(quote, AssetId.MaxLetters, out ulong quoteLetters);
        Settlement settlement = underscore < 0 ? Settlement.Inverse : Settlement.Linear;
        pair = new Pair(new UnderlyingId(underlyingLetters), new AssetId(quoteLetters), settlement);
        return named;
    }

    private static bool TryParseExpiry(ReadOnlySpan<char> text, out Instant expiry)
    {
        expiry = default;
        int dayDigits = text.Length - MonthLetters - YearDigits;
        if (dayDigits is < 1 or > 2 || text[0] == '0')
        {
            return false;
        }

        int month = Months.AsSpan().IndexOf(text.Slice(dayDigits, MonthLetters));
        if (month < 0 || month % MonthLetters != 0
            || !TryParseDigits(text[..dayDigits], out long day)
            || !TryParseDigits(text[^YearDigits..], out long year)
            || day > DateTime.DaysInMonth(Century + (int)year, (month / MonthLetters) + 1))
        {
            return false;
        }

        DateTimeOffset moment =
            new(Century + (int)year, (month / MonthLetters) + 1, (int)day, ExpiryHour, 0, 0, TimeSpan.Zero);
        expiry = new Instant(moment.ToUnixTimeSeconds());
        return true;
    }

    private static bool TryParseStrike(ReadOnlySpan<char> text, out Price strike)
    {
        strike = default;
        int letter = text.IndexOf('d');
        ReadOnlySpan<char> whole = letter < 0 ? text : text[..letter];
        ReadOnlySpan<char> fraction = letter < 0 ? [] : text[(letter + 1)..];
        bool canonical = whole.Length is >= 1 and <= MaxStrikeWholeDigits
            && (whole.Length == 1 || whole[0] != '0')
            && (letter < 0 || (fraction.Length is >= 1 and <= Price.Decimals && fraction[^1] != '0'));
        if (!canonical || !TryParseDigits(whole, out long strikeRaw) || !TryParseDigits(fraction, out long fractionRaw))
        {
            return false;
        }

        for (int place = 0; place < Price.Decimals; place++)
        {
            strikeRaw *= 10;
            fractionRaw *= place >= fraction.Length ? 10 : 1;
        }

        strike = new Price(strikeRaw + fractionRaw);
        return strike.Raw is > 0 and < Price.Limit;
    }

    private static bool TryParseDigits(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        foreach (char digit in text)
        {
            number = (number * 10) + (digit - '0');
        }

        return !text.ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>What stands before the first hyphen.</summary>
    private readonly record struct Pair(UnderlyingId Underlying, AssetId Quote, Settlement Settlement);
}
