using System;
using System.Globalization;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Text;

/// <summary>
/// Instruments in the unified symbols of trading software: <c>BTC/USD</c> spot, <c>BTC/USD:USD</c> perpetual,
/// <c>BTC/USD:BTC</c> the same settled in coin, <c>BTC/USD:USD-250627</c> future,
/// <c>BTC/USD:USD-250627-100000-C</c> option. An expiry is at 08:00:00Z unless it is written <c>250627T160000</c>.
/// </summary>
public static class InstrumentText
{
    /// <summary>What is accepted, as a phrase for a refusal.</summary>
    public const string Accepted =
        "BTC/USD, BTC/USD:USD, BTC/USD:BTC, BTC/USD:USD-250627 or BTC/USD:USD-250627-100000-C in its one spelling";

    private const string UsualTimeOfDay = "080000";
    private const int DateLength = 6;
    private const int DateAndTimeLength = 13;

    /// <summary>Reads a symbol, or says that the text is none in its one spelling.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out InstrumentId instrument)
    {
        // Whatever reads to an instrument but is spelled differently, as a strike of 100.0, fails the comparison.
        bool parsed = TryParseAnySpelling(text, out instrument) &&
            TryFormat(instrument, out string canonical) &&
            text.SequenceEqual(canonical);
        instrument = parsed ? instrument : default;
        return parsed;
    }

    /// <summary>Reads a symbol.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.IdentifierMalformed"/>.</exception>
    public static InstrumentId Parse(string text, string file, string path) =>
        TryParse(text, out InstrumentId instrument)
            ? instrument
            : throw new MarginException(ErrorCode.IdentifierMalformed, file, path, text, Accepted);

    /// <summary>The one spelling of an instrument.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.IdentifierMalformed"/>: not well formed, quoted in itself, or expiring outside 2000 to
    /// 2099.
    /// </exception>
    public static string Format(InstrumentId instrument) =>
        TryFormat(instrument, out string text)
            ? text
            : throw new MarginException(
                ErrorCode.IdentifierMalformed, "", "instrument", instrument.Word.ToString(), Accepted);

    private static bool TryFormat(InstrumentId instrument, out string text)
    {
        text = string.Empty;
        string underlying = instrument.Underlying.ToString();
        string quote = instrument.Quote.ToString();
        DateTime expiry = DateTime.UnixEpoch.AddSeconds(Math.Min(instrument.Expiry.Seconds, Instant.MaxSeconds));
        bool dated = instrument.Expiry.Seconds != 0;
        if (!instrument.IsWellFormed || underlying == quote || (dated && expiry.Year is < 2000 or > 2099))
        {
            return false;
        }

        string settlement = instrument.Kind == InstrumentKind.Spot ? string.Empty : $":{instrument.SettlementAsset}";
        string timeOfDay = expiry.ToString("HHmmss", CultureInfo.InvariantCulture);
        string date = expiry.ToString("yyMMdd", CultureInfo.InvariantCulture);
        string at = timeOfDay == UsualTimeOfDay ? string.Empty : $"T{timeOfDay}";
        string side = instrument.Kind == InstrumentKind.Call ? "C" : "P";
        string option = instrument.IsOption
            ? $"-{DecimalText.Format(instrument.Strike.Raw, Price.Decimals)}-{side}"
            : string.Empty;
        text = $"{underlying}/{quote}{settlement}{(dated ? $"-{date}{at}" : string.Empty)}{option}";
        return true;
    }

    private static bool TryParseAnySpelling(ReadOnlySpan<char> text, out InstrumentId instrument)
    {
        instrument = default;
        ReadOnlySpan<char> underlyingText = Cut(ref text, '/', out bool hasQuote);
        ReadOnlySpan<char> quoteText = Cut(ref text, ':', out bool hasSettlement);
        ReadOnlySpan<char> settlementText = Cut(ref text, '-', out bool hasExpiry);
        ReadOnlySpan<char> expiryText = Cut(ref text, '-', out bool hasStrike);
        ReadOnlySpan<char> strikeText = Cut(ref text, '-', out bool hasSide);
        if (!hasQuote || hasStrike != hasSide ||
            !NameText.TryParseUnderlying(underlyingText, out UnderlyingId underlying) ||
            !NameText.TryParseAsset(quoteText, out AssetId quote))
        {
            return false;
        }

        Settlement settlement =
            !hasSettlement ? Settlement.None :
            settlementText.SequenceEqual(quoteText) ? Settlement.Linear : Settlement.Inverse;
        bool settlementNamed = settlement != Settlement.Inverse || settlementText.SequenceEqual(underlyingText);
        Instant expiry = default;
        long strikeRaw = 0;
        bool numbersRead =
            (!hasExpiry || TryParseExpiry(expiryText, out expiry)) &&
            (!hasStrike || DecimalText.TryParse(strikeText, Price.Decimals, out strikeRaw) == ErrorCode.None);
        InstrumentKind kind =
            hasSide ? OptionKind(text) :
            hasExpiry ? InstrumentKind.Future :
            hasSettlement ? InstrumentKind.Perpetual : InstrumentKind.Spot;
        instrument = InstrumentId.Create(underlying, quote, settlement, expiry, new Price(strikeRaw), kind);
        return settlementNamed && numbersRead && strikeRaw is >= 0 and < Price.Limit;
    }

    private static InstrumentKind OptionKind(ReadOnlySpan<char> side) => side switch
    {
        "C" => InstrumentKind.Call,
        "P" => InstrumentKind.Put,
        _ => InstrumentKind.None,
    };

    private static bool TryParseExpiry(ReadOnlySpan<char> text, out Instant expiry)
    {
        expiry = default;
        bool timed = text.Length == DateAndTimeLength && text[DateLength] == 'T';
        if (!timed && text.Length != DateLength)
        {
            return false;
        }

        ReadOnlySpan<char> time = timed ? text[(DateLength + 1)..] : UsualTimeOfDay;
        return InstantText.TryParse(
            $"20{text[..2]}-{text[2..4]}-{text[4..6]}T{time[..2]}:{time[2..4]}:{time[4..6]}Z", out expiry);
    }

    /// <summary>Takes the text before a separator and leaves what follows; everything if there is none.</summary>
    private static ReadOnlySpan<char> Cut(ref ReadOnlySpan<char> text, char separator, out bool found)
    {
        int at = text.IndexOf(separator);
        found = at >= 0;
        ReadOnlySpan<char> before = found ? text[..at] : text;
        text = found ? text[(at + 1)..] : [];
        return before;
    }
}
