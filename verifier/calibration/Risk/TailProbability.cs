using MathNet.Numerics.Distributions;

namespace Verifiable.Calibration.Risk;

/// <summary>The probability of the tail that a confidence level leaves.</summary>
internal static class TailProbability
{
    /// <summary>1 - confidence.</summary>
    internal static double Of(double confidence) =>
        confidence is > 0 and < 1
            ? 1 - confidence
            : throw Refusal.Parameter("confidence", confidence, "above 0 and below 1");

    /// <summary>The standard normal quantile of the tail, negative from a confidence of 1/2 on.</summary>
    internal static double NormalQuantile(double confidence) => Normal.InvCDF(0, 1, Of(confidence));
}
