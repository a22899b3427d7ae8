using System.Collections.Immutable;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>Reads one section of a market snapshot strictly.</summary>
internal static class MarketSectionReader
{
    internal static ImmutableArray<AssetPrice> ReadAssets(ref WordReader reader)
    {
        reader.Tag(Tags.Section);
        long count = reader.Unsigned(uint.MaxValue);
        ImmutableArray<AssetPrice>.Builder assets = ImmutableArray.CreateBuilder<AssetPrice>();
        for (long i = 0; i < count; i++)
        {
            AssetId asset = reader.Asset();
            reader.Require(i == 0 || asset.Letters > assets[^1].Asset.Letters, "assets strictly ascending");
            (long price, long confidence, long time, long padding) = reader.Packed();
            reader.Require(padding == 0, "no padding");
            assets.Add(new AssetPrice(
                asset,
                new Ratio(reader.Within(price, 1, Ratio.MaxRaw)),
                reader.Confidence(confidence),
                reader.Instant(time)));
        }

        return assets.ToImmutable();
    }

    internal static (UnderlyingMarket Underlying, AssetId Quote) ReadUnderlying(ref WordReader reader)
    {
        reader.Tag(Tags.Section);
        (long expiryCount, long hasPerpetual, long padding, long morePadding) = reader.Packed();
        reader.Require(padding == 0 && morePadding == 0, "no padding");
        reader.Within(expiryCount, 0, uint.MaxValue);
        reader.Within(hasPerpetual, 0, 1);
        UnderlyingId underlying = reader.Underlying();
        AssetId quote = reader.Asset();

        (long spotRaw, long confidenceRaw, long timeSeconds, long todayRaw) = reader.Packed();
        Price spot = reader.Price(spotRaw, 1);
        Ratio confidence = reader.Confidence(confidenceRaw);
        Instant time = reader.Instant(timeSeconds);
        Volatility today = new(reader.Within(todayRaw, 0, Volatility.MaxRaw));
        PerpetualMarket? perpetual = ReadPerpetual(ref reader, hasPerpetual == 1);

        ImmutableArray<ExpiryMarket>.Builder expiries = ImmutableArray.CreateBuilder<ExpiryMarket>();
        for (long i = 0; i < expiryCount; i++)
        {
            Instant previous = i == 0 ? new Instant(-1) : expiries[^1].Expiry;
            expiries.Add(ReadExpiry(ref reader, underlying, quote, previous));
        }

        UnderlyingMarket market = new(underlying, spot, confidence, time, today, perpetual, expiries.ToImmutable());
        return (market, quote);
    }

    private static PerpetualMarket? ReadPerpetual(ref WordReader reader, bool isListed)
    {
        (long price, long fundingIndex, long confidence, long time) = reader.Packed();
        if (!isListed)
        {
            reader.Require((price | fundingIndex | confidence | time) == 0, "zero, since there is no perpetual");
            return null;
        }

        return new PerpetualMarket(
            reader.Price(price, 1), reader.Ratio(fundingIndex), reader.Confidence(confidence), reader.Instant(time));
    }

    private static ExpiryMarket ReadExpiry(
        ref WordReader reader, UnderlyingId underlying, AssetId quote, Instant previous)
    {
        (long expirySeconds, long forwardRaw, long settledRaw, long rateRaw) = reader.Packed();
        Instant expiry = reader.Instant(expirySeconds);
        reader.Require(expiry > previous, "expiries strictly ascending");
        Price forward = reader.Price(forwardRaw, 1);
        Price settledPart = new(reader.Within(settledRaw, 0, forwardRaw));
        Ratio rate = reader.Ratio(rateRaw);

        (long confidenceRaw, long timeSeconds, long settlementRaw, long form) = reader.Packed();
        Ratio confidence = reader.Confidence(confidenceRaw);
        Instant time = reader.Instant(timeSeconds);
        Price settlement = reader.Price(settlementRaw, 0);
        reader.Within(form, 0, MarketSectionWriter.SviForm);
        VolatilitySurface surface = form == MarketSectionWriter.SviForm
            ? new VolatilitySurface([], ReadSvi(ref reader))
            : new VolatilitySurface(ReadStrikes(ref reader, form, underlying, quote, expiry), null);
        return new ExpiryMarket(expiry, forward, settledPart, rate, confidence, time, settlement, surface);
    }

    private static ImmutableArray<VolatilityPoint> ReadStrikes(
        ref WordReader reader, long count, UnderlyingId underlying, AssetId quote, Instant expiry)
    {
        ImmutableArray<VolatilityPoint>.Builder points = ImmutableArray.CreateBuilder<VolatilityPoint>();
        for (long i = 0; i < count; i++)
        {
            Price strike = new InstrumentId(reader.Word()).Strike;
            reader.Require(strike.Raw is > 0 and < Price.Limit, "a strike above 0 and below 2^62");
            bool named = reader.LastIs(MarketSectionWriter.StrikeWord(underlying, quote, expiry, strike));
            reader.Require(named, "a strike of this expiry");
            reader.Require(i == 0 || strike.Raw > points[^1].Strike.Raw, "strikes strictly ascending");
            points.Add(new VolatilityPoint(strike, new Volatility(reader.Unsigned(Volatility.MaxRaw))));
        }

        return points.ToImmutable();
    }

    private static SviParameters ReadSvi(ref WordReader reader)
    {
        (long a, long b, long rho, long m) = reader.Packed();
        SviParameters wings = new(
            reader.Ratio(a),
            new Ratio(reader.Within(b, 0, Ratio.MaxRaw)),
            new Ratio(reader.Within(rho, -Ratio.One, Ratio.One)),
            reader.Ratio(m),
            default,
            default,
            0);
        (long sigma, long forward, long tau, long padding) = reader.Packed();
        SviParameters svi = wings with
        {
            Sigma = new Ratio(reader.Within(sigma, 0, Ratio.MaxRaw)),
            Forward = reader.Price(forward, 1),
            Tau = reader.Within(tau, 1, DurationText.MaxSeconds),
        };
        reader.Require(padding == 0 && SviDomain.Contains(svi), "no padding, and a level of at least -b * sigma");
        return svi;
    }
}
