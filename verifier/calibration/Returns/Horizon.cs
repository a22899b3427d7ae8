using System;
using System.Linq;
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
    /// The same of a table whose rows may have gaps between them: a run over a gap is left out. A row has the time of
    /// the bar that ends it.
    /// </summary>
    /// <param name="returns">One-bar log returns.</param>
    /// <param name="bars">The horizon, at least 1.</param>
    /// <param name="barSeconds">The length of a bar.</param>
    public static ReturnTable OverlappingTable(ReturnTable returns, int bars, long barSeconds)
    {
        Matrix<double> sums = Overlapping(returns.Values, bars);
        int[] whole = [.. Enumerable.Range(0, sums.RowCount).Where(row =>
            returns.Times[row + bars - 1].Seconds - returns.Times[row].Seconds == (bars - 1) * barSeconds)];
        return whole.Length == 0
            ? throw Refusal.TooFew("returns without a gap", 0, bars)
            : new ReturnTable(
                returns.Names,
                [.. whole.Select(row => returns.Times[row + bars - 1])],
                Matrix<double>.Build.Dense(whole.Length, sums.ColumnCount, (row, column) => sums[whole[row], column]));
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
