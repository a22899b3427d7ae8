using System.Collections.Generic;
using System.Linq;

namespace Verifiable.Calibration.Volatilities;

/// <summary>
/// GARCH(1,1) with a mean: e = r - mean, h = omega + alpha e'^2 + beta h', with e' and h' of the bar before (Bollerslev
/// 1986).
/// </summary>
/// <param name="Mean">The mean return.</param>
/// <param name="Omega">The constant of the variance, above 0.</param>
/// <param name="Alpha">The weight of the last squared residual, at least 0.</param>
/// <param name="Beta">The weight of the last variance, at least 0; alpha + beta is below 1.</param>
public readonly record struct Garch11(double Mean, double Omega, double Alpha, double Beta)
{
    /// <summary>How much of a shock to the variance is left one bar later.</summary>
    public double Persistence => Alpha + Beta;

    /// <summary>The variance to which forecasts return.</summary>
    public double LongRunVariance => Omega / (1 - Persistence);

    /// <summary>
    /// The variance of each bar given those before it, and one more for the bar after the last. Before the first bar
    /// both squared residual and variance are taken as the mean squared residual of the sample, the convention of
    /// Fiorentini, Calzolari and Panattoni (Journal of Applied Econometrics 11, 1996).
    /// </summary>
    /// <param name="returns">The returns, oldest first, at least one.</param>
    public double[] Variances(IReadOnlyList<double> returns)
    {
        double mean = Mean;
        double[] variances = new double[returns.Count + 1];
        double square = returns.Average(observation => (observation - mean) * (observation - mean));
        variances[0] = Omega + (Persistence * square);
        for (int i = 1; i < variances.Length; i++)
        {
            double residual = returns[i - 1] - Mean;
            variances[i] = Omega + (Alpha * residual * residual) + (Beta * variances[i - 1]);
        }

        return variances;
    }
}
