using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>What little trust in a price adds to initial margin.</summary>
public static class Confidence
{
    /// <summary>(1 - confidence) * factor below the threshold, else zero; scale 2^40, rounded up.</summary>
    /// <param name="confidenceQ40">Trust, from 0 to 2^40.</param>
    /// <param name="thresholdQ40">Trust from which nothing is added.</param>
    /// <param name="factorQ40">The share at no trust.</param>
    public static long ShareCeil(long confidenceQ40, long thresholdQ40, long factorQ40) =>
        confidenceQ40 < thresholdQ40 ? MulShift.Ceil((1L << 40) - confidenceQ40, factorQ40, 40) : 0;
}
