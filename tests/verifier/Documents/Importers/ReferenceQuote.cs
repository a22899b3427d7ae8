using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.VisualBasic.FileIO;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Importers;

/// <summary>
/// A row of a reference file, read by the platform's own table and JSON readers into doubles: nothing here passes
/// through the importer. <see cref="MarkText"/> keeps the digits as printed.
/// </summary>
public sealed partial record ReferenceQuote(
    string Name,
    string Pair,
    DateTime Expiry,
    double Strike,
    bool IsCall,
    long Milliseconds,
    double Underlying,
    string MarkText,
    double? Percent)
{
    private static readonly string[] TableMembers = ["instrument_name", "underlying_price", "mark_price", "mark_iv"];
    private static readonly string[] JsonMembers = ["symbol", "underlyingPrice", "markPrice", "markIV"];

    public double Mark => double.Parse(MarkText, CultureInfo.InvariantCulture);

    public double Years => Seconds / 31_536_000.0;

    public long Seconds => new DateTimeOffset(Expiry, TimeSpan.Zero).ToUnixTimeSeconds() - (Milliseconds / 1000);

    /// <summary>max(0, 1 - K/F) of a call, max(0, K/F - 1) of a put.</summary>
    public double Intrinsic => Math.Max(0, (IsCall ? 1 : -1) * (1 - (Strike / Underlying)));

    /// <summary>Every option row of a file; a file of another shape fails the test.</summary>
    public static IReadOnlyList<ReferenceQuote> ReadAll(string path)
    {
        using Stream stored = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(stored, CompressionMode.Decompress)
            : stored;
        using StreamReader reader = new(plain);
        string text = reader.ReadToEnd();
        return text.StartsWith('{') ? ReadJson(path, text) : ReadTable(path, text);
    }

    /// <summary>The last row of each instrument: what a snapshot without a time takes.</summary>
    public static IReadOnlyList<ReferenceQuote> LastOfEach(IEnumerable<ReferenceQuote> quotes) =>
        [.. quotes.GroupBy(quote => quote.Name).Select(group => group.OrderBy(quote => quote.Milliseconds).Last())];

    /// <summary>Decimal places of the finest mark.</summary>
    public static int PlacesOfFinest(IEnumerable<ReferenceQuote> quotes) =>
        quotes.Max(quote => decimal.Parse(quote.MarkText, NumberStyles.Float, CultureInfo.InvariantCulture).Scale);

    private static List<ReferenceQuote> ReadTable(string path, string text)
    {
        using TextFieldParser parser = new(new StringReader(text)) { HasFieldsEnclosedInQuotes = true };
        parser.SetDelimiters(",");
        string[] header = parser.ReadFields()!;
        string? time = new[] { "timestamp", "creation_timestamp" }.FirstOrDefault(header.Contains);
        bool known = time is not null && TableMembers[..3].All(header.Contains);
        Assert.True(known, $"{path}: unknown columns {string.Join(',', header)}");

        List<ReferenceQuote> quotes = [];
        while (!parser.EndOfData)
        {
            string[] fields = parser.ReadFields()!;
            string? Field(string column) => Array.IndexOf(header, column) is >= 0 and int at ? fields[at] : null;
            long milliseconds = long.Parse(Field(time!)!, CultureInfo.InvariantCulture);
            quotes.Add(Create(path, [.. TableMembers.Select(Field)], milliseconds));
        }

        return quotes;
    }

    private static List<ReferenceQuote> ReadJson(string path, string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.True(
            document.RootElement.TryGetProperty("params", out JsonElement parameters)
                && parameters.TryGetProperty("options", out _),
            $"{path}: unknown JSON, no /params/options");
        return
        [
            .. parameters.GetProperty("options").EnumerateArray().Select(row => Create(
                path,
                [.. JsonMembers.Select(member => row.GetProperty(member).ToString())],
                row.GetProperty("timestamp").GetDateTimeOffset().ToUnixTimeMilliseconds())),
        ];
    }

    private static ReferenceQuote Create(string path, string?[] fields, long milliseconds)
    {
        Match name = OptionName().Match(fields[0]!);
        Assert.True(name.Success, $"{path}: {fields[0]} is no option");
        DateTime day = DateTime.ParseExact(name.Groups["day"].Value, "dMMMyy", CultureInfo.InvariantCulture);
        return new ReferenceQuote(
            fields[0]!,
            name.Groups["pair"].Value,
            day.AddHours(8),
            double.Parse(name.Groups["strike"].Value.Replace('d', '.'), CultureInfo.InvariantCulture),
            name.Groups["side"].Value == "C",
            milliseconds,
            double.Parse(fields[1]!, CultureInfo.InvariantCulture),
            fields[2]!,
            string.IsNullOrEmpty(fields[3]) ? null : double.Parse(fields[3]!, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^(?<pair>[A-Z_]+)-(?<day>[0-9]{1,2}[A-Z]{3}[0-9]{2})-(?<strike>[0-9d]+)-(?<side>[CP])$")]
    private static partial Regex OptionName();
}
