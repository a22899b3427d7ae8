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
    public static PriceHistory Read(VenueFile file) => Read(file, [], null, out _);

    /// <summary>Reads a file, its prices also in integers.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="wanted">The series to read, of a file that names any; empty reads all.</param>
    /// <param name="rounding">What to do with a price finer than 1e-8; null reads doubles only.</param>
    /// <param name="counts">How many rows there are, and what was rounded.</param>
    internal static PriceHistory Read(
        VenueFile file, IReadOnlyCollection<string> wanted, ImportRounding? rounding, out PriceCounts counts)
    {
        string text = file.ToText();
        using PriceTable table = new(file.Name, text, rounding);
        string[] header = table.Header();
        PriceLayout layout = LayoutOf(table, header);
        SeriesBuilders builders = new(wanted);
        if (layout is PriceLayout.DailyCloses or PriceLayout.TimedCloses)
        {
            foreach (string name in header[1..])
            {
                builders.Of(name);
            }
        }

        int rows = 0;
        while (table.Next())
        {
            ReadRow(table, layout, header, builders);
            rows++;
        }

        counts = new PriceCounts(rows, table.RoundedCount, [.. table.Rounded]);
        Bytes32 hash = Keccak256.Hash(Encoding.UTF8.GetBytes(text));
        return new PriceHistory(file.Name, hash, builders.End, layout, builders.ToSeries());
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

    private static void ReadRow(PriceTable table, PriceLayout layout, string[] header, SeriesBuilders builders)
    {
        switch (layout)
        {
            case PriceLayout.DailyCloses:
                ReadCloses(table, table.Date(0), header, builders);
                break;
            case PriceLayout.TimedCloses:
                ReadCloses(table, table.UnixSeconds(0), header, builders);
                break;
            case PriceLayout.AssetBars:
                ReadNamedBar(table, table.UnixSeconds(0), builders);
                break;
            default:
                _ = table.Decimal(5);
                ReadSingleBar(table, table.UtcTime(0), builders);
                break;
        }
    }

    private static void ReadCloses(PriceTable table, Instant time, string[] header, SeriesBuilders builders)
    {
        for (int column = 1; column < header.Length; column++)
        {
            if (!table.IsBlank(column) && builders.Wants(header[column], time))
            {
                double close = table.Price(column, out Price exact);
                builders.Of(header[column]).Add(PriceBar.OfClose(time, close), new PriceOrigin(table.Line, exact));
            }
        }
    }

    private static void ReadNamedBar(PriceTable table, Instant time, SeriesBuilders builders)
    {
        string name = table.Name(1);
        SeriesBuilder series = builders.Of(name);
        if (builders.Wants(name, time))
        {
            ReadBar(table, time, 2, series);
        }
    }

    /// <summary>Whatever the one series is to be called, it is wanted.</summary>
    private static void ReadSingleBar(PriceTable table, Instant time, SeriesBuilders builders)
    {
        _ = builders.Wants(SingleSeriesName, time);
        ReadBar(table, time, 1, builders.Of(SingleSeriesName));
    }

    private static void ReadBar(PriceTable table, Instant time, int first, SeriesBuilder series)
    {
        double open = table.Price(first, out _);
        double high = table.Price(first + 1, out _);
        double low = table.Price(first + 2, out _);
        double close = table.Price(first + 3, out Price exact);
        series.Add(new PriceBar(time, open, high, low, close), new PriceOrigin(table.Line, exact));
    }

    /// <summary>Series in the order in which the file first names them; those not wanted stay empty.</summary>
    private sealed class SeriesBuilders(IReadOnlyCollection<string> wanted)
    {
        private readonly Dictionary<string, SeriesBuilder> _byName = [];
        private readonly List<string> _names = [];

        /// <summary>The latest time of any series, wanted or not.</summary>
        internal Instant End { get; private set; }

        /// <summary>Whether a series is read; its bar is one of the file's in either case.</summary>
        internal bool Wants(string name, Instant time)
        {
            End = time > End ? time : End;
            return wanted.Count == 0 || wanted.Contains(name);
        }

        internal SeriesBuilder Of(string name)
        {
            if (!_byName.TryGetValue(name, out SeriesBuilder? builder))
            {
                builder = new SeriesBuilder();
                _byName.Add(name, builder);
                _names.Add(name);
            }

            return builder;
        }

        internal ImmutableArray<PriceSeries> ToSeries() => [.. _names.Select(name => _byName[name].ToSeries(name))];
    }

    private sealed class SeriesBuilder
    {
        private readonly ImmutableArray<PriceBar>.Builder _bars = ImmutableArray.CreateBuilder<PriceBar>();
        private readonly ImmutableArray<PriceOrigin>.Builder _origins = ImmutableArray.CreateBuilder<PriceOrigin>();

        internal void Add(PriceBar bar, PriceOrigin origin)
        {
            _bars.Add(bar);
            _origins.Add(origin);
        }

        internal PriceSeries ToSeries(string name) =>
            new(name, _bars.ToImmutable()) { Origins = _origins.ToImmutable() };
    }
}

/// <summary>What reading a file counted.</summary>
/// <param name="Rows">Rows below the header.</param>
/// <param name="Rounded">How many prices were rounded.</param>
/// <param name="Examples">The first of them.</param>
internal readonly record struct PriceCounts(int Rows, int Rounded, ImmutableArray<RoundedValue> Examples);
