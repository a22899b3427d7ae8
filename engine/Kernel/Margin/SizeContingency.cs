using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>Add-ons that are a share of size at spot: perpetuals, naked short options, haircuts.</summary>
public static class SizeContingency
{
    /// <summary>ceil(spot * size): a size in money.</summary>
    /// <param name="spot">Raw 1e-8.</param>
    /// <param name="size">Raw 1e-8, not negative.</param>
    /// <param name="moneyDecimals">Places of the settlement currency.</param>
    public static long AtSpotCeil(long spot, Int128 size, int moneyDecimals) =>
        MoneyRange.Ceil(MulShift.Wide(spot, MoneyRange.Clamp(size), 0), 16 - moneyDecimals);

    /// <summary>ceil(amount * share).</summary>
    /// <param name="amount">Money, not negative.</param>
    /// <param name="shareQ40">The share; not negative.</param>
    public static long ShareCeil(long amount, long shareQ40) =>
        -MulShift.Clamp(-amount, shareQ40, 40, MoneyRange.Limit);
}
