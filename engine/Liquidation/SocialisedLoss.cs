using System;

namespace Verifiable.Engine.Liquidation;

/// <summary>Bad debt that no fund covers, carried by every account with equity, in proportion to it.</summary>
/// <remarks>
/// Share = floor(loss * equity / sum of positive equity); what floors leave over, less than one raw unit an account, is
/// taken one unit each from the first accounts with equity. The shares add up to the loss exactly, and none exceeds its
/// account's equity: a loss below the sum leaves at least one unit above each floor, and a loss of the whole sum leaves
/// nothing over.
/// </remarks>
public static class SocialisedLoss
{
    private const int DigitBits = 31;

    /// <summary>Spreads a loss.</summary>
    /// <param name="loss">Raw money, not negative.</param>
    /// <param name="equities">In account order; what is not positive carries nothing.</param>
    /// <param name="shares">What each account pays.</param>
    /// <returns>What the shares add up to: the loss, or all equity when the loss is larger.</returns>
    public static Int128 Spread(Int128 loss, ReadOnlySpan<long> equities, Span<long> shares)
    {
        Int128 total = 0;
        foreach (long equity in equities)
        {
            total += equity > 0 ? equity : 0;
        }

        Int128 spread = loss < total ? loss : total;
        Int128 left = spread;
        for (int account = 0; account < equities.Length; account++)
        {
            shares[account] = equities[account] > 0 ? ShareFloor(spread, equities[account], total) : 0;
            left -= shares[account];
        }

        for (int account = 0; left > 0; account++)
        {
            if (equities[account] > 0)
            {
                shares[account]++;
                left--;
            }
        }

        return spread;
    }

    /// <summary>
    /// floor(spread * equity / total) by two digits of 31 bits, so that sums of money up to 2^94 fit 128 bits.
    /// </summary>
    private static long ShareFloor(Int128 spread, long equity, Int128 total)
    {
        Int128 high = spread * (equity >> DigitBits);
        Int128 low = ((high % total) << DigitBits) + (spread * (equity & ((1L << DigitBits) - 1)));
        return (long)(((high / total) << DigitBits) + (low / total));
    }
}
