using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a history document.</summary>
internal static class HistoryJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, HistoryDocument document)
    {
        writer.WriteString("quote", document.Quote.ToString());
        writer.WriteString("interval", DurationText.Format(document.IntervalSeconds));
        writer.WriteStartObject("source");
        writer.WriteString("file", document.Source.File);
        writer.WriteString("hash", document.Source.Hash.ToString());
        writer.WriteEndObject();
        writer.WriteStartArray("accepted");
        foreach (string name in document.Accepted)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("assets");
        foreach (UnderlyingId asset in document.Assets)
        {
            writer.WriteStringValue(asset.ToString());
        }

        writer.WriteEndArray();
        writer.WriteStartArray("breaks");
        foreach (HistoryBreak one in document.Breaks)
        {
            writer.WriteStartObject();
            writer.WriteString("asset", one.Asset.ToString());
            writer.WriteInstant("time", one.Time);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("bars");
        for (int row = 0; row < document.Times.Length; row++)
        {
            WriteBar(writer, document, row);
        }

        writer.WriteEndArray();
    }

    private static void WriteBar(Utf8JsonWriter writer, HistoryDocument document, int row)
    {
        writer.WriteStartObject();
        writer.WriteInstant("time", document.Times[row]);
        writer.WriteStartArray("closes");
        for (int asset = 0; asset < document.Assets.Length; asset++)
        {
            Price close = document.CloseOf(row, asset);
            if (close.Raw == 0)
            {
                writer.WriteNullValue();
            }
            else
            {
                writer.WriteStringValue(DecimalText.Format(close.Raw, Price.Decimals));
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
