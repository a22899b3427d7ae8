using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>The profit or loss of one expiry's options in one scenario, in the normative order of floors.</summary>
public static class ExpiryTotal
{
    /// <summary>floor(sum * discount): the expiry's value today.</summary>
    /// <param name="sum">The sum of floor(notional * cell) over the expiry's options.</param>
    /// <param name="discountQ40">exp(-rate * tau), at most 2^40.</param>
    public static long Discounted(Int128 sum, long discountQ40) =>
        MulShift.Clamp(MoneyRange.Clamp(sum), discountQ40, 40, MoneyRange.Limit);

    /// <summary>The shocked value, discounted and then scaled by the side that its sign gives.</summary>
    /// <param name="sum">The sum of floor(notional * cell) in the scenario.</param>
    /// <param name="discountQ40">exp(-rate * tau).</param>
    /// <param name="longSideQ40">What a value of at least zero is multiplied by.</param>
    /// <param name="shortSideQ40">What a value below zero is multiplied by.</param>
    public static long Shocked(Int128 sum, long discountQ40, long longSideQ40, long shortSideQ40)
    {
        long discounted = Discounted(sum, discountQ40);
        return MulShift.Clamp(discounted, discounted >= 0 ? longSideQ40 : shortSideQ40, 40, MoneyRange.Limit);
    }

    /// <summary>Shocked value less today's; a rotation of the smile counts as a loss whichever way it went.</summary>
    /// <param name="shocked">From <see cref="Shocked"/>.</param>
    /// <param name="today">From <see cref="Discounted"/>.</param>
    /// <param name="rotated">Whether the scenario rotates the smile.</param>
    public static long Profit(long shocked, long today, bool rotated)
    {
        long profit = shocked - today;
        return rotated && profit > 0 ? -profit : profit;
    }
}
