using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.History;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Returns;

/// <summary>Joint log returns of several series.</summary>
public static class LogReturns
{
    /// <summary>
    /// ln(close / close before) at every moment for which all series have this bar and the one before.
    /// </summary>
    /// <param name="history">
    /// The history, whose problems have been looked at: <see cref="HistoryCheck.Require"/>.
    /// </param>
    /// <param name="names">The series; the columns of the table in this order.</param>
    /// <remarks>
    /// A return over a gap is no one-bar return, and one over a break no return of one asset: both are left out, for
    /// all series. Bars out of order, doubled or without
    /// a positive price are refused, accepted or not: there is no return to compute from them.
    /// </remarks>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.MemberMissing"/>, <see cref="ErrorCode.DocumentInconsistent"/> or
    /// <see cref="ErrorCode.RowCountOutOfRange"/> if no moment is common.
    /// </exception>
    public static ReturnTable Of(PriceHistory history, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            throw Refusal.TooFew("series", 0, 1);
        }

        PriceSeries[] series = [.. names.Select(history.Find)];
        long[] spacings = [.. series.Select(Spacing.Of)];
        Dictionary<Instant, double>[] returns =
            [.. series.Select((one, i) => OneBarReturns(history.File, one, spacings[i]))];
        Instant[] times = [.. returns[0].Keys.Where(time => returns.All(one => one.ContainsKey(time))).Order()];
        if (spacings.Any(spacing => spacing != spacings[0]) || times.Length == 0)
        {
            throw Refusal.TooFew("moments common to the series", 0, 1);
        }

        Matrix<double> values =
            Matrix<double>.Build.Dense(times.Length, names.Count, (row, column) => returns[column][times[row]]);
        return new ReturnTable([.. names], [.. times], values);
    }

    private static Dictionary<Instant, double> OneBarReturns(string file, PriceSeries series, long spacing)
    {
        Dictionary<Instant, double> returns = [];
        for (int i = 0; i < series.Bars.Length; i++)
        {
            PriceBar bar = series.Bars[i];
            long step = i == 0 ? 0 : bar.Time.Seconds - series.Bars[i - 1].Time.Seconds;
            if (bar.Close <= 0 || (i > 0 && step <= 0))
            {
                throw new MarginException(
                    ErrorCode.DocumentInconsistent,
                    file,
                    $"{series.Name} {BarTime.Format(bar.Time)}",
                    bar.Close.ToString(CultureInfo.InvariantCulture),
                    "positive prices at ascending times");
            }

            if (i > 0 && step == spacing && !series.Breaks.Contains(bar.Time))
            {
                returns.Add(bar.Time, Math.Log(bar.Close / series.Bars[i - 1].Close));
            }
        }

        return returns;
    }
}
