using System;
using System.Collections.Generic;
using System.Globalization;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.History;

/// <summary>The checks of one series.</summary>
internal static class SeriesCheck
{
    // Prices are int64 in units of 1e-8 below 2^62, formats.md "Units".
    private const double LeastPrice = 0.5e-8;
    private const double PriceLimit = (1L << 62) * 1e-8;

    internal static IEnumerable<HistoryProblem> Find(
        PriceSeries series,
        Instant lastOfFile,
        HistoryCheckOptions options)
    {
        long spacing = Spacing.Of(series);
        int equalCloses = 1;
        for (int i = 0; i < series.Bars.Length; i++)
        {
            foreach (HistoryProblem problem in OfBar(series, i))
            {
                yield return problem;
            }

            if (i > 0)
            {
                foreach (HistoryProblem problem in OfStep(series, i, spacing, options))
                {
                    yield return problem;
                }

                equalCloses = HasCloseBefore(series, i) ? equalCloses + 1 : 1;
            }

            bool runEnds = i + 1 == series.Bars.Length || !HasCloseBefore(series, i + 1);
            if (runEnds && equalCloses >= options.StaleBars)
            {
                string detail = $"{Text(equalCloses)} closes of {Text(series.Bars[i].Close)}";
                yield return At(series, i, HistoryProblemKind.StaleRun, detail);
            }
        }

        if (series.Bars.Length > 0 && series.Bars[^1].Time < lastOfFile)
        {
            string detail = $"the file goes on to {InstantText.Format(lastOfFile)}";
            yield return At(series, series.Bars.Length - 1, HistoryProblemKind.EndsEarly, detail);
        }
    }

    private static bool HasCloseBefore(PriceSeries series, int bar) =>
        series.Bars[bar].Close.Equals(series.Bars[bar - 1].Close);

    private static HistoryProblem At(PriceSeries series, int bar, HistoryProblemKind kind, string detail) =>
        new(kind, series.Name, series.Bars[bar].Time, detail) { Line = series.LineOf(bar) };

    private static IEnumerable<HistoryProblem> OfBar(PriceSeries series, int at)
    {
        PriceBar bar = series.Bars[at];
        double lowest = Math.Min(Math.Min(bar.Open, bar.Close), Math.Min(bar.High, bar.Low));
        double highest = Math.Max(Math.Max(bar.Open, bar.Close), Math.Max(bar.High, bar.Low));
        if (lowest <= 0)
        {
            yield return At(series, at, HistoryProblemKind.PriceNotPositive, Text(lowest));
        }
        else if (lowest < LeastPrice || highest >= PriceLimit)
        {
            double found = lowest < LeastPrice ? lowest : highest;
            yield return At(series, at, HistoryProblemKind.PriceOutOfRange, Text(found));
        }

        if (bar.Low > lowest || bar.High < highest)
        {
            string detail = $"open {Text(bar.Open)} high {Text(bar.High)} low {Text(bar.Low)} close {Text(bar.Close)}";
            yield return At(series, at, HistoryProblemKind.RangeInconsistent, detail);
        }
    }

    private static IEnumerable<HistoryProblem> OfStep(
        PriceSeries series, int at, long spacing, HistoryCheckOptions options)
    {
        PriceBar before = series.Bars[at - 1];
        PriceBar bar = series.Bars[at];
        long step = bar.Time.Seconds - before.Time.Seconds;
        if (step < spacing || step <= 0)
        {
            HistoryProblemKind kind = step > 0 ? HistoryProblemKind.TimeIrregular
                : step == 0 ? HistoryProblemKind.TimeDuplicate
                : HistoryProblemKind.TimeDisorder;
            string found = step == 0
                ? $"{Text(bar.Close)} after {Text(before.Close)} at the same time"
                : $"after {InstantText.Format(before.Time)}";
            yield return At(series, at, kind, found);
        }

        // A step that is no whole number of intervals still leaves the next bar late.
        long missing = step <= spacing ? 0 : ((step + spacing - 1) / spacing) - 1;
        if (missing > 0)
        {
            yield return At(
                series, at, HistoryProblemKind.Gap, $"{missing} missing after {InstantText.Format(before.Time)}");
        }

        if (before.Close > 0 && bar.Close > 0 && JumpKind(before.Close, bar.Close, missing, options) is { } jump)
        {
            string detail = $"{Text(before.Close)} to {Text(bar.Close)}, times {Text(bar.Close / before.Close)}";
            yield return At(series, at, jump, detail);
        }
    }

    private static HistoryProblemKind? JumpKind(double before, double after, long missing, HistoryCheckOptions options)
    {
        double factor = Math.Max(after / before, before / after);
        double power = Math.Round(Math.Log10(factor));
        bool isPower = power >= 1 && Math.Abs((factor / Math.Pow(10, power)) - 1) <= options.RedenominationTolerance;
        return factor < options.JumpFactor ? null
            : isPower ? HistoryProblemKind.Redenomination
            : factor >= options.ReuseFactor || missing >= options.ReuseGapBars ? HistoryProblemKind.TickerReuse
            : HistoryProblemKind.Jump;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
