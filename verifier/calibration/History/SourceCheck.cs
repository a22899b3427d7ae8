using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.History;

/// <summary>Compares a series with the series of the same name in another source.</summary>
internal static class SourceCheck
{
    /// <summary>The first of each run of bars whose closes lie too far apart; none if the bars are not alike.</summary>
    internal static IEnumerable<HistoryProblem> Find(
        PriceSeries series,
        PriceHistory reference,
        HistoryCheckOptions options)
    {
        PriceSeries? other = reference.Series.FirstOrDefault(one => one.Name == series.Name);

        // An hour's close and a day's close bear the same time and are a day apart.
        if (other is null || Spacing.Of(other) != Spacing.Of(series))
        {
            yield break;
        }

        ILookup<Instant, double> closes = other.Bars.ToLookup(static bar => bar.Time, static bar => bar.Close);
        bool wasApart = false;
        for (int at = 0; at < series.Bars.Length; at++)
        {
            PriceBar bar = series.Bars[at];
            bool isApart = closes[bar.Time].Any(close => IsApart(bar.Close, close, options.SourceFactor));
            if (isApart && !wasApart)
            {
                string found = bar.Close.ToString(CultureInfo.InvariantCulture);
                string expected = closes[bar.Time].First().ToString(CultureInfo.InvariantCulture);
                string detail = $"{found}, {expected} in {reference.File}";
                yield return new HistoryProblem(HistoryProblemKind.SourceMismatch, series.Name, bar.Time, detail)
                {
                    Line = series.LineOf(at),
                };
            }

            wasApart = isApart;
        }
    }

    private static bool IsApart(double left, double right, double factor) =>
        left > 0 && right > 0 && Math.Max(left / right, right / left) > factor;
}
