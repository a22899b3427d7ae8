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

    /// <summary>The larger of the worst scenario's loss and the forward contingency; at least zero.</summary>
    /// <param name="worstTotal">The lowest scenario total; positive when every scenario gains.</param>
    /// <param name="basis">The forward contingency, at least zero.</param>
    public static long Binding(long worstTotal, long basis)
    {
        long scan = worstTotal < 0 ? -worstTotal : 0;
        return scan > basis ? scan : basis;
    }

    /// <summary>The sum of equity's parts, clamped.</summary>
    /// <param name="parts">Cash, collateral, expiries' values and profits, each already floored.</param>
    public static long Equity(Int128 parts) => MoneyRange.Clamp(parts);
}
