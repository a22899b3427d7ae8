using System;
using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a trade document.</summary>
internal static class TradeJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, TradeDocument document)
    {
        int places = Money.DecimalsOf(document.Head.Settlement);
        ResultJsonWriter.WriteHead(writer, document.Head);
        writer.WriteStartArray("trades");
        foreach (Trade trade in document.Trades)
        {
            writer.WriteStartObject();
            writer.WriteString("instrument", InstrumentText.Format(trade.Instrument));
            writer.WriteQuantity("quantity", trade.Quantity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteSide(writer, "before", document.Before, places);
        WriteSide(writer, "after", document.After, places);
        WriteDifference(writer, document, places);
        writer.WriteStartArray("positions");
        foreach (Position position in document.After.Book.Positions)
        {
            BookJsonWriter.WritePosition(writer, position);
        }

        writer.WriteEndArray();
    }

    private static void WriteSide(Utf8JsonWriter writer, string name, TradeSide side, int places)
    {
        writer.WriteStartObject(name);
        foreach (TradeFigure figure in TradeDocument.Figures)
        {
            writer.WriteString(figure.Name, DecimalText.Format(figure.Of(side), places));
        }

        writer.WriteString("health", ResultNames.Health(side.Result));
        ResultJsonWriter.WriteWorst(writer, side.Result, side.WorstLabel, places);
        ResultJsonWriter.WriteComponents(writer, side.Result, places);
        writer.WriteEndObject();
    }

    private static void WriteDifference(Utf8JsonWriter writer, TradeDocument document, int places)
    {
        writer.WriteStartObject("difference");
        foreach (TradeFigure figure in TradeDocument.Figures)
        {
            Int128 difference = (Int128)figure.Of(document.After) - figure.Of(document.Before);
            writer.WriteString(figure.Name, DecimalText.Format(difference, places));
        }

        writer.WriteStartArray("components");
        for (int at = 0; at < document.After.Result.Components.Length; at++)
        {
            MarginComponent before = document.Before.Result.Components[at];
            MarginComponent after = document.After.Result.Components[at];
            writer.WriteStartObject();
            writer.WriteString("name", ResultNames.Components[(int)after.Kind]);
            writer.WriteString(
                "initial", DecimalText.Format((Int128)after.Initial.Raw - before.Initial.Raw, places));
            writer.WriteString(
                "maintenance", DecimalText.Format((Int128)after.Maintenance.Raw - before.Maintenance.Raw, places));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
