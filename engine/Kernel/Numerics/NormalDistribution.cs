using System;

namespace Verifiable.Kernel.Numerics;

/// <summary>The standard normal distribution function, less one half.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Numerics/NormalDistribution.sol. S(d) = Phi(d) - 1/2 is odd, so half of it is stored: 16
/// segments of width 1/2 in <see cref="NormalDistributionTable"/>. Beyond 8 it keeps the value it has just below 8,
/// where 1/2 - S is 6.2e-16.
/// </remarks>
public static class NormalDistribution
{
    /// <summary>One half in Q52: Phi(d) = S(d) + <see cref="HalfQ52"/>.</summary>
    public const long HalfQ52 = 1L << 51;

    /// <summary>Largest deviation that a segment holds: just below 8.</summary>
    private const long LastQ46 = (8L << 46) - 1;

    private const int SegmentShift = 45;

    /// <summary>S(d) = Phi(d) - 1/2.</summary>
    /// <param name="deviationQ46">Any number.</param>
    /// <returns>S, Q52, odd in the deviation, |S| &lt; 1/2; off by less than 4e-15. S(0) = 0.</returns>
    public static long Centred(long deviationQ46)
    {
        if (deviationQ46 > LastQ46)
        {
            return NormalDistributionTable.SaturatedQ52;
        }

        if (deviationQ46 < -LastQ46)
        {
            return -NormalDistributionTable.SaturatedQ52;
        }

        long magnitudeQ46 = deviationQ46 < 0 ? -deviationQ46 : deviationQ46;
        long argumentQ46 = Bits.LowBits(magnitudeQ46, SegmentShift);
        int start = (int)Bits.ShiftRight(magnitudeQ46, SegmentShift) * NormalDistributionTable.Width;

        // Horner's rule with an argument below 1/2; every sum is below 2^52.
        long sumQ52 = NormalDistributionTable.Coefficients[start + NormalDistributionTable.Width - 1];
        for (int power = NormalDistributionTable.Width - 2; power >= 0; power--)
        {
            sumQ52 = MulShift.Floor(sumQ52, argumentQ46, 46) + NormalDistributionTable.Coefficients[start + power];
        }

        return deviationQ46 < 0 ? -sumQ52 : sumQ52;
    }

    /// <summary>first * Phi(d1) - second * Phi(d2): both sides of Black's formula.</summary>
    /// <remarks>
    /// Each product is floored to Q46 and their difference to Q40: two units of 2^-46 and one of 2^-40, where two floors
    /// to Q40 would cost two of 2^-40. The two evaluations run side by side: neither waits for the other's
    /// multiplications.
    /// </remarks>
    /// <param name="firstQ40">A number that is not negative.</param>
    /// <param name="d1Q46">Any number.</param>
    /// <param name="secondQ46">A number that is not negative.</param>
    /// <param name="d2Q46">Any number.</param>
    /// <returns>
    /// The difference, Q40, at most <paramref name="firstQ40"/>; off by -1 to 1/64 units and 4e-15 of the larger number.
    /// </returns>
    public static long WeightedDifference(long firstQ40, long d1Q46, long secondQ46, long d2Q46)
    {
        long centred1Q52;
        long centred2Q52;
        if (d1Q46 > LastQ46 || d1Q46 < -LastQ46 || d2Q46 > LastQ46 || d2Q46 < -LastQ46)
        {
            centred1Q52 = Centred(d1Q46);
            centred2Q52 = Centred(d2Q46);
        }
        else
        {
            long magnitude1Q46 = d1Q46 < 0 ? -d1Q46 : d1Q46;
            long magnitude2Q46 = d2Q46 < 0 ? -d2Q46 : d2Q46;
            long argument1Q46 = Bits.LowBits(magnitude1Q46, SegmentShift);
            long argument2Q46 = Bits.LowBits(magnitude2Q46, SegmentShift);
            int start1 = (int)Bits.ShiftRight(magnitude1Q46, SegmentShift) * NormalDistributionTable.Width;
            int start2 = (int)Bits.ShiftRight(magnitude2Q46, SegmentShift) * NormalDistributionTable.Width;

            long sum1Q52 = NormalDistributionTable.Coefficients[start1 + NormalDistributionTable.Width - 1];
            long sum2Q52 = NormalDistributionTable.Coefficients[start2 + NormalDistributionTable.Width - 1];
            for (int power = NormalDistributionTable.Width - 2; power >= 0; power--)
            {
                sum1Q52 = MulShift.Floor(sum1Q52, argument1Q46, 46)
                    + NormalDistributionTable.Coefficients[start1 + power];
                sum2Q52 = MulShift.Floor(sum2Q52, argument2Q46, 46)
                    + NormalDistributionTable.Coefficients[start2 + power];
            }

            centred1Q52 = d1Q46 < 0 ? -sum1Q52 : sum1Q52;
            centred2Q52 = d2Q46 < 0 ? -sum2Q52 : sum2Q52;
        }

        // Phi lies between 0 and 1, so a product lies between 0 and its number: 69 bits, and 63 after the shift.
        Int128 differenceQ46 = MulShift.Wide(firstQ40, HalfQ52 + centred1Q52, 46)
            - MulShift.Wide(secondQ46, HalfQ52 + centred2Q52, 52);
        return (long)(differenceQ46 >> 6);
    }
}
