using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>A market after a stress: a snapshot like any other, that the engine values like any other.</summary>
/// <remarks>
/// Spot, perpetual and the part of a forward that no settlement average has fixed move by their underlying's factor,
/// rounded down; a settled expiry does not move. A volatility stays with its strike: of a smile, level and slope are
/// multiplied by the factor's square, which multiplies its volatilities by the factor. A coin moves with the underlying
/// that the model says it cancels, else with the one of its name, unless the stress moves it by itself. Every time
/// moves on by what elapses. Numbers end at the ends of their units' ranges.
/// </remarks>
internal sealed class StressedMarket
{
    private readonly MarginParameters _model;
    private readonly Stress _stress;
    private readonly IReadOnlyDictionary<UnderlyingId, long> _factors;

    private StressedMarket(MarginParameters model, Stress stress, IReadOnlyDictionary<UnderlyingId, long> factors)
    {
        _model = model;
        _stress = stress;
        _factors = factors;
    }

    /// <summary>The market after the stress.</summary>
    /// <param name="market">The market before.</param>
    /// <param name="model">The model, which says what its collateral moves with.</param>
    /// <param name="stress">The stress.</param>
    /// <param name="factors">What each underlying's prices are multiplied by, raw 1e-12; one where it is
    /// absent.</param>
    internal static MarketSnapshot Of(
        MarketSnapshot market,
        MarginParameters model,
        Stress stress,
        IReadOnlyDictionary<UnderlyingId, long> factors)
    {
        StressedMarket stressed = new(model, stress, factors);
        return market with
        {
            ObservedAt = stressed.Later(market.ObservedAt),
            Assets = [.. market.Assets.Select(stressed.Asset)],
            Underlyings = [.. market.Underlyings.Select(stressed.Underlying)],
        };
    }

    private AssetPrice Asset(AssetPrice row) => row with
    {
        Price = new Ratio((long)Int128.Clamp(Times(row.Price.Raw, FactorOf(row.Asset)), 0, Ratio.MaxRaw)),
        Confidence = Trusted(row.Confidence),
        Time = Later(row.Time),
    };

    private UnderlyingMarket Underlying(UnderlyingMarket listed)
    {
        long factor = FactorOf(listed.Underlying);
        return listed with
        {
            Spot = Moved(listed.Spot, factor),
            SpotConfidence = Trusted(listed.SpotConfidence),
            Time = Later(listed.Time),
            TodayVolatility = Moved(listed.TodayVolatility),
            Perpetual = listed.Perpetual is not PerpetualMarket perpetual ? null : perpetual with
            {
                Price = Moved(perpetual.Price, factor),
                Confidence = Trusted(perpetual.Confidence),
                Time = Later(perpetual.Time),
            },
            Expiries = [.. listed.Expiries.Select(expiry => Expiry(expiry, factor))],
        };
    }

    private ExpiryMarket Expiry(ExpiryMarket expiry, long factor)
    {
        Int128 settled = expiry.SettledPart.Raw;
        Int128 forward = settled + Times(expiry.Forward.Raw - settled, factor);
        return expiry with
        {
            Forward = expiry.SettlementPrice.Raw != 0 ? expiry.Forward : InRange(forward),
            Confidence = Trusted(expiry.Confidence),
            Time = Later(expiry.Time),
            Surface = new VolatilitySurface(
                [.. expiry.Surface.Strikes.Select(point => point with { Volatility = Moved(point.Volatility) })],
                expiry.Surface.Svi is SviParameters svi ? svi with { A = Squared(svi.A), B = Squared(svi.B) } : null),
        };
    }

    private long FactorOf(UnderlyingId underlying) => _factors.GetValueOrDefault(underlying, Ratio.One);

    private long FactorOf(AssetId asset)
    {
        foreach (StressAsset move in _stress.Assets)
        {
            if (move.Asset == asset)
            {
                return Ratio.One + move.Price.Raw;
            }
        }

        return FactorOf(UnderlyingOf(_model, asset));
    }

    /// <summary>The underlying that an asset's price goes with: that of its collateral rule, else its namesake.</summary>
    internal static UnderlyingId UnderlyingOf(MarginParameters model, AssetId asset)
    {
        foreach (CollateralRule rule in model.Haircuts)
        {
            if (rule.Asset == asset && rule.RiskCancels.Letters != 0)
            {
                return rule.RiskCancels;
            }
        }

        return new UnderlyingId(asset.Letters);
    }

    private Instant Later(Instant time) => new(Math.Min(time.Seconds + _stress.ElapsedSeconds, Instant.MaxSeconds));

    private Ratio Trusted(Ratio confidence) => new(Math.Min(confidence.Raw, _stress.Confidence.Raw));

    private Volatility Moved(Volatility volatility) =>
        new((long)Int128.Min(Times(volatility.Raw, _stress.Volatility.Raw), Volatility.MaxRaw));

    private Ratio Squared(Ratio variance)
    {
        Int128 once = Times(variance.Raw, _stress.Volatility.Raw);
        return new((long)Int128.Clamp(Times(once, _stress.Volatility.Raw), -Ratio.MaxRaw, Ratio.MaxRaw));
    }

    private static Price Moved(Price price, long factor) => InRange(Times(price.Raw, factor));

    private static Price InRange(Int128 raw) => new((long)Int128.Clamp(raw, 1, Price.Limit - 1));

    /// <summary>floor(raw * factor / 10^12).</summary>
    private static Int128 Times(Int128 raw, long factor)
    {
        (Int128 quotient, Int128 remainder) = Int128.DivRem(raw * factor, Ratio.One);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
