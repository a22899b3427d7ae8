using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Pricing;

/// <summary>Volatility of a strike from a stochastic-volatility-inspired smile.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Pricing/SviSmile.sol. J. Gatheral, 2004: w = a + b (rho (k - m) + sqrt((k - m)^2 +
/// sigma^2)) is the total variance at k = ln(K / F). The wings are cut off as Derive does: |k| at 4 sqrt(a + b sigma),
/// w at 0 and 20.
/// </remarks>
public static class SviSmile
{
    /// <summary>Bound of each parameter, 2^10 in Q46; beyond it a parameter counts as this.</summary>
    public const long MaxParameterQ46 = 1L << 56;

    /// <summary>Largest total variance, 20 in Q46.</summary>
    public const long MaxVarianceQ46 = 20L << 46;

    /// <summary>Bound of an intermediate result, 2^14 in Q46.</summary>
    private const long Limit = 1L << 60;

    /// <summary>Bound of variance per year, 2^33 in Q75: its root is below 2^63 in Q46.</summary>
    private static Int128 MaxYearlyVarianceQ75 => (Int128)1 << 108;

    /// <summary>sqrt(w / tau).</summary>
    /// <param name="aQ46">Level of variance.</param>
    /// <param name="bQ46">Slope of the wings.</param>
    /// <param name="rhoQ46">Asymmetry.</param>
    /// <param name="mQ46">Shift of the smile.</param>
    /// <param name="sigmaQ46">Curvature at the money.</param>
    /// <param name="strike">K, positive, any unit.</param>
    /// <param name="forwardSvi">The forward of the fit, positive, the same unit.</param>
    /// <param name="tauYearsQ46">The years of the fit; less than one unit counts as one.</param>
    /// <returns>
    /// Volatility of a year, Q46, below 2^17. The total variance is off by less than 2e-13 for parameters up to 1; the
    /// volatility adds less than one unit.
    /// </returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.LogarithmOfNonPositive"/>.</exception>
    public static long Volatility(
        long aQ46,
        long bQ46,
        long rhoQ46,
        long mQ46,
        long sigmaQ46,
        long strike,
        long forwardSvi,
        long tauYearsQ46)
    {
        long levelQ46 = Bounded(aQ46);
        long slopeQ46 = Bounded(bQ46);
        long curvatureQ46 = Bounded(sigmaQ46);
        long wingQ46 = 4 * RootQ46(levelQ46 + MulShift.Clamp(slopeQ46, curvatureQ46, 46, Limit));
        long logStrikeQ46 = Logarithm.Natural(strike) - Logarithm.Natural(forwardSvi);
        long offsetQ46 = Saturation.Between(logStrikeQ46, -wingQ46, wingQ46) - Bounded(mQ46);

        // |offset| < 2^11 and |sigma| <= 2^10: the squares have 114 bits, their root 58.
        long distanceQ46 = SquareRoot.Floor(
            ((Int128)offsetQ46 * offsetQ46) + ((Int128)curvatureQ46 * curvatureQ46));
        long shapeQ46 = MulShift.Clamp(Bounded(rhoQ46), offsetQ46, 46, Limit) + distanceQ46;
        long varianceQ46 = Saturation.Between(
            levelQ46 + MulShift.Clamp(slopeQ46, shapeQ46, 46, Limit), 0, MaxVarianceQ46);

        long tauQ46 = tauYearsQ46 < 1 ? 1 : tauYearsQ46;
        Int128 yearlyQ75 = ((Int128)varianceQ46 << 75) / tauQ46;
        Int128 boundedQ75 = yearlyQ75 > MaxYearlyVarianceQ75 ? MaxYearlyVarianceQ75 : yearlyQ75;
        return SquareRoot.Floor(boundedQ75 << 17);
    }

    private static long Bounded(long parameterQ46) =>
        Saturation.Between(parameterQ46, -MaxParameterQ46, MaxParameterQ46);

    /// <summary>floor of the root of a number below 2^15, Q46; a negative one counts as 0.</summary>
    private static long RootQ46(long squareQ46) => squareQ46 > 0 ? SquareRoot.Floor((Int128)squareQ46 << 46) : 0;
}
