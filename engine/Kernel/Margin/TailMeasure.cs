using System;

namespace Verifiable.Kernel.Margin;

/// <summary>
/// Value at risk and expected shortfall of weighted scenario totals: the loss that the worst share of the weight
/// reaches, and the mean loss of that share.
/// </summary>
/// <remarks>
/// A loss is a negated total and counts against zero. With weights w of sum W and a level a in millionths, the tail's
/// mass is T = W (10^6 - a) in millionths of a weight. Weights are whole and at least 1, so nothing here is estimated:
/// the results are exact, up to the one ceiling that is named. No scenario is moved: value at risk is found by halving
/// the range of values, so equal losses and the order of scenarios cannot matter, and how long it takes depends on that
/// range alone. Sums stay within 128 bits for up to 2^16 scenarios of totals within <see cref="MoneyRange.Limit"/> and
/// weights up to 2^32.
/// </remarks>
public static class TailMeasure
{
    /// <summary>A level of one, in millionths.</summary>
    public const long PpmPerOne = 1_000_000;

    /// <summary>
    /// The largest loss v for which the scenarios that lose v or more have at least the tail's mass. It is always one
    /// of the losses, and negative where every scenario of the tail gains.
    /// </summary>
    /// <param name="totals">Profit or loss of each scenario, money; at least one.</param>
    /// <param name="weights">Their weights, from 1, as many.</param>
    /// <param name="confidencePpm">The level in millionths, 0 to 999,999.</param>
    /// <returns>A loss, money; exact.</returns>
    public static long ValueAtRisk(long[] totals, long[] weights, long confidencePpm)
    {
        long leastMass = LeastMass(weights, confidencePpm);
        long low = totals[0];
        long high = totals[0];
        for (int at = 1; at < totals.Length; at++)
        {
            low = totals[at] < low ? totals[at] : low;
            high = totals[at] > high ? totals[at] : high;
        }

        // The least total whose mass from below suffices. The range halves at most 63 times; a sum of two totals fits.
        while (low < high)
        {
            long middle = (low + high) >> 1;
            bool suffices = MassUpTo(totals, weights, middle) >= leastMass;
            high = suffices ? middle : high;
            low = suffices ? low : middle + 1;
        }

        return -low;
    }

    /// <summary>
    /// ceil of the tail's mean loss: the losses beyond value at risk with their whole weight, and value at risk with
    /// the rest of the tail's mass. Never below value at risk, and like it negative where the tail gains.
    /// </summary>
    /// <param name="totals">Profit or loss of each scenario, money; at least one.</param>
    /// <param name="weights">Their weights, from 1, as many.</param>
    /// <param name="confidencePpm">The level in millionths, 0 to 999,999.</param>
    /// <param name="valueAtRisk">From <see cref="ValueAtRisk"/> of the same arguments.</param>
    /// <returns>A loss, money; less than one unit too large.</returns>
    public static long ExpectedShortfall(long[] totals, long[] weights, long confidencePpm, long valueAtRisk)
    {
        Int128 excess = 0;
        long threshold = -valueAtRisk;
        for (int at = 0; at < totals.Length; at++)
        {
            if (totals[at] < threshold)
            {
                excess += (Int128)weights[at] * (threshold - totals[at]);
            }
        }

        // The mean is value at risk + 10^6 excess / T. Excess has up to 111 bits, so the quotient by T is taken first:
        // excess = q T + r gives 10^6 q + ceil(10^6 r / T), and 10^6 r stays below 2^88.
        Int128 mass = TailMass(weights, confidencePpm);
        Int128 whole = excess / mass;
        Int128 rest = excess % mass;
        Int128 mean = (PpmPerOne * whole) + (((PpmPerOne * rest) + mass - 1) / mass);
        return (long)(valueAtRisk + mean);
    }

    /// <summary>T = W (10^6 - a): the tail's mass in millionths of a weight.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="confidencePpm">a, in millionths.</param>
    /// <returns>The mass, positive.</returns>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.DivisorNotPositive"/>: no weight, or a level of one and more, leaves no tail.
    /// </exception>
    public static Int128 TailMass(long[] weights, long confidencePpm)
    {
        long sum = 0;
        for (int at = 0; at < weights.Length; at++)
        {
            sum += weights[at];
        }

        Int128 mass = (Int128)sum * (PpmPerOne - confidencePpm);
        if (mass <= 0)
        {
            Refusal.Throw(ErrorCode.DivisorNotPositive, mass);
        }

        return mass;
    }

    /// <summary>ceil(T / 10^6): the least whole mass that reaches the tail's.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="confidencePpm">a, in millionths.</param>
    /// <exception cref="MarginException">As <see cref="TailMass"/>.</exception>
    public static long LeastMass(long[] weights, long confidencePpm) =>
        (long)((TailMass(weights, confidencePpm) + PpmPerOne - 1) / PpmPerOne);

    private static long MassUpTo(long[] totals, long[] weights, long total)
    {
        long mass = 0;
        for (int at = 0; at < totals.Length; at++)
        {
            mass += totals[at] <= total ? weights[at] : 0;
        }

        return mass;
    }
}
