using System;
using MathNet.Numerics.LinearAlgebra;

namespace Verifiable.Calibration.Covariance;

/// <summary>
/// Exponentially weighted covariance, C' = lambda C + (1 - lambda) r r': J.P. Morgan, RiskMetrics Technical Document
/// (4th ed., 1996), section 5.2, with means taken as zero.
/// </summary>
public static class EwmaCovariance
{
    /// <summary>The covariance forecast for the bar after the last row.</summary>
    /// <param name="returns">One observation a row, oldest first.</param>
    /// <param name="lambda">The weight of the past, above 0 and below 1.</param>
    /// <param name="seedRows">How many rows make the first covariance, their mean product; the rest update it.</param>
    public static Matrix<double> Of(Matrix<double> returns, double lambda, int seedRows)
    {
        if (lambda is not (> 0 and < 1))
        {
            throw Refusal.Parameter("lambda", lambda, "above 0 and below 1");
        }

        if (seedRows < 1 || returns.RowCount < seedRows)
        {
            throw Refusal.TooFew("returns", returns.RowCount, Math.Max(seedRows, 1));
        }

        Matrix<double> seed = returns.SubMatrix(0, seedRows, 0, returns.ColumnCount);
        Matrix<double> covariance = seed.TransposeThisAndMultiply(seed) / seedRows;
        for (int row = seedRows; row < returns.RowCount; row++)
        {
            Vector<double> observation = returns.Row(row);
            covariance = (lambda * covariance) + ((1 - lambda) * observation.OuterProduct(observation));
        }

        return covariance;
    }
}
