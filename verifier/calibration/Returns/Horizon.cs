using System;
using MathNet.Numerics.LinearAlgebra;

namespace Verifiable.Calibration.Returns;

/// <summary>From one-bar returns to returns over a longer horizon. Log returns add up; others do not scale.</summary>
public static class Horizon
{
    /// <summary>
    /// Sums of every run of <paramref name="bars"/> consecutive log returns; neighbours share all but one.
    /// </summary>
    /// <param name="logReturns">One return a row, without gaps between rows.</param>
    /// <param name="bars">The horizon, at least 1.</param>
    public static Matrix<double> Overlapping(Matrix<double> logReturns, int bars)
    {
        if (bars < 1)
        {
            throw Refusal.Parameter("horizon in bars", bars, "at least 1");
        }

        if (logReturns.RowCount < bars)
        {
            throw Refusal.TooFew("returns", logReturns.RowCount, bars);
        }

        return Matrix<double>.Build.Dense(
            logReturns.RowCount - bars + 1,
            logReturns.ColumnCount,
            (row, column) => Sum(logReturns, row, column, bars));
    }

    /// <summary>
    /// The factor sqrt(bars) by which a volatility, or a measure proportional to one, scales when log returns are
    /// independent and have no mean.
    /// </summary>
    /// <param name="bars">The horizon, above 0.</param>
    public static double SquareRootOfTime(double bars) =>
        bars > 0 ? Math.Sqrt(bars) : throw Refusal.Parameter("horizon in bars", bars, "above 0");

    private static double Sum(Matrix<double> logReturns, int row, int column, int bars)
    {
        double sum = 0;
        for (int i = 0; i < bars; i++)
        {
            sum += logReturns[row + i, column];
        }

        return sum;
    }
}
