using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.History;

/// <summary>A history document as the price series that calibration computes with.</summary>
public static class DocumentHistory
{
    private const long DaySeconds = 86_400;
    private const double RawPerUnit = 1e8;

    /// <summary>
    /// The series of a document, examined again: a document that somebody changed is no safer than a file.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="file">Its file's name, for refusals.</param>
    /// <exception cref="MarginException">What <see cref="HistoryCheck.Require"/> refuses.</exception>
    public static PriceHistory Require(HistoryDocument document, string file)
    {
        PriceHistory history = Of(document, file);
        HistoryCheck.Require(history, new HistoryCheckOptions(), document.Accepted);
        return history;
    }

    /// <summary>The accepted names that concern some assets only.</summary>
    /// <param name="document">The document.</param>
    /// <param name="assets">The assets.</param>
    public static ImmutableArray<string> AcceptedOf(HistoryDocument document, IReadOnlyCollection<string> assets) =>
        [.. document.Accepted.Where(name => name.Split(':') is [_, string asset, ..] && assets.Contains(asset))];

    internal static PriceHistory Of(HistoryDocument document, string file)
    {
        bool isDaily = document.IntervalSeconds == DaySeconds
            && document.Times.All(static time => time.Seconds % DaySeconds == 0);
        return new PriceHistory(
            file,
            HistoryRows.Hash(document),
            document.Times[^1],
            isDaily ? PriceLayout.DailyCloses : PriceLayout.TimedCloses,
            [.. Enumerable.Range(0, document.Assets.Length).Select(asset => SeriesOf(document, asset))]);
    }

    private static PriceSeries SeriesOf(HistoryDocument document, int asset)
    {
        UnderlyingId name = document.Assets[asset];
        ImmutableArray<PriceBar>.Builder bars = ImmutableArray.CreateBuilder<PriceBar>();
        for (int row = 0; row < document.Times.Length; row++)
        {
            long raw = document.CloseOf(row, asset).Raw;
            if (raw != 0)
            {
                bars.Add(PriceBar.OfClose(document.Times[row], raw / RawPerUnit));
            }
        }

        return new PriceSeries(name.ToString(), bars.ToImmutable())
        {
            Breaks = [.. document.Breaks.Where(one => one.Asset == name).Select(static one => one.Time)],
        };
    }
}
