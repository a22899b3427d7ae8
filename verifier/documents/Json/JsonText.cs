using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text.Encodings.Web;
using System.Text.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Json;

/// <summary>Writes a document in its one layout: UTF-8, two spaces, line feeds, a final line feed.</summary>
internal static class JsonText
{
    // Documents are files, not parts of web pages: '+' and quotes in labels stay readable.
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        IndentCharacter = ' ',
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The same on one line.</summary>
    private static readonly JsonWriterOptions OneLine = new() { Encoder = Layout.Encoder };

    /// <summary>A document with a schema as one line, appended.</summary>
    internal static void AppendLine(IBufferWriter<byte> buffer, string schema, Action<Utf8JsonWriter> members)
    {
        using (Utf8JsonWriter writer = new(buffer, OneLine))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", schema);
            members(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
    }

    /// <summary>The bytes of a document with a schema, whose other members the caller writes.</summary>
    internal static byte[] Write(string schema, Action<Utf8JsonWriter> members) =>
        Write(writer =>
        {
            writer.WriteString("schema", schema);
            members(writer);
        });

    /// <summary>The bytes of a document whose members the caller writes.</summary>
    internal static byte[] Write(Action<Utf8JsonWriter> members)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Layout))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A ratio as a decimal string.</summary>
    internal static void WriteRatio(this Utf8JsonWriter writer, string member, Ratio ratio) =>
        writer.WriteString(member, DecimalText.Format(ratio.Raw, Ratio.Decimals));

    /// <summary>A price as a decimal string.</summary>
    internal static void WritePrice(this Utf8JsonWriter writer, string member, Price price) =>
        writer.WriteString(member, DecimalText.Format(price.Raw, Price.Decimals));

    /// <summary>A volatility as a decimal string.</summary>
    internal static void WriteVolatility(this Utf8JsonWriter writer, string member, Volatility volatility) =>
        writer.WriteString(member, DecimalText.Format(volatility.Raw, Volatility.Decimals));

    /// <summary>A quantity as a decimal string.</summary>
    internal static void WriteQuantity(this Utf8JsonWriter writer, string member, Quantity quantity) =>
        writer.WriteString(member, DecimalText.Format(quantity.Raw, Quantity.Decimals));

    /// <summary>An amount of money with the settlement currency's places.</summary>
    internal static void WriteMoney(this Utf8JsonWriter writer, string member, Money money, int places) =>
        writer.WriteString(member, DecimalText.Format(money.Raw, places));

    /// <summary>A list of words.</summary>
    internal static void WriteTexts(this Utf8JsonWriter writer, string member, IEnumerable<string> texts)
    {
        writer.WriteStartArray(member);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>A moment.</summary>
    internal static void WriteInstant(this Utf8JsonWriter writer, string member, Instant instant) =>
        writer.WriteString(member, InstantText.Format(instant));
}
