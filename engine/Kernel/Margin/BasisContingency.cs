using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>What an expiry loses when forwards move and volatility does not, scaled by time.</summary>
public static class BasisContingency
{
    /// <summary>add + multiplier * tau, scale 2^40, rounded up.</summary>
    /// <param name="addQ40">Constant part.</param>
    /// <param name="multiplierQ40">Part per year.</param>
    /// <param name="tauYearsQ46">Years to expiry.</param>
    public static long FactorCeil(long addQ40, long multiplierQ40, long tauYearsQ46) =>
        addQ40 + MulShift.Ceil(multiplierQ40, tauYearsQ46, 46);

    /// <summary>
    /// ceil(loss * factor), the loss being today less the lower of the two moved values, at least zero.
    /// </summary>
    /// <param name="today">The expiry's value, undiscounted.</param>
    /// <param name="movedUp">Its value with the forward up, undiscounted.</param>
    /// <param name="movedDown">Its value with the forward down, undiscounted.</param>
    /// <param name="discountQ40">exp(-rate * tau).</param>
    /// <param name="factorQ40">From <see cref="FactorCeil"/>.</param>
    public static long OfExpiry(Int128 today, Int128 movedUp, Int128 movedDown, long discountQ40, long factorQ40)
    {
        Int128 lower = movedUp < movedDown ? movedUp : movedDown;
        long loss = ExpiryTotal.Discounted(today, discountQ40) - ExpiryTotal.Discounted(lower, discountQ40);
        return loss > 0 ? -MulShift.Clamp(-loss, factorQ40, 40, MoneyRange.Limit) : 0;
    }
}
