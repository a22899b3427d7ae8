using System;

namespace Verifiable.Engine.Margin;

/// <summary>Divides an amount in proportion to weights, to the last unit.</summary>
/// <remarks>
/// The method of the largest remainder (Hamilton): each part is floor(amount * weight / sum), and the units that are
/// left go one each to the largest remainders, of equals to the first. So the parts add up to the amount, and each is
/// less than one unit from its exact share.
/// </remarks>
public static class Apportionment
{
    /// <summary>Fills the parts.</summary>
    /// <param name="amount">What is divided, of magnitude below 2^63.</param>
    /// <param name="weights">Of any sign, magnitude below 2^63, of a positive sum; as many as parts.</param>
    /// <param name="parts">The parts.</param>
    public static void Split(long amount, ReadOnlySpan<long> weights, Span<long> parts)
    {
        Int128 sum = 0;
        foreach (long weight in weights)
        {
            sum += weight;
        }

        Int128[] remainders = new Int128[weights.Length];
        int[] order = new int[weights.Length];
        Int128 left = amount;
        for (int at = 0; at < weights.Length; at++)
        {
            Int128 product = (Int128)amount * weights[at];
            Int128 part = product / sum;
            part -= product % sum < 0 ? 1 : 0;
            parts[at] = (long)part;
            left -= part;
            remainders[at] = (part * sum) - product;
            order[at] = at;
        }

        // Ascending by the negated remainder, then by place: a total order, so that the sort decides nothing.
        Array.Sort(order, (one, other) => remainders[one] != remainders[other]
            ? remainders[one].CompareTo(remainders[other])
            : one.CompareTo(other));
        for (int at = 0; at < left; at++)
        {
            parts[order[at]]++;
        }
    }
}
