using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Pricing;

/// <summary>The scenario's forward over the snapshot's, and its logarithm.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Pricing/ScenarioFactor.sol. Near expiry a part of the forward is an average that is already
/// settled; only the rest moves with the spot. A factor belongs to (expiry, spot shock).
/// </remarks>
public static class ScenarioFactor
{
    /// <summary>Least factor but zero, 2^-14 in Q40: between the two it counts as this.</summary>
    public const long LeastQ40 = 1L << 26;

    /// <summary>Largest factor, 2^6 in Q40: a scenario set refuses more, and a valuation counts it as this.</summary>
    public const long MaxQ40 = 1L << 46;

    /// <summary>ln(2^40) as <see cref="Logarithm.Natural"/> gives it, so that the logarithm of one is zero.</summary>
    private const long LogarithmOfOneQ40Q46 = 1_951_035_865_051_674;

    /// <summary>Bound of an exponent, 2^14 in Q46: far outside what the exponential resolves.</summary>
    private const long ExponentLimit = 1L << 60;

    /// <summary>
    /// e^(z sigma sqrt(tau)): the spot's factor under a residual z of filtered historical simulation, of which sigma is
    /// today's volatility and tau the horizon. Source: G. Barone-Adesi, K. Giannopoulos and L. Vosper, VaR without
    /// correlations for portfolios of derivative securities, 1999.
    /// </summary>
    /// <param name="residualQ40">z, a past move in standard deviations of its day; any number.</param>
    /// <param name="sigmaQ46">Today's volatility of a year; negative counts as 0.</param>
    /// <param name="sqrtHorizonQ46">
    /// Square root of the years of the horizon, not negative; sigma sqrt(tau) beyond 16 counts as 16.
    /// </param>
    /// <returns>
    /// The factor, Q40, <see cref="LeastQ40"/> to <see cref="MaxQ40"/>; between those off by less than one unit and
    /// (|z| + 1) * 1.5e-14 of its value. z = 0 and sigma = 0 give 1.
    /// </returns>
    public static long OfResidual(long residualQ40, long sigmaQ46, long sqrtHorizonQ46)
    {
        long deviationQ46 = Black76.TotalVolatility(sigmaQ46, sqrtHorizonQ46);
        long exponentQ46 = MulShift.Clamp(residualQ40, deviationQ46, 40, ExponentLimit);
        long factorQ40 = Exponential.Natural(
            Saturation.Between(exponentQ46, -ExponentLimit, Exponential.MaxExponentQ46));
        return Saturation.Between(factorQ40, LeastQ40, MaxQ40);
    }

    /// <summary>floor(((forward - settledPart) * spotFactor + settledPart) / forward).</summary>
    /// <param name="forward">The snapshot's forward F, positive.</param>
    /// <param name="settledPart">The part of it that is settled, same unit, not negative.</param>
    /// <param name="spotFactorQ40">
    /// The scenario's spot over the snapshot's; counts as 0 to <see cref="MaxQ40"/>.
    /// </param>
    /// <returns>
    /// f, Q40: 0, or <see cref="LeastQ40"/> to <see cref="MaxQ40"/>; between those less than one unit too small.
    /// </returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.DivisorNotPositive"/>.</exception>
    public static long OfForward(long forward, long settledPart, long spotFactorQ40)
    {
        long spot = Clamped(spotFactorQ40);
        Int128 shockedQ40 = (((Int128)forward - settledPart) * spot) + ((Int128)settledPart << 40);
        return Clamped(DivideShift.Clamp(shockedQ40, forward, MaxQ40));
    }

    /// <summary>ln f.</summary>
    /// <param name="factorQ40">f, positive.</param>
    /// <returns>The logarithm, Q46; off by less than 1.04 units (1.5e-14). ln 1 = 0.</returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.LogarithmOfNonPositive"/>.</exception>
    public static long Log(long factorQ40) => Logarithm.Natural(factorQ40) - LogarithmOfOneQ40Q46;

    /// <summary>The factor, or <see cref="LeastQ40"/> if that is more: what a coin-settled cell divides by.</summary>
    /// <param name="factorQ40">f.</param>
    public static long AtLeastLeast(long factorQ40) => factorQ40 < LeastQ40 ? LeastQ40 : factorQ40;

    private static long Clamped(long factorQ40)
    {
        if (factorQ40 <= 0)
        {
            return 0;
        }

        return Saturation.Between(factorQ40, LeastQ40, MaxQ40);
    }
}
