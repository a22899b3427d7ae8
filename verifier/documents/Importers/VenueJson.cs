using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>
/// Rows from JSON: a recorder's option summaries (<c>/params/options</c>, spot beside them), or the venue's own reply
/// to a query (<c>/result</c>). Members of a row that the importer does not take are reported, repeated ones refused.
/// </summary>
internal static class VenueJson
{
    private const string AcceptedRoot =
        "an object with /params/options (option summaries) or /result (tickers, book summaries)";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Reads the rows of a document.</summary>
    public static VenueTable Read(string file, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Strict);
            return ReadRoot(file, document.RootElement);
        }
        catch (JsonException failure)
        {
            long line = (failure.LineNumber ?? 0) + 1;
            string place = $"line {line.ToString(CultureInfo.InvariantCulture)}";
            throw Malformed(file, place, "one JSON document without repeated members");
        }
        catch (InvalidOperationException)
        {
            // Asking a string for its text is where the platform finds half a surrogate pair.
            throw Malformed(file, "/", "strings of whole Unicode characters");
        }
    }

    private static VenueTable ReadRoot(string file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Mismatch(file, "/", root, AcceptedRoot);
        }

        if (root.TryGetProperty("result", out JsonElement result) && result.ValueKind == JsonValueKind.Array)
        {
            return ReadRows(file, "/result", result, [VenueLayout.Ticker, VenueLayout.BookSummary]);
        }

        JsonElement parameters = Member(file, root, string.Empty, "params", JsonValueKind.Object);
        JsonElement options = Member(file, parameters, "/params", "options", JsonValueKind.Array);
        return ReadRows(file, "/params/options", options, [VenueLayout.OptionSummary]) with
        {
            SharedSpot = ReadSpot(file, Member(file, root, string.Empty, "context", JsonValueKind.Object), parameters),
        };
    }

    private static SharedSpot ReadSpot(string file, JsonElement context, JsonElement parameters)
    {
        string currency = Member(file, context, "/context", "currency", JsonValueKind.String).GetString()!;
        if (!AsciiName.TryPack(currency, UnderlyingId.MaxLetters, out ulong letters))
        {
            throw new MarginException(
                ErrorCode.IdentifierMalformed,
                file,
                "/context/currency",
                Excerpt.Of(currency),
                "one to eight of A-Z and 0-9");
        }

        string[] texts = new string[VenueLayout.SharedSpot.Columns.Length];
        Array.Fill(texts, string.Empty);
        texts[(int)VenueField.Time] = Member(file, parameters, "/params", "at", JsonValueKind.String).GetString()!;
        JsonElement price = Member(file, parameters, "/params", "underlyingPrice", JsonValueKind.Number);
        texts[(int)VenueField.Spot] = price.GetRawText();
        return new SharedSpot(
            new UnderlyingId(letters), new VenueRecord(file, VenueLayout.SharedSpot, "/params", IsTable: false, texts));
    }

    private static VenueTable ReadRows(string file, string path, JsonElement rows, ImmutableArray<VenueLayout> layouts)
    {
        List<VenueRecord> records = [];
        HashSet<string> unused = [];
        VenueLayout layout = layouts[^1];
        if (rows.GetArrayLength() > VenueTable.MaxRows)
        {
            throw VenueTable.TooManyRows(file);
        }

        foreach (JsonElement row in rows.EnumerateArray())
        {
            string place = $"{path}/{records.Count.ToString(CultureInfo.InvariantCulture)}";
            if (row.ValueKind != JsonValueKind.Object)
            {
                throw Mismatch(file, place, row, "an object");
            }

            ImmutableHashSet<string> names = [.. row.EnumerateObject().Select(member => member.Name)];
            layout = layouts.FirstOrDefault(kind => kind.Matches(names))
                ?? throw new MarginException(
                    ErrorCode.MemberMissing, file, place, string.Empty, $"the members of a {layouts[^1].Name}");
            records.Add(ReadRow(file, place, row, layout));
            unused.UnionWith(names.Where(name => !layout.Columns.Contains(name)));
        }

        return new VenueTable(layout, records, [.. unused.Order(StringComparer.Ordinal)]);
    }

    private static VenueRecord ReadRow(string file, string place, JsonElement row, VenueLayout layout)
    {
        string[] texts = new string[layout.Columns.Length];
        for (int field = 0; field < texts.Length; field++)
        {
            string? name = layout.Columns[field];
            texts[field] = name is not null && row.TryGetProperty(name, out JsonElement element)
                ? ReadText(file, $"{place}/{name}", element)
                : string.Empty;
        }

        return new VenueRecord(file, layout, place, IsTable: false, texts);
    }

    private static string ReadText(string file, string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Null => string.Empty,
        _ => throw Mismatch(file, path, element, "a number, a string or null"),
    };

    private static JsonElement Member(string file, JsonElement parent, string path, string name, JsonValueKind kind)
    {
        string place = $"{path}/{name}";
        if (!parent.TryGetProperty(name, out JsonElement element))
        {
            throw new MarginException(ErrorCode.MemberMissing, file, place, string.Empty, AcceptedRoot);
        }

        return element.ValueKind == kind
            ? element
            : throw Mismatch(file, place, element, kind.ToString());
    }

    private static MarginException Malformed(string file, string place, string accepted) =>
        new(ErrorCode.JsonMalformed, file, place, string.Empty, accepted);

    private static MarginException Mismatch(string file, string path, JsonElement element, string accepted) =>
        new(ErrorCode.TypeMismatch, file, path, element.ValueKind.ToString(), accepted);
}
