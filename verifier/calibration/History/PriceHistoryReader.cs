using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.History;

/// <summary>Reads price tables, plain or gzip. What it does not understand it refuses, naming line and field.</summary>
public static class PriceHistoryReader
{
    /// <summary>The name of the series in a file that names none.</summary>
    public const string SingleSeriesName = "close";

    private static readonly string[] AssetBarsHeader = ["unix", "asset", "open", "high", "low", "close"];
    private static readonly string[] SingleBarsHeader = ["time_utc", "open", "high", "low", "close", "volume"];

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.TableMalformed"/>, <see cref="ErrorCode.DecimalMalformed"/>,
    /// <see cref="ErrorCode.InstantMalformed"/>, or what <see cref="VenueFile.ToText"/> refuses.
    /// </exception>
    public static PriceHistory Read(VenueFile file)
    {
        string text = file.ToText();
        using PriceTable table = new(file.Name, text);
        string[] header = table.Header();
        PriceLayout layout = LayoutOf(table, header);
        List<string> names = [];
        Dictionary<string, ImmutableArray<PriceBar>.Builder> bars = [];
        if (layout is PriceLayout.DailyCloses or PriceLayout.TimedCloses)
        {
            names.AddRange(header.Skip(1));
            names.ForEach(name => bars.Add(name, ImmutableArray.CreateBuilder<PriceBar>()));
        }

        while (table.Next())
        {
            ReadRow(table, layout, names, bars);
        }

        ImmutableArray<PriceSeries> series =
            [.. names.Select(name => new PriceSeries(name, bars[name].ToImmutable()))];
        Instant end = series.SelectMany(static one => one.Bars)
            .Select(static bar => bar.Time)
            .DefaultIfEmpty()
            .Max();
        return new PriceHistory(file.Name, Keccak256.Hash(Encoding.UTF8.GetBytes(text)), end, layout, series);
    }

    private static PriceLayout LayoutOf(PriceTable table, string[] header)
    {
        if (header.SequenceEqual(AssetBarsHeader))
        {
            return PriceLayout.AssetBars;
        }

        if (header.SequenceEqual(SingleBarsHeader))
        {
            return PriceLayout.SingleBars;
        }

        string[] names = header[1..];
        bool named = names.Length > 0
            && names.All(static name => name.Length > 0)
            && names.Distinct(StringComparer.Ordinal).Count() == names.Length;
        return (header[0], named) switch
        {
            ("date", true) => PriceLayout.DailyCloses,
            ("unix", true) => PriceLayout.TimedCloses,
            _ => throw table.Malformed(
                string.Join(',', header),
                $"date or unix and distinct names, {string.Join(',', AssetBarsHeader)} or "
                    + string.Join(',', SingleBarsHeader)),
        };
    }

    private static void ReadRow(
        PriceTable table,
        PriceLayout layout,
        List<string> names,
        Dictionary<string, ImmutableArray<PriceBar>.Builder> bars)
    {
        switch (layout)
        {
            case PriceLayout.DailyCloses:
                ReadCloses(table, table.Date(0), names, bars);
                break;
            case PriceLayout.TimedCloses:
                ReadCloses(table, table.UnixSeconds(0), names, bars);
                break;
            case PriceLayout.AssetBars:
                SeriesOf(table.Name(1), names, bars).Add(ReadBar(table, table.UnixSeconds(0), 2));
                break;
            default:
                _ = table.Decimal(5);
                SeriesOf(SingleSeriesName, names, bars).Add(ReadBar(table, table.UtcTime(0), 1));
                break;
        }
    }

    private static void ReadCloses(
        PriceTable table,
        Instant time,
        List<string> names,
        Dictionary<string, ImmutableArray<PriceBar>.Builder> bars)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (!table.IsBlank(i + 1))
            {
                bars[names[i]].Add(PriceBar.OfClose(time, table.Decimal(i + 1)));
            }
        }
    }

    private static PriceBar ReadBar(PriceTable table, Instant time, int first) =>
        new(time, table.Decimal(first), table.Decimal(first + 1), table.Decimal(first + 2), table.Decimal(first + 3));

    private static ImmutableArray<PriceBar>.Builder SeriesOf(
        string name,
        List<string> names,
        Dictionary<string, ImmutableArray<PriceBar>.Builder> bars)
    {
        if (!bars.TryGetValue(name, out ImmutableArray<PriceBar>.Builder? series))
        {
            series = ImmutableArray.CreateBuilder<PriceBar>();
            bars.Add(name, series);
            names.Add(name);
        }

        return series;
    }
}
