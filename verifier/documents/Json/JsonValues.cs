using System.Collections.Immutable;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Json;

/// <summary>The values that documents hold, each with its text form and range.</summary>
internal static class JsonValues
{
    /// <summary>A decimal string within bounds, in units of 10^-places.</summary>
    internal static long Decimal(this ref JsonCursor cursor, int places, long minimumRaw, long maximumRaw) =>
        cursor.Decimal(places, minimumRaw, maximumRaw, ErrorCode.NumberOutOfRange);

    /// <summary>A decimal string within bounds that have a refusal of their own.</summary>
    internal static long Decimal(
        this ref JsonCursor cursor, int places, long minimumRaw, long maximumRaw, ErrorCode outOfRange)
    {
        string text = cursor.Text("a decimal number as a string");
        ErrorCode code = DecimalText.TryParse(text, places, out long raw);
        if (code == ErrorCode.NumberOutOfRange || (code == ErrorCode.None && (raw < minimumRaw || raw > maximumRaw)))
        {
            code = outOfRange;
        }

        if (code != ErrorCode.None)
        {
            cursor.Refuse(code, text, DecimalText.Accepted(code, places, minimumRaw, maximumRaw));
        }

        return raw;
    }

    /// <summary>A ratio within bounds.</summary>
    internal static Ratio Ratio(this ref JsonCursor cursor, long minimumRaw, long maximumRaw) =>
        new(cursor.Decimal(Engine.Units.Ratio.Decimals, minimumRaw, maximumRaw));

    /// <summary>A ratio of any sign up to the unit's own limit.</summary>
    internal static Ratio Ratio(this ref JsonCursor cursor) =>
        cursor.Ratio(-Engine.Units.Ratio.MaxRaw, Engine.Units.Ratio.MaxRaw);

    /// <summary>A trust from 0 to 1.</summary>
    internal static Ratio Confidence(this ref JsonCursor cursor) => cursor.Ratio(0, Engine.Units.Ratio.One);

    /// <summary>A ratio that is a model's parameter.</summary>
    internal static Ratio Parameter(this ref JsonCursor cursor, long minimumRaw, long maximumRaw) =>
        new(cursor.Decimal(Engine.Units.Ratio.Decimals, minimumRaw, maximumRaw, ErrorCode.ParameterOutOfRange));

    /// <summary>A price of at least 0.01, as listing asks for.</summary>
    internal static Price ListedPrice(this ref JsonCursor cursor) =>
        new(cursor.Decimal(
            Price.Decimals, Price.ListingMinimum, Price.Limit - 1, ErrorCode.PriceOutOfRange));

    /// <summary>A price from a least raw number.</summary>
    internal static Price AnyPrice(this ref JsonCursor cursor, long minimumRaw) =>
        new(cursor.Decimal(Price.Decimals, minimumRaw, Price.Limit - 1));

    /// <summary>A volatility from 0 to 64.</summary>
    internal static Volatility Volatility(this ref JsonCursor cursor, long minimumRaw = 0) =>
        new(cursor.Decimal(
            Engine.Units.Volatility.Decimals,
            minimumRaw,
            Engine.Units.Volatility.MaxRaw,
            ErrorCode.VolatilityTooLarge));

    /// <summary>A moment.</summary>
    internal static Instant Instant(this ref JsonCursor cursor)
    {
        string text = cursor.Text(InstantText.Accepted);
        if (!InstantText.TryParse(text, out Instant instant))
        {
            cursor.Refuse(ErrorCode.InstantMalformed, text, InstantText.Accepted);
        }

        return instant;
    }

    /// <summary>A span of time in seconds.</summary>
    internal static long Duration(this ref JsonCursor cursor)
    {
        string text = cursor.Text(DurationText.Accepted);
        if (!DurationText.TryParse(text, out long seconds))
        {
            cursor.Refuse(ErrorCode.ParameterOutOfRange, text, DurationText.Accepted);
        }

        return seconds;
    }

    /// <summary>An underlying.</summary>
    internal static UnderlyingId Underlying(this ref JsonCursor cursor)
    {
        string text = cursor.Text(NameText.AcceptedUnderlying);
        if (!NameText.TryParseUnderlying(text, out UnderlyingId underlying))
        {
            cursor.Refuse(ErrorCode.IdentifierMalformed, text, NameText.AcceptedUnderlying);
        }

        return underlying;
    }

    /// <summary>An asset.</summary>
    internal static AssetId Asset(this ref JsonCursor cursor)
    {
        string text = cursor.Text(NameText.AcceptedAsset);
        if (!NameText.TryParseAsset(text, out AssetId asset))
        {
            cursor.Refuse(ErrorCode.IdentifierMalformed, text, NameText.AcceptedAsset);
        }

        return asset;
    }

    /// <summary>An instrument.</summary>
    internal static InstrumentId Instrument(this ref JsonCursor cursor)
    {
        string text = cursor.Text(InstrumentText.Accepted);
        if (!InstrumentText.TryParse(text, out InstrumentId instrument))
        {
            cursor.Refuse(ErrorCode.IdentifierMalformed, text, InstrumentText.Accepted);
        }

        return instrument;
    }

    /// <summary>A hash or an account.</summary>
    internal static Bytes32 Word(this ref JsonCursor cursor)
    {
        string text = cursor.Text(HexText.Accepted);
        if (!HexText.TryParse(text, out Bytes32 word))
        {
            cursor.Refuse(ErrorCode.HexMalformed, text, HexText.Accepted);
        }

        return word;
    }

    /// <summary>A name or label for people.</summary>
    internal static string Label(this ref JsonCursor cursor)
    {
        string text = cursor.Text(NameText.AcceptedLabel);
        if (!NameText.IsLabel(text))
        {
            cursor.Refuse(ErrorCode.IdentifierMalformed, text, NameText.AcceptedLabel);
        }

        return text;
    }

    /// <summary>A sentence or two for people.</summary>
    internal static string Sentence(this ref JsonCursor cursor)
    {
        string text = cursor.Text(NameText.AcceptedSentence);
        if (!NameText.IsSentence(text))
        {
            cursor.Refuse(ErrorCode.IdentifierMalformed, text, NameText.AcceptedSentence);
        }

        return text;
    }

    /// <summary>The index of one of the accepted words.</summary>
    internal static int OneOf(this ref JsonCursor cursor, ImmutableArray<string> words)
    {
        string accepted = $"one of {string.Join(", ", words)}";
        string text = cursor.Text(accepted);
        int index = words.IndexOf(text);
        if (index < 0)
        {
            cursor.Refuse(ErrorCode.ParameterOutOfRange, text, accepted);
        }

        return index;
    }

    /// <summary>An amount of money with the settlement currency's places.</summary>
    internal static Money Money(this ref JsonCursor cursor, int places) =>
        new(cursor.Decimal(places, 1 - Engine.Units.Money.Limit, Engine.Units.Money.Limit - 1));
}
