using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Pricing;

/// <summary>The volatility columns of a scenario set: up, down and skew.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Pricing/VolatilityShock.sol. The term structure, its two powers and the skew rotation are
/// those of Derive's portfolio margin (PMRM_2); engine/README derives them. Intermediate results saturate, so valuing
/// is total.
/// </remarks>
public static class VolatilityShock
{
    /// <summary>Thirty days: the term at which the scale is 1, and where the powers change.</summary>
    public const long ReferenceSeconds = 2_592_000;

    /// <summary>Largest shocked volatility, 2^16 in Q46.</summary>
    public const long MaxVolatilityQ46 = 1L << 62;

    private const long OneQ40 = 1L << 40;

    /// <summary>Bound of parameters and intermediate results, 2^20 in Q40, 2^14 in Q46.</summary>
    private const long Limit = 1L << 60;

    /// <summary>(30 days / max(seconds, floorSeconds))^power.</summary>
    /// <param name="secondsLeft">Time to expiry; up to thirty days it takes the short power.</param>
    /// <param name="floorSeconds">Least time to expiry; less than 1 counts as 1.</param>
    /// <param name="shortPowerQ46">Power up to thirty days.</param>
    /// <param name="longPowerQ46">Power from there on.</param>
    /// <returns>
    /// The scale, Q40, at most 2^22; off by less than one unit and (|power| + 1) * 1.5e-14 of its value.
    /// </returns>
    public static long TermScale(long secondsLeft, long floorSeconds, long shortPowerQ46, long longPowerQ46)
    {
        long powerQ46 = secondsLeft <= ReferenceSeconds ? shortPowerQ46 : longPowerQ46;
        long term = secondsLeft > floorSeconds ? secondsLeft : floorSeconds;
        return Power.OfRatio(ReferenceSeconds, term < 1 ? 1 : term, powerQ46);
    }

    /// <summary>max(minimum, sigma * (1 + rangeUp * scale)).</summary>
    /// <param name="sigmaQ46">Volatility, not negative.</param>
    /// <param name="rangeUpQ40">Relative rise at thirty days.</param>
    /// <param name="scaleQ40">The term's scale.</param>
    /// <param name="minimumQ46">Least result.</param>
    /// <returns>Volatility, Q46, at most <see cref="MaxVolatilityQ46"/>; products floored.</returns>
    public static long Up(long sigmaQ46, long rangeUpQ40, long scaleQ40, long minimumQ46)
    {
        long multiplierQ40 = OneQ40 + MulShift.Clamp(rangeUpQ40, scaleQ40, 40, Limit);
        long shockedQ46 = MulShift.Clamp(sigmaQ46, multiplierQ40, 40, MaxVolatilityQ46);
        return shockedQ46 > minimumQ46 ? shockedQ46 : minimumQ46;
    }

    /// <summary>sigma * max(0, 1 - rangeDown * scale).</summary>
    /// <param name="sigmaQ46">Volatility, not negative.</param>
    /// <param name="rangeDownQ40">Relative fall at thirty days.</param>
    /// <param name="scaleQ40">The term's scale.</param>
    /// <returns>Volatility, Q46, at most <see cref="MaxVolatilityQ46"/>; products floored.</returns>
    public static long Down(long sigmaQ46, long rangeDownQ40, long scaleQ40)
    {
        long multiplierQ40 = OneQ40 - MulShift.Clamp(rangeDownQ40, scaleQ40, 40, Limit);
        return multiplierQ40 > 0 ? MulShift.Clamp(sigmaQ46, multiplierQ40, 40, MaxVolatilityQ46) : 0;
    }

    /// <summary>
    /// sigma * max(0, 1 + r), r = min(k cap / w, cap) for k >= 0 and max(k cap / w, -cap) for k &lt; 0, with
    /// cap = capSlope sqrt(tau) + capBase and w = max(minimumWidth, sqrt(tau) width (widthBase + widthSlope
    /// sqrt(tau))).
    /// </summary>
    /// <param name="sigmaQ46">Volatility, not negative.</param>
    /// <param name="logStrikeQ46">k = ln(K / F) for the linear skew, its magnitude for the absolute one.</param>
    /// <param name="sqrtTauQ46">Square root of the years to expiry.</param>
    /// <param name="capSlopeQ40">Change of the cap with sqrt(tau). All six parameters count as -2^20 to 2^20.</param>
    /// <param name="capBaseQ40">The cap at expiry.</param>
    /// <param name="minimumWidthQ40">Least width; a width below one unit counts as one.</param>
    /// <param name="widthQ40">The width's multiple of the volatility scale.</param>
    /// <param name="widthBaseQ40">Volatility scale at expiry.</param>
    /// <param name="widthSlopeQ40">Change of the volatility scale with sqrt(tau).</param>
    /// <returns>
    /// Volatility, Q46, at most <see cref="MaxVolatilityQ46"/>; off by less than 1e-9 of sigma for a width of 2^-10 or
    /// more and |k| up to 3.
    /// </returns>
    public static long Skew(
        long sigmaQ46,
        long logStrikeQ46,
        long sqrtTauQ46,
        long capSlopeQ40,
        long capBaseQ40,
        long minimumWidthQ40,
        long widthQ40,
        long widthBaseQ40,
        long widthSlopeQ40)
    {
        long capQ40 = LinearInRoot(capBaseQ40, capSlopeQ40, sqrtTauQ46);
        long scaleQ40 = LinearInRoot(widthBaseQ40, widthSlopeQ40, sqrtTauQ46);
        long spreadQ40 = MulShift.Clamp(MulShift.Clamp(sqrtTauQ46, widthQ40, 46, Limit), scaleQ40, 40, Limit);
        long leastQ40 = Saturation.Between(minimumWidthQ40, 1, Limit);
        long starQ40 = spreadQ40 > leastQ40 ? spreadQ40 : leastQ40;

        // |k| < 2^60 and |cap| <= 2^60, so the product has 120 bits; Q46 * Q40 / Q40 is Q46, six places more than
        // wanted.
        long distanceQ46 = Saturation.Between(logStrikeQ46, -Limit, Limit);
        long magnitudeQ46 = distanceQ46 < 0 ? -distanceQ46 : distanceQ46;
        long slopeQ40 = Bits.ShiftRight(DivideShift.Clamp((Int128)magnitudeQ46 * capQ40, starQ40, Limit), 6);
        long rotationQ40 = slopeQ40 < capQ40 ? slopeQ40 : capQ40;
        long multiplierQ40 = distanceQ46 < 0 ? OneQ40 - rotationQ40 : OneQ40 + rotationQ40;
        return multiplierQ40 > 0 ? MulShift.Clamp(sigmaQ46, multiplierQ40, 40, MaxVolatilityQ46) : 0;
    }

    /// <summary>base + slope * sqrt(tau), Q40, saturated.</summary>
    private static long LinearInRoot(long baseQ40, long slopeQ40, long sqrtTauQ46)
    {
        long constantQ40 = Saturation.Between(baseQ40, -Limit, Limit);
        return Saturation.Between(
            constantQ40 + MulShift.Clamp(slopeQ40, sqrtTauQ46, 46, Limit), -Limit, Limit);
    }
}
