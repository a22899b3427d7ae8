using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

namespace Verifiable.Calibration.Volatilities;

/// <summary>
/// The normal log-likelihood of a GARCH(1,1) and its derivatives by (mean, omega, alpha, beta): the gradient by
/// recursion, the Hessian by central differences of the gradient, good to about 1e-9 of its size.
/// </summary>
internal sealed class Garch11Likelihood(IReadOnlyList<double> returns)
{
    private const int Parameters = 4;

    // The cube root of the double's rounding unit balances truncation against rounding in a central difference.
    private static readonly double RelativeStep = Math.Cbrt(double.BitIncrement(1) - 1);

    internal static Garch11 Model(Vector<double> point) => new(point[0], point[1], point[2], point[3]);

    internal static bool IsInside(Garch11 model) =>
        model is { Omega: > 0, Alpha: > 0, Beta: > 0, Persistence: < 1 };

    /// <summary>Minus the log-likelihood; infinite outside the domain.</summary>
    internal double Negative(Garch11 model)
    {
        if (!IsInside(model))
        {
            return double.PositiveInfinity;
        }

        double[] variances = model.Variances(returns);
        double sum = returns.Count * Math.Log(2 * Math.PI);
        for (int i = 0; i < returns.Count; i++)
        {
            double residual = returns[i] - model.Mean;
            sum += Math.Log(variances[i]) + (residual * residual / variances[i]);
        }

        return sum / 2;
    }

    /// <summary>The gradient of <see cref="Negative"/>.</summary>
    internal Vector<double> NegativeGradient(Garch11 model)
    {
        double[] variances = model.Variances(returns);
        double square = returns.Average(observation => (observation - model.Mean) * (observation - model.Mean));
        double meanResidual = returns.Average() - model.Mean;

        // Derivatives of the variance by each parameter; the first bar's follow the convention of Variances.
        double byMean = model.Persistence * -2 * meanResidual;
        double byOmega = 1;
        double byAlpha = square;
        double byBeta = square;
        double[] gradient = new double[Parameters];
        for (int i = 0; i < returns.Count; i++)
        {
            double residual = returns[i] - model.Mean;
            double variance = variances[i];
            double weight = (1 - (residual * residual / variance)) / variance / 2;
            gradient[0] += (weight * byMean) - (residual / variance);
            gradient[1] += weight * byOmega;
            gradient[2] += weight * byAlpha;
            gradient[3] += weight * byBeta;
            byMean = (model.Beta * byMean) - (2 * model.Alpha * residual);
            byOmega = (model.Beta * byOmega) + 1;
            byAlpha = (model.Beta * byAlpha) + (residual * residual);
            byBeta = (model.Beta * byBeta) + variance;
        }

        return Vector<double>.Build.Dense(gradient);
    }

    /// <summary>The Hessian of <see cref="Negative"/>, symmetric.</summary>
    internal Matrix<double> NegativeHessian(Garch11 model)
    {
        Vector<double> point =
            Vector<double>.Build.DenseOfArray([model.Mean, model.Omega, model.Alpha, model.Beta]);
        Matrix<double> hessian = Matrix<double>.Build.Dense(Parameters, Parameters);
        for (int i = 0; i < Parameters; i++)
        {
            // The mean may be zero, so its step is measured against the deviation, which is 1 in scaled returns.
            double step = RelativeStep * (i == 0 ? 1 : point[i]);
            Vector<double> above = point.Clone();
            Vector<double> below = point.Clone();
            above[i] += step;
            below[i] -= step;
            Vector<double> change = NegativeGradient(Model(above)) - NegativeGradient(Model(below));
            hessian.SetRow(i, change / (above[i] - below[i]));
        }

        return (hessian + hessian.Transpose()) / 2;
    }
}
