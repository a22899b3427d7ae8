using System;
using Verifiable.Engine.Valuation;
using Verifiable.Engine.Instruments;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>
/// The most that one expiry's options can lose at their expiry, for settlement prices of zero and of every strike.
/// Beyond the highest strike only calls sold and not held lose more; their number is given apart.
/// </summary>
/// <remarks>
/// A payoff is linear between strikes, so its minimum lies at zero, at a strike, or beyond the last. One pass over rows
/// in order of strike: the payoff at zero, then its slope.
/// </remarks>
internal static class MaximumLoss
{
    /// <summary>The lowest payoff, at most zero, each step floored.</summary>
    /// <param name="group">Rows of one expiry, in order of strike.</param>
    /// <param name="moneyDecimals">Places of the settlement currency.</param>
    /// <param name="netCalls">Calls held less calls sold.</param>
    internal static long LowestPayoff(ReadOnlySpan<ResolvedRow> group, int moneyDecimals, out Int128 netCalls)
    {
        Int128 payoff = 0;
        Int128 slope = 0;
        netCalls = 0;
        foreach (ref readonly ResolvedRow row in group)
        {
            if (row.Instrument.Kind == InstrumentKind.Put)
            {
                payoff += PositionValue.Notional(row.Instrument.Strike.Raw, row.Quantity, moneyDecimals);
                slope -= row.Quantity;
            }
            else if (row.Instrument.Kind == InstrumentKind.Call)
            {
                netCalls += row.Quantity;
            }
        }

        Int128 lowest = payoff < 0 ? payoff : 0;
        long previous = 0;
        foreach (ref readonly ResolvedRow row in group)
        {
            if (row.Instrument.IsOption)
            {
                long strike = row.Instrument.Strike.Raw;
                payoff += PositionValue.Notional(strike - previous, MoneyRange.Clamp(slope), moneyDecimals);
                lowest = payoff < lowest ? payoff : lowest;
                slope += row.Quantity;
                previous = strike;
            }
        }

        return MoneyRange.Clamp(lowest);
    }
}
