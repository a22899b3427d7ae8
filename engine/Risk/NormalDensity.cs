using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Risk;

/// <summary>The standard normal density.</summary>
internal static class NormalDensity
{
    /// <summary>21 ln 2, Q46: it raises the power, which the kernel floors at 2^-40, by 21 places.</summary>
    private const long RaisedQ46 = 1_024_293_829_152_129;

    /// <summary>1 / sqrt(2 pi), Q62.</summary>
    private const long OverRootOfTwoPiQ62 = 1_839_796_536_686_825_613;

    /// <summary>e^(-d^2 / 2) / sqrt(2 pi).</summary>
    /// <param name="deviationQ46">d, from -32 to 32.</param>
    /// <returns>
    /// The density, Q61, 0 to 0.4; off by less than two units and 3e-14 of its value: a unit of the exponent is
    /// 1.4e-14.
    /// </returns>
    internal static long OfQ61(long deviationQ46)
    {
        long halfSquareQ46 = MulShift.Floor(deviationQ46, deviationQ46, 47);
        return MulShift.Floor(Exponential.Natural(RaisedQ46 - halfSquareQ46), OverRootOfTwoPiQ62, 62);
    }
}
