using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>The profit or loss of one underlying in one scenario.</summary>
public static class UnderlyingTotal
{
    /// <summary>floor(sum * dampening).</summary>
    /// <param name="sum">Expiries' profits and floor(notional * (factor - 1)) of what moves with the spot.</param>
    /// <param name="dampeningQ40">The share that counts, from 0 to 2^40.</param>
    public static long Dampened(Int128 sum, long dampeningQ40) =>
        MulShift.Clamp(MoneyRange.Clamp(sum), dampeningQ40, 40, MoneyRange.Limit);
}
