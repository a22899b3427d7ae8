using System;
using System.Collections.Generic;
using System.Text.Json;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>A trade as it is written: an instrument's name and how much of it.</summary>
/// <param name="Name">The name, as it was written.</param>
/// <param name="Instrument">The instrument.</param>
/// <param name="Size">
/// How much, raw 1e-8: a quantity, or where <see cref="IsInQuote"/> an amount of the quote currency.
/// </param>
/// <param name="IsInQuote">
/// Whether a venue's name was written of what its venue trades in the quote currency: a perpetual or future settled in
/// the coin.
/// </param>
public readonly record struct WrittenTrade(string Name, InstrumentId Instrument, long Size, bool IsInQuote);

/// <summary>
/// What-if trades as text: <c>INSTRUMENT=QUANTITY</c>, or Deribit's map of simulated positions, a JSON object whose
/// members are names and whose values are sizes, each a number or a decimal string.
/// </summary>
public static class TradeText
{
    /// <summary>Largest map accepted, 1 MiB.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>What is accepted, as a phrase for a refusal.</summary>
    public const string Accepted = "INSTRUMENT=QUANTITY, or a JSON object of names and sizes, or a .json file of one";

    private const string AcceptedName =
        InstrumentText.Accepted + "; or a venue's name, as BTC-27JUN25-100000-C or BTC-PERPETUAL";

    /// <summary>Whether the text is a map itself.</summary>
    public static bool IsMap(string text) => text.TrimStart().StartsWith('{');

    /// <summary>Reads one trade, <c>INSTRUMENT=QUANTITY</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands, for refusals.</param>
    /// <exception cref="MarginException">What is wrong with it.</exception>
    public static WrittenTrade Parse(string text, string place)
    {
        int equals = text.LastIndexOf('=');
        return equals < 0
            ? throw new MarginException(ErrorCode.CommandLineMalformed, string.Empty, place, text, Accepted)
            : Written(text[..equals], text[(equals + 1)..], string.Empty, place);
    }

    /// <summary>Reads a map; a name may stand in it once.</summary>
    /// <param name="json">The map's bytes.</param>
    /// <param name="file">The file's name, for refusals; empty where it is none.</param>
    /// <exception cref="MarginException">What is wrong, and where.</exception>
    public static IReadOnlyList<WrittenTrade> ParseMap(ReadOnlyMemory<byte> json, string file)
    {
        using JsonDocument document = Open(json, file);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw Refuse(ErrorCode.TypeMismatch, file, string.Empty, $"{document.RootElement.ValueKind}", Accepted);
        }

        List<WrittenTrade> trades = [];
        HashSet<string> names = [];
        foreach (JsonProperty member in document.RootElement.EnumerateObject())
        {
            string name = TextOf(member, static named => named.Name, file);
            string path = $"/{name}";
            if (!names.Add(name))
            {
                throw Refuse(ErrorCode.MemberDuplicate, file, path, name, "each name once");
            }

            string size = member.Value.ValueKind switch
            {
                JsonValueKind.Number => member.Value.GetRawText(),
                JsonValueKind.String => TextOf(member, static sized => sized.Value.GetString()!, file),
                _ => throw Refuse(
                    ErrorCode.TypeMismatch, file, path, $"{member.Value.ValueKind}", "a number, or one as a string"),
            };
            trades.Add(Written(name, size, file, path));
        }

        return trades.Count > 0
            ? trades
            : throw Refuse(ErrorCode.RowCountOutOfRange, file, string.Empty, "0 trades", "at least one");
    }

    private static string TextOf(JsonProperty member, Func<JsonProperty, string> text, string file)
    {
        try
        {
            return text(member);
        }
        catch (InvalidOperationException)
        {
            // An escaped surrogate without its other half: no text.
            throw Refuse(ErrorCode.JsonMalformed, file, string.Empty, member.Value.GetRawText(), "paired surrogates");
        }
    }

    private static JsonDocument Open(ReadOnlyMemory<byte> json, string file)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 2 });
        }
        catch (JsonException malformed)
        {
            throw Refuse(ErrorCode.JsonMalformed, file, string.Empty, malformed.Message, Accepted);
        }
    }

    private static WrittenTrade Written(string name, string size, string file, string path)
    {
        bool isVenue = !InstrumentText.TryParse(name, out InstrumentId instrument);
        if (isVenue && !VenueName.TryParse(name, out instrument))
        {
            throw Refuse(ErrorCode.IdentifierMalformed, file, path, name, AcceptedName);
        }

        long raw = DecimalText.Parse(size, Quantity.Decimals, 1 - Quantity.Limit, Quantity.Limit - 1, file, path);
        return raw == 0
            ? throw Refuse(ErrorCode.QuantityZero, file, path, $"{name}={size}", "a quantity other than zero")
            : new WrittenTrade(
                name,
                instrument,
                raw,
                isVenue && instrument.Settlement == Settlement.Inverse && instrument.HasEntryPrice);
    }

    private static MarginException Refuse(ErrorCode code, string file, string path, string value, string accepted) =>
        new(code, file, path, value, accepted);
}
