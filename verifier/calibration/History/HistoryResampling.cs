using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.History;

/// <summary>Longer bars out of shorter ones: hours make a day.</summary>
public static class HistoryResampling
{
    /// <summary>
    /// The same history in bars of another length, aligned to midnight UTC of 1970-01-01: each has the close of its
    /// last short bar, and an asset without that one has none.
    /// </summary>
    /// <param name="document">The history.</param>
    /// <param name="seconds">The length of the new bars; a multiple of the history's.</param>
    /// <param name="file">The history's file, for refusals.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ParameterOutOfRange"/>: no multiple. <see cref="ErrorCode.RowCountOutOfRange"/>: fewer than
    /// two bars.
    /// </exception>
    public static HistoryDocument To(HistoryDocument document, long seconds, string file)
    {
        long interval = document.IntervalSeconds;
        if (seconds == interval)
        {
            return document;
        }

        if (seconds < interval || seconds % interval != 0)
        {
            throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                file,
                "/interval",
                DurationText.Format(interval),
                $"an interval that divides {DurationText.Format(seconds)}");
        }

        List<Instant> times = [];
        ImmutableArray<Price>.Builder closes = ImmutableArray.CreateBuilder<Price>();
        for (int row = 0; row < document.Times.Length; row++)
        {
            long time = document.Times[row].Seconds;
            if ((time + interval) % seconds == 0)
            {
                times.Add(new Instant(time + interval - seconds));
                closes.AddRange(Enumerable.Range(0, document.Assets.Length).Select(one => document.CloseOf(row, one)));
            }
        }

        return times.Count >= 2
            ? document with
            {
                IntervalSeconds = seconds,
                Times = [.. times],
                Closes = closes.ToImmutable(),
                Breaks = [.. document.Breaks.Select(one => Aligned(one, seconds)).Distinct()],
            }
            : throw new MarginException(
                ErrorCode.RowCountOutOfRange,
                file,
                "/bars",
                times.Count.ToString(CultureInfo.InvariantCulture),
                $"at least 2 bars of {DurationText.Format(seconds)}");
    }

    private static HistoryBreak Aligned(HistoryBreak one, long seconds) =>
        one with { Time = new Instant(one.Time.Seconds - (one.Time.Seconds % seconds)) };
}
