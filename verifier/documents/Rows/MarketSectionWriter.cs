using System.Collections.Immutable;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>Writes one section of a market snapshot.</summary>
internal static class MarketSectionWriter
{
    /// <summary>The volatility form that says SVI; any smaller number counts strike rows.</summary>
    internal const long SviForm = 1L << 32;

    internal static byte[] WriteAssets(ImmutableArray<AssetPrice> assets)
    {
        WordList words = new();
        words.Add(Tags.Section);
        words.AddUnsigned((ulong)assets.Length);
        foreach (AssetPrice asset in assets)
        {
            words.Add(asset.Asset.Word);
            words.AddPacked(asset.Price.Raw, asset.Confidence.Raw, asset.Time.Seconds, 0);
        }

        return words.ToArray();
    }

    internal static byte[] WriteUnderlying(UnderlyingMarket underlying, AssetId quote)
    {
        WordList words = new();
        words.Add(Tags.Section);
        words.AddPacked(underlying.Expiries.Length, underlying.Perpetual is null ? 0 : 1, 0, 0);
        words.Add(underlying.Underlying.Word);
        words.Add(quote.Word);
        words.AddPacked(
            underlying.Spot.Raw,
            underlying.SpotConfidence.Raw,
            underlying.Time.Seconds,
            underlying.TodayVolatility.Raw);
        PerpetualMarket perpetual = underlying.Perpetual ?? new PerpetualMarket(default, default, default, default);
        words.AddPacked(
            perpetual.Price.Raw, perpetual.FundingIndex.Raw, perpetual.Confidence.Raw, perpetual.Time.Seconds);
        foreach (ExpiryMarket expiry in underlying.Expiries)
        {
            WriteExpiry(words, underlying.Underlying, quote, expiry);
        }

        return words.ToArray();
    }

    private static void WriteExpiry(WordList words, UnderlyingId underlying, AssetId quote, ExpiryMarket expiry)
    {
        words.AddPacked(expiry.Expiry.Seconds, expiry.Forward.Raw, expiry.SettledPart.Raw, expiry.Rate.Raw);
        words.AddPacked(
            expiry.Confidence.Raw,
            expiry.Time.Seconds,
            expiry.SettlementPrice.Raw,
            expiry.Surface.Svi is null ? expiry.Surface.Strikes.Length : SviForm);
        if (expiry.Surface.Svi is { } svi)
        {
            words.AddPacked(svi.A.Raw, svi.B.Raw, svi.Rho.Raw, svi.M.Raw);
            words.AddPacked(svi.Sigma.Raw, svi.Forward.Raw, svi.Tau, 0);
            return;
        }

        foreach (VolatilityPoint point in expiry.Surface.Strikes)
        {
            words.Add(StrikeWord(underlying, quote, expiry.Expiry, point.Strike));
            words.AddSigned(point.Volatility.Raw);
        }
    }

    /// <summary>The identifier of a strike: an instrument's without settlement and kind.</summary>
    internal static Bytes32 StrikeWord(UnderlyingId underlying, AssetId quote, Instant expiry, Price strike) =>
        InstrumentId.Create(underlying, quote, Settlement.None, expiry, strike, InstrumentKind.None).Word;
}
