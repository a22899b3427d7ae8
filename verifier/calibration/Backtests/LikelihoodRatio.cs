using System;
using MathNet.Numerics.Distributions;

namespace Verifiable.Calibration.Backtests;

/// <summary>A likelihood-ratio test: twice the log-likelihood that the hypothesis gives away.</summary>
/// <param name="Statistic">At least 0, up to rounding.</param>
/// <param name="Freedom">Degrees of freedom of its asymptotic chi-squared distribution.</param>
public readonly record struct LikelihoodRatio(double Statistic, int Freedom)
{
    /// <summary>The probability of a larger statistic if the hypothesis is true.</summary>
    public double PValue => 1 - ChiSquared.CDF(Freedom, Math.Max(0, Statistic));

    /// <summary>Whether the hypothesis is rejected.</summary>
    /// <param name="significance">The accepted probability of rejecting a true hypothesis, as 0.05.</param>
    public bool IsRejected(double significance) => PValue < significance;

    /// <summary>count ln(probability), with the limit 0 of nothing seen of what cannot be.</summary>
    internal static double LogTerm(double count, double probability) =>
        count > 0 ? count * Math.Log(probability) : 0;
}
