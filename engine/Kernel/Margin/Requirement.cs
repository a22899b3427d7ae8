using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>
/// The one place that decides rounding of margin: equity is floored, a requirement is rounded up, so that no number of
/// transactions can harvest what rounding drops.
/// </summary>
public static class Requirement
{
    /// <summary>ceil(loss * multiplier).</summary>
    /// <param name="loss">The loss that binds, at least zero.</param>
    /// <param name="multiplierQ40">Initial or maintenance multiplier.</param>
    public static long OfLossCeil(long loss, long multiplierQ40) =>
        -MulShift.Clamp(-loss, multiplierQ40, 40, MoneyRange.Limit);

    /// <summary>max(0, -total): what a profit or loss counts as among losses.</summary>
    /// <param name="total">Profit or loss, money.</param>
    public static long LossOf(long total) => total < 0 ? -total : 0;

    /// <summary>The largest of the losses that may bind, each at least zero; one that the model leaves out is
    /// zero.</summary>
    /// <param name="scan">The worst scenario's.</param>
    /// <param name="basis">The forward contingency.</param>
    /// <param name="tail">Value at risk or expected shortfall.</param>
    public static long Binding(long scan, long basis, long tail)
    {
        long larger = scan > basis ? scan : basis;
        return larger > tail ? larger : tail;
    }

    /// <summary>The sum of equity's parts, clamped.</summary>
    /// <param name="parts">Cash, collateral, expiries' values and profits, each already floored.</param>
    public static long Equity(Int128 parts) => MoneyRange.Clamp(parts);
}
