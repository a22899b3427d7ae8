using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Pricing;

/// <summary>Discount factors: of the market, and of the scenario values of either sign.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Pricing/Discount.sol. The two sides are those of Derive's portfolio margin (PMRM_2): what
/// an account would receive is discounted by more than the rate, what it would owe is raised. All functions are total.
/// </remarks>
public static class Discount
{
    /// <summary>Largest factor, 2^22 in Q40; a larger one counts as this.</summary>
    public const long MaxFactorQ40 = 1L << 62;

    private const long OneQ40 = 1L << 40;

    /// <summary>Bound of an intermediate result, 2^14 in Q46.</summary>
    private const long Limit = 1L << 60;

    /// <summary>min(1, e^(-rate tau)): a negative rate does not make future money worth more.</summary>
    /// <param name="rateQ46">Rate of a year, any sign.</param>
    /// <param name="tauYearsQ46">Years to expiry, not negative.</param>
    /// <returns>The market's discount D, Q40, 0 to 1; off by less than one unit and 1.5e-14.</returns>
    public static long Factor(long rateQ46, long tauYearsQ46)
    {
        long exponentQ46 = MulShift.Clamp(rateQ46, tauYearsQ46, 46, Limit);
        return exponentQ46 > 0 ? Exponential.Natural(-exponentQ46) : OneQ40;
    }

    /// <summary>base * e^(-tau (max(0, rate) * multiplier + add)): for a value the account would receive.</summary>
    /// <param name="baseQ40">The factor that applies whatever the time, not negative.</param>
    /// <param name="rateQ46">Rate of a year; negative counts as 0.</param>
    /// <param name="multiplierQ40">Multiple of the rate.</param>
    /// <param name="addQ46">What is added to it.</param>
    /// <param name="tauYearsQ46">Years to expiry, not negative.</param>
    /// <returns>
    /// The factor, Q40, 0 to 2^22; off by less than 1 + base units and (1 + tau) * 1.5e-14 of its value.
    /// </returns>
    public static long LongSide(long baseQ40, long rateQ46, long multiplierQ40, long addQ46, long tauYearsQ46)
    {
        long exponentQ46 = Exponent(rateQ46, multiplierQ40, addQ46, tauYearsQ46);
        return MulShift.Clamp(baseQ40, Growth(-exponentQ46), 40, MaxFactorQ40);
    }

    /// <summary>
    /// min(1 / D, base * e^(tau (max(0, rate) * multiplier + add))): for a value the account would owe.
    /// </summary>
    /// <param name="baseQ40">The factor that applies whatever the time, not negative.</param>
    /// <param name="rateQ46">Rate of a year; negative counts as 0 here, and D is 1.</param>
    /// <param name="multiplierQ40">Multiple of the rate.</param>
    /// <param name="addQ46">What is added to it.</param>
    /// <param name="tauYearsQ46">Years to expiry, not negative.</param>
    /// <returns>
    /// The factor, Q40, 0 to 2^22; off by less than 1 + base units and (1 + tau) * 1.5e-14 of its value, where 1 / D is
    /// the less by 1 + 1 / D^2 units.
    /// </returns>
    public static long ShortSide(long baseQ40, long rateQ46, long multiplierQ40, long addQ46, long tauYearsQ46)
    {
        long exponentQ46 = Exponent(rateQ46, multiplierQ40, addQ46, tauYearsQ46);
        long raisedQ40 = MulShift.Clamp(baseQ40, Growth(exponentQ46), 40, MaxFactorQ40);
        long inverseQ40 = Inverse(Factor(rateQ46, tauYearsQ46));
        return raisedQ40 < inverseQ40 ? raisedQ40 : inverseQ40;
    }

    /// <summary>tau (max(0, rate) * multiplier + add), Q46, saturated.</summary>
    private static long Exponent(long rateQ46, long multiplierQ40, long addQ46, long tauYearsQ46)
    {
        long multipleQ46 = rateQ46 > 0 ? MulShift.Clamp(rateQ46, multiplierQ40, 40, Limit) : 0;
        long yearlyQ46 = multipleQ46 + Saturation.Between(addQ46, -Limit, Limit);
        return MulShift.Clamp(yearlyQ46, tauYearsQ46, 46, Limit);
    }

    /// <summary>e^exponent, Q40; an exponent beyond the domain counts as its largest.</summary>
    private static long Growth(long exponentQ46) =>
        Exponential.Natural(Saturation.Between(exponentQ46, -Limit, Exponential.MaxExponentQ46));

    /// <summary>floor(1 / D), at most 2^22; of no value left, 2^22.</summary>
    private static long Inverse(long discountQ40) =>
        discountQ40 > 0 ? DivideShift.Clamp((Int128)OneQ40 << 40, discountQ40, MaxFactorQ40) : MaxFactorQ40;
}
