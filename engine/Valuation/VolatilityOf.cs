using System;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Valuation;

/// <summary>The volatility of a strike: listed, or on the smile. Nothing is interpolated.</summary>
internal static class VolatilityOf
{
    /// <summary>The volatility, scale 2^46; negative when the expiry lists none for this strike.</summary>
    internal static long Find(ExpiryMarket expiry, Price strike)
    {
        if (expiry.Surface.Svi is SviParameters svi)
        {
            return SviSmile.Volatility(
                Scale.Clamp(svi.A.Raw, 46),
                Scale.Clamp(svi.B.Raw, 46),
                Scale.Clamp(svi.Rho.Raw, 46),
                Scale.Clamp(svi.M.Raw, 46),
                Scale.Clamp(svi.Sigma.Raw, 46),
                strike.Raw,
                svi.Forward.Raw,
                Black76.Years(svi.Tau));
        }

        int at = IndexOf(expiry, strike);
        return at < 0 ? -1 : Scale.Clamp(expiry.Surface.Strikes[at].Volatility.Raw, 46);
    }

    /// <summary>Whether the expiry has a volatility for this strike.</summary>
    internal static bool IsListed(ExpiryMarket expiry, Price strike) =>
        expiry.Surface.Svi is not null || IndexOf(expiry, strike) >= 0;

    private static int IndexOf(ExpiryMarket expiry, Price strike)
    {
        ReadOnlySpan<VolatilityPoint> strikes = expiry.Surface.Strikes.AsSpan();
        int low = 0;
        int high = strikes.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (strikes[middle].Strike == strike)
            {
                return middle;
            }

            if (strikes[middle].Strike.Raw < strike.Raw)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return -1;
    }
}
