using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>One loss of the losses of several underlyings, where their offsets are granted in part.</summary>
public static class AcrossUnderlyings
{
    /// <summary>joint + ceil((1 - credit) (sum of worsts - joint)), never below joint.</summary>
    /// <remarks>
    /// It grows with both losses and falls with the credit: from the sum of worsts without any, to the joint loss with
    /// the whole. A joint loss is a sum over underlyings in one scenario, so it is never above the sum of worsts.
    /// </remarks>
    /// <param name="joint">The largest loss of one joint scenario, at least zero.</param>
    /// <param name="sumOfWorsts">Each underlying's largest loss, gains counted as nothing, added up.</param>
    /// <param name="creditQ40">The share of the difference that is granted, 0 to 1.</param>
    /// <returns>Money, within the two losses.</returns>
    public static long LossCeil(long joint, long sumOfWorsts, long creditQ40)
    {
        long saved = sumOfWorsts - joint;
        long refusedQ40 = Saturation.Between((1L << 40) - creditQ40, 0, 1L << 40);
        return saved > 0 ? joint + MulShift.Ceil(saved, refusedQ40, 40) : joint;
    }
}
