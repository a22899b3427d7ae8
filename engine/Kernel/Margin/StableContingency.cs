using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>What a lost peg adds to the initial multiplier.</summary>
public static class StableContingency
{
    /// <summary>max(0, threshold - price) * factor, scale 2^40, rounded up.</summary>
    /// <param name="stablePriceQ40">Price of the stable coin.</param>
    /// <param name="thresholdQ40">Price from which nothing is added.</param>
    /// <param name="factorQ40">Multiplier per unit of lost peg.</param>
    public static long MultiplierCeil(long stablePriceQ40, long thresholdQ40, long factorQ40) =>
        stablePriceQ40 < thresholdQ40 ? MulShift.Ceil(thresholdQ40 - stablePriceQ40, factorQ40, 40) : 0;
}
