namespace Verifiable.Kernel.Numerics;

/// <summary>The standard normal distribution function, less one half.</summary>
/// <remarks>
/// Mirrors contracts/Kernel/Numerics/NormalDistribution.sol. S(d) = Phi(d) - 1/2 is odd, so half of it is stored: 16
/// segments of width 1/2 in <see cref="NormalDistributionTable"/>. Beyond 8 it keeps the value it has just below 8, where
/// 1/2 - S is 6.2e-16.
/// </remarks>
public static class NormalDistribution
{
    /// <summary>One half in Q52: Phi(d) = S(d) + <see cref="HalfQ52"/>.</summary>
    public const long HalfQ52 = 1L << 51;

    private const long SaturationQ46 = 8L << 46;
    private const int SegmentShift = 45;

    /// <summary>S(d) = Phi(d) - 1/2.</summary>
    /// <param name="deviationQ46">Any number.</param>
    /// <returns>S, Q52, odd in the deviation, |S| &lt; 1/2; off by less than 4e-15. S(0) = 0.</returns>
    public static long Centred(long deviationQ46)
    {
        if (deviationQ46 >= SaturationQ46)
        {
            return NormalDistributionTable.SaturatedQ52;
        }

        if (deviationQ46 <= -SaturationQ46)
        {
            return -NormalDistributionTable.SaturatedQ52;
        }

        long magnitudeQ46 = deviationQ46 < 0 ? -deviationQ46 : deviationQ46;
        int segment = (int)Bits.ShiftRight(magnitudeQ46, SegmentShift);
        long argumentQ46 = Bits.LowBits(magnitudeQ46, SegmentShift);

        // Horner's rule with an argument below 1/2; every sum is below 2^52.
        int first = segment * NormalDistributionTable.Width;
        long sumQ52 = NormalDistributionTable.Coefficients[first + NormalDistributionTable.Width - 1];
        for (int power = NormalDistributionTable.Width - 2; power >= 0; power--)
        {
            sumQ52 = MulShift.Floor(sumQ52, argumentQ46, 46) + NormalDistributionTable.Coefficients[first + power];
        }

        return deviationQ46 < 0 ? -sumQ52 : sumQ52;
    }
}
