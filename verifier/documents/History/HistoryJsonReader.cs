using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads the members of a history document.</summary>
internal static class HistoryJsonReader
{
    private static readonly JsonShape DocumentShape = new(
        "schema", "quote", "interval", "source", "accepted", "assets", "breaks", "bars");
    private static readonly JsonShape SourceShape = new("file", "hash");
    private static readonly JsonShape BreakShape = new("asset", "time");
    private static readonly JsonShape BarShape = new("time", "closes");

    internal static HistoryDocument Read(ref JsonCursor cursor)
    {
        AssetId quote = default;
        long interval = 0;
        HistorySource source = default;
        ImmutableArray<string> accepted = [];
        List<UnderlyingId> assets = [];
        ImmutableArray<HistoryBreak> breaks = [];
        Bars bars = new([], [], []);
        JsonMembers members = cursor.BeginObject(DocumentShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "quote":
                    quote = cursor.Asset();
                    break;
                case "interval":
                    interval = ReadInterval(ref cursor);
                    break;
                case "source":
                    source = ReadSource(ref cursor);
                    break;
                case "accepted":
                    accepted = cursor.Sort(
                        cursor.ReadRows(JsonValues.Label), string.CompareOrdinal, static name => name);
                    break;
                case "assets":
                    assets = ReadAssets(ref cursor);
                    break;
                case "breaks":
                    breaks = cursor.Sort(cursor.ReadRows(ReadBreak), Order, static one => one.Asset.ToString());
                    break;
                case "bars":
                    bars = ReadBars(ref cursor);
                    break;
            }
        }

        HistoryDocument document = Arrange(ref cursor, assets, bars) with
        {
            Quote = quote,
            IntervalSeconds = interval,
            Source = source,
            Accepted = accepted,
            Breaks = breaks,
        };
        RequireBreaks(ref cursor, document);
        return document;
    }

    private static long ReadInterval(ref JsonCursor cursor)
    {
        long seconds = cursor.Duration();
        if (seconds == 0)
        {
            cursor.Refuse(ErrorCode.ParameterOutOfRange, "0s", "an interval above 0");
        }

        return seconds;
    }

    private static HistorySource ReadSource(ref JsonCursor cursor)
    {
        string file = string.Empty;
        Bytes32 hash = default;
        JsonMembers members = cursor.BeginObject(SourceShape);
        while (cursor.NextMember(ref members))
        {
            if (cursor.Member == "file")
            {
                file = cursor.Label();
            }
            else if (cursor.Member == "hash")
            {
                hash = cursor.Word();
            }
        }

        return new HistorySource(file, hash);
    }

    private static List<UnderlyingId> ReadAssets(ref JsonCursor cursor)
    {
        List<UnderlyingId> assets = cursor.ReadRows(JsonValues.Underlying);
        if (assets.Count is 0 or > HistoryDocument.MaxAssets)
        {
            string count = assets.Count.ToString(CultureInfo.InvariantCulture);
            cursor.Refuse(ErrorCode.RowCountOutOfRange, count, $"1 to {HistoryDocument.MaxAssets} assets");
        }

        cursor.Sort(
            assets, static (left, right) => left.Letters.CompareTo(right.Letters), static one => one.ToString());
        return assets;
    }

    private static HistoryBreak ReadBreak(ref JsonCursor cursor)
    {
        UnderlyingId asset = default;
        Instant time = default;
        JsonMembers members = cursor.BeginObject(BreakShape);
        while (cursor.NextMember(ref members))
        {
            if (cursor.Member == "asset")
            {
                asset = cursor.Underlying();
            }
            else if (cursor.Member == "time")
            {
                time = cursor.Instant();
            }
        }

        return new HistoryBreak(asset, time);
    }

    private static Bars ReadBars(ref JsonCursor cursor)
    {
        Bars bars = new([], [], []);
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            JsonMembers members = cursor.BeginObject(BarShape);
            while (cursor.NextMember(ref members))
            {
                if (cursor.Member == "time")
                {
                    bars.Times.Add(ReadTime(ref cursor, bars.Times));
                }
                else if (cursor.Member == "closes")
                {
                    ReadCloses(ref cursor, bars);
                }
            }
        }

        if (bars.Times.Count is < 2 or > HistoryDocument.MaxRows)
        {
            string count = bars.Times.Count.ToString(CultureInfo.InvariantCulture);
            cursor.Refuse(ErrorCode.RowCountOutOfRange, count, $"2 to {HistoryDocument.MaxRows} bars");
        }

        return bars;
    }

    private static Instant ReadTime(ref JsonCursor cursor, List<Instant> before)
    {
        Instant time = cursor.Instant();
        if (before.Count > 0 && time <= before[^1])
        {
            cursor.Refuse(
                ErrorCode.UnsortedRows, InstantText.Format(time), $"a time after {InstantText.Format(before[^1])}");
        }

        return time;
    }

    private static void ReadCloses(ref JsonCursor cursor, Bars bars)
    {
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            bars.Closes.Add(cursor.Token == JsonTokenType.Null
                ? default
                : new Price(cursor.Decimal(Price.Decimals, 1, Price.Limit - 1, ErrorCode.PriceOutOfRange)));
        }

        bars.Ends.Add(bars.Closes.Count);
    }

    /// <summary>Columns into the order of the sorted assets; each row has one close an asset.</summary>
    private static HistoryDocument Arrange(ref JsonCursor cursor, List<UnderlyingId> assets, Bars bars)
    {
        int[] order = JsonRows.SortedIndices(assets, static (left, right) => left.Letters.CompareTo(right.Letters));
        ImmutableArray<Price>.Builder closes = ImmutableArray.CreateBuilder<Price>(bars.Closes.Count);
        bool[] hasClose = new bool[assets.Count];
        for (int row = 0; row < bars.Times.Count; row++)
        {
            int start = row == 0 ? 0 : bars.Ends[row - 1];
            int count = bars.Ends[row] - start;
            if (count != assets.Count)
            {
                string place = string.Create(CultureInfo.InvariantCulture, $"bars/{row}/closes");
                string accepted = $"{assets.Count.ToString(CultureInfo.InvariantCulture)} closes, one an asset";
                string found = count.ToString(CultureInfo.InvariantCulture);
                cursor.RefuseAt(place, ErrorCode.RowCountOutOfRange, found, accepted);
            }

            foreach (int column in order)
            {
                Price close = bars.Closes[start + column];
                hasClose[column] |= close.Raw != 0;
                closes.Add(close);
            }
        }

        int empty = Array.IndexOf(hasClose, false);
        if (empty >= 0)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"assets/{empty}");
            cursor.RefuseAt(place, ErrorCode.MemberMissing, assets[empty].ToString(), "an asset with a close");
        }

        return new HistoryDocument(
            default,
            0,
            default,
            [],
            [.. Array.ConvertAll(order, index => assets[index])],
            [],
            [.. bars.Times],
            closes.MoveToImmutable());
    }

    private static void RequireBreaks(ref JsonCursor cursor, HistoryDocument document)
    {
        foreach (HistoryBreak one in document.Breaks)
        {
            int row = document.Times.BinarySearch(one.Time);
            int asset = document.Assets.IndexOf(one.Asset);
            if (row < 0 || asset < 0 || document.CloseOf(row, asset).Raw == 0)
            {
                string found = $"{one.Asset} {InstantText.Format(one.Time)}";
                cursor.RefuseAt("breaks", ErrorCode.DocumentInconsistent, found, "a bar that the asset has");
            }
        }
    }

    private static int Order(HistoryBreak left, HistoryBreak right)
    {
        int byAsset = left.Asset.Letters.CompareTo(right.Asset.Letters);
        return byAsset != 0 ? byAsset : left.Time.Seconds.CompareTo(right.Time.Seconds);
    }

    /// <summary>Rows as they are read: the closes of all rows in one list, and where each row's end.</summary>
    private readonly record struct Bars(List<Instant> Times, List<Price> Closes, List<int> Ends);
}
