using System;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Returns;

namespace Verifiable.Calibration.Risk;

/// <summary>
/// A book that is quadratic in normal factors, profit = d'r + r'Gr / 2 with r normal of mean zero and covariance C: its
/// cumulants are known, and with <see cref="CornishFisher"/> its tail measures.
/// </summary>
/// <remarks>
/// Mathai and Provost, "Quadratic Forms in Random Variables" (1992), section 3.2: cumulant n is
/// (n-1)! tr((GC)^n) / 2 + n! d'C(GC)^(n-2)d / 2, the second term from n = 2 on.
/// </remarks>
public static class DeltaGamma
{
    /// <summary>The shape of the profit.</summary>
    /// <param name="deltas">First derivatives by the factors.</param>
    /// <param name="gammas">Second derivatives, symmetric.</param>
    /// <param name="covariance">The factors' covariance over the horizon.</param>
    public static DistributionShape Shape(Vector<double> deltas, Matrix<double> gammas, Matrix<double> covariance)
    {
        Matrix<double> product = gammas * covariance;
        Matrix<double> square = product * product;
        Vector<double> spread = covariance * deltas;
        double mean = product.Trace() / 2;
        double variance = (square.Trace() / 2) + (deltas * spread);
        double third = (square * product).Trace() + (3 * (spread * (gammas * spread)));
        double fourth = (3 * (square * square).Trace()) + (12 * (spread * (gammas * (covariance * (gammas * spread)))));
        return variance > 0
            ? new DistributionShape(
                mean, Math.Sqrt(variance), third / (variance * Math.Sqrt(variance)), fourth / (variance * variance))
            : throw Refusal.Parameter("variance", variance, "above 0: a book that no factor moves has no shape");
    }
}
