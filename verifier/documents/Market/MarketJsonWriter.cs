using System.Collections.Immutable;
using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Market;

namespace Verifiable.Documents;

/// <summary>The members of a market document.</summary>
internal static class MarketJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, MarketSnapshot market)
    {
        writer.WriteInstant("asOf", market.ObservedAt);
        writer.WriteString("quote", market.Quote.ToString());
        writer.WriteStartArray("assets");
        foreach (AssetPrice asset in market.Assets)
        {
            writer.WriteStartObject();
            writer.WriteString("asset", asset.Asset.ToString());
            writer.WriteRatio("price", asset.Price);
            writer.WriteRatio("confidence", asset.Confidence);
            writer.WriteInstant("time", asset.Time);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("underlyings");
        foreach (UnderlyingMarket underlying in market.Underlyings)
        {
            WriteUnderlying(writer, underlying);
        }

        writer.WriteEndArray();
    }

    private static void WriteUnderlying(Utf8JsonWriter writer, UnderlyingMarket underlying)
    {
        writer.WriteStartObject();
        writer.WriteString("underlying", underlying.Underlying.ToString());
        writer.WritePrice("spot", underlying.Spot);
        writer.WriteRatio("confidence", underlying.SpotConfidence);
        writer.WriteInstant("time", underlying.Time);
        if (underlying.TodayVolatility.Raw != 0)
        {
            writer.WriteVolatility("todayVolatility", underlying.TodayVolatility);
        }

        if (underlying.Perpetual is { } perpetual)
        {
            writer.WriteStartObject("perpetual");
            writer.WritePrice("price", perpetual.Price);
            writer.WriteRatio("fundingIndex", perpetual.FundingIndex);
            writer.WriteRatio("confidence", perpetual.Confidence);
            writer.WriteInstant("time", perpetual.Time);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("expiries");
        foreach (ExpiryMarket expiry in underlying.Expiries)
        {
            WriteExpiry(writer, expiry);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteExpiry(Utf8JsonWriter writer, ExpiryMarket expiry)
    {
        writer.WriteStartObject();
        writer.WriteInstant("expiry", expiry.Expiry);
        writer.WritePrice("forward", expiry.Forward);
        writer.WritePrice("settledPart", expiry.SettledPart);
        writer.WriteRatio("rate", expiry.Rate);
        writer.WriteRatio("confidence", expiry.Confidence);
        writer.WriteInstant("time", expiry.Time);
        if (expiry.SettlementPrice.Raw != 0)
        {
            writer.WritePrice("settlement", expiry.SettlementPrice);
        }

        writer.WriteStartObject("volatility");
        if (expiry.Surface.Svi is { } svi)
        {
            WriteSvi(writer, svi);
        }
        else
        {
            WriteStrikes(writer, expiry.Surface.Strikes);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteStrikes(Utf8JsonWriter writer, ImmutableArray<VolatilityPoint> strikes)
    {
        writer.WriteStartArray("strikes");
        foreach (VolatilityPoint point in strikes)
        {
            writer.WriteStartObject();
            writer.WritePrice("strike", point.Strike);
            writer.WriteVolatility("volatility", point.Volatility);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSvi(Utf8JsonWriter writer, SviParameters svi)
    {
        writer.WriteStartObject("svi");
        writer.WriteRatio("a", svi.A);
        writer.WriteRatio("b", svi.B);
        writer.WriteRatio("rho", svi.Rho);
        writer.WriteRatio("m", svi.M);
        writer.WriteRatio("sigma", svi.Sigma);
        writer.WritePrice("forward", svi.Forward);
        writer.WriteString("tau", DurationText.Format(svi.Tau));
        writer.WriteEndObject();
    }
}
