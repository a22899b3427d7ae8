using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>The initial share of notional, which rises with the venue's open interest.</summary>
/// <remarks>
/// base + (1 - base) (open interest - lower) / (upper - lower), floored, from the lower cap on; 1 from the upper cap
/// on; an upper cap of zero is none. The maintenance share is a fraction of the base and does not rise. Source: dYdX
/// v4's liquidity tiers.
/// </remarks>
public static class MarginLadder
{
    /// <summary>The initial share, raw 1e-12.</summary>
    public static Ratio Initial(in LiquidityTier tier)
    {
        if (tier.UpperCap.Raw == 0 || tier.OpenInterest.Raw <= tier.LowerCap.Raw)
        {
            return tier.Initial;
        }

        if (tier.OpenInterest.Raw >= tier.UpperCap.Raw)
        {
            return new Ratio(Ratio.One > tier.Initial.Raw ? Ratio.One : tier.Initial.Raw);
        }

        Int128 above = (Int128)tier.OpenInterest.Raw - tier.LowerCap.Raw;
        Int128 width = (Int128)tier.UpperCap.Raw - tier.LowerCap.Raw;
        Int128 rise = Ratio.One > tier.Initial.Raw ? (Ratio.One - tier.Initial.Raw) * above / width : 0;
        return new Ratio(tier.Initial.Raw + (long)rise);
    }

    /// <summary>The maintenance share, raw 1e-12, rounded up.</summary>
    public static Ratio Maintenance(in LiquidityTier tier)
    {
        Int128 product = (Int128)tier.Initial.Raw * tier.MaintenanceFraction.Raw;
        return new Ratio((long)(product / Ratio.One) + (product % Ratio.One == 0 ? 0 : 1));
    }

    /// <summary>ceil(size * share), exact: a share of 1e-12 has no rounding of its own.</summary>
    /// <param name="size">Money, not negative.</param>
    /// <param name="share">Not negative.</param>
    public static long AmountCeil(long size, Ratio share) => MoneyRange.Ceil((Int128)size * share.Raw, Ratio.Decimals);
}
