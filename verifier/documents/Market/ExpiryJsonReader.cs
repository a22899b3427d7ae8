using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads the expiries of an underlying.</summary>
internal static class ExpiryJsonReader
{
    /// <summary>A strike up to 2^10 forwards, and a forward up to 2^20 strikes, is listed.</summary>
    private const int MaxStrikeOverForwardBits = 10;
    private const int MaxForwardOverStrikeBits = 20;

    private static readonly JsonShape ExpiryShape = new(
        ["expiry", "forward", "rate", "confidence", "time"], ["settledPart", "settlement", "volatility"]);
    private static readonly JsonShape SurfaceShape = new([], ["strikes", "svi"]);
    private static readonly JsonShape PointShape = new("strike", "volatility");

    internal static ImmutableArray<ExpiryMarket> ReadAll(ref JsonCursor cursor) => cursor.Sort(
        cursor.ReadRows(ReadExpiry),
        static (left, right) => left.Expiry.CompareTo(right.Expiry),
        static row => InstantText.Format(row.Expiry));

    private static ExpiryMarket ReadExpiry(ref JsonCursor cursor)
    {
        Instant expiry = default;
        Price forward = default;
        Price settledPart = default;
        Ratio rate = default;
        Ratio confidence = default;
        Instant time = default;
        Price settlement = default;
        VolatilitySurface surface = new([], null);
        JsonMembers members = cursor.BeginObject(ExpiryShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "expiry":
                    expiry = cursor.Instant();
                    break;
                case "forward":
                    forward = cursor.ListedPrice();
                    break;
                case "settledPart":
                    settledPart = cursor.AnyPrice(minimumRaw: 0);
                    break;
                case "rate":
                    rate = cursor.Ratio();
                    break;
                case "confidence":
                    confidence = cursor.Confidence();
                    break;
                case "time":
                    time = cursor.Instant();
                    break;
                case "settlement":
                    settlement = cursor.AnyPrice(minimumRaw: 1);
                    break;
                case "volatility":
                    surface = ReadSurface(ref cursor);
                    break;
            }
        }

        if (settledPart.Raw > forward.Raw)
        {
            string settled = DecimalText.Format(settledPart.Raw, Price.Decimals);
            cursor.RefuseAt("settledPart", ErrorCode.DocumentInconsistent, settled, "at most the forward");
        }

        CheckMoneyness(ref cursor, forward, surface.Strikes);
        return new ExpiryMarket(expiry, forward, settledPart, rate, confidence, time, settlement, surface);
    }

    private static void CheckMoneyness(
        ref JsonCursor cursor, Price forward, ImmutableArray<VolatilityPoint> strikes)
    {
        foreach (VolatilityPoint point in strikes)
        {
            if (point.Strike.Raw >> MaxStrikeOverForwardBits > forward.Raw ||
                forward.Raw >> MaxForwardOverStrikeBits > point.Strike.Raw)
            {
                string strike = DecimalText.Format(point.Strike.Raw, Price.Decimals);
                cursor.RefuseAt(
                    "volatility/strikes",
                    ErrorCode.MoneynessOutOfRange,
                    strike,
                    "from forward / 2^20 to forward * 2^10");
            }
        }
    }

    private static VolatilitySurface ReadSurface(ref JsonCursor cursor)
    {
        ImmutableArray<VolatilityPoint>? strikes = null;
        SviParameters? svi = null;
        JsonMembers members = cursor.BeginObject(SurfaceShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "strikes":
                    strikes = ReadStrikes(ref cursor);
                    break;
                case "svi":
                    svi = SviJsonReader.Read(ref cursor);
                    break;
            }
        }

        if (strikes is null && svi is null)
        {
            cursor.RefuseAt("strikes", ErrorCode.MemberMissing, string.Empty, "one of strikes and svi");
        }

        if (strikes is not null && svi is not null)
        {
            cursor.RefuseAt("svi", ErrorCode.DocumentInconsistent, "strikes and svi", "one of strikes and svi");
        }

        return new VolatilitySurface(strikes ?? [], svi);
    }

    private static ImmutableArray<VolatilityPoint> ReadStrikes(ref JsonCursor cursor) => cursor.Sort(
        cursor.ReadRows(ReadStrike),
        static (left, right) => left.Strike.Raw.CompareTo(right.Strike.Raw),
        static row => DecimalText.Format(row.Strike.Raw, Price.Decimals));

    private static VolatilityPoint ReadStrike(ref JsonCursor cursor)
    {
        Price strike = default;
        Volatility volatility = default;
        JsonMembers members = cursor.BeginObject(PointShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "strike":
                    strike = cursor.AnyPrice(minimumRaw: 1);
                    break;
                case "volatility":
                    volatility = cursor.Volatility();
                    break;
            }
        }

        return new VolatilityPoint(strike, volatility);
    }
}
