using System;

namespace Verifiable.Kernel.Margin;

/// <summary>How much of what is not yet cash may cover a requirement.</summary>
public static class CollateralLimit
{
    /// <summary>
    /// max(0, value - limit): what is added to a requirement, so that no more than the limit covers it. It grows with
    /// the value by as much, and never by more, so more value never leaves an account with less.
    /// </summary>
    /// <remarks>Source: Drift v2 counts at most $100 of unsettled profit for initial margin (R10).</remarks>
    /// <param name="value">The value that is in equity, any sign.</param>
    /// <param name="limit">The most that counts, not negative.</param>
    public static long Excess(Int128 value, long limit)
    {
        Int128 excess = value - limit;
        return excess > 0 ? MoneyRange.Clamp(excess) : 0;
    }
}
