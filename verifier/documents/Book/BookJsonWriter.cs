using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a book document.</summary>
internal static class BookJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, BookDocument document)
    {
        Book book = document.Book;
        writer.WriteString("account", book.Account.ToString());
        writer.WriteNumber("sequence", book.Sequence);
        writer.WriteString("cash", DecimalText.Format(book.Cash.Raw, Money.DecimalsOf(document.Settlement)));
        writer.WriteStartArray("collateral");
        foreach (CollateralBalance balance in book.Collateral)
        {
            writer.WriteStartObject();
            writer.WriteString("asset", balance.Asset.ToString());
            writer.WriteQuantity("amount", balance.Amount);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("positions");
        foreach (Position position in book.Positions)
        {
            WritePosition(writer, position);
        }

        writer.WriteEndArray();
        if (!document.OpenOrders.IsEmpty)
        {
            WriteOpenOrders(writer, document);
        }
    }

    /// <summary>One row.</summary>
    internal static void WritePosition(Utf8JsonWriter writer, Position position)
    {
        writer.WriteStartObject();
        writer.WriteString("instrument", InstrumentText.Format(position.Instrument));
        writer.WriteQuantity("quantity", position.Quantity);
        if (position.Instrument.HasEntryPrice)
        {
            writer.WritePrice("entryPrice", position.EntryPrice);
        }

        if (position.Instrument.Kind == InstrumentKind.Perpetual)
        {
            writer.WriteRatio("fundingIndex", position.FundingIndex);
        }

        writer.WriteEndObject();
    }

    private static void WriteOpenOrders(Utf8JsonWriter writer, BookDocument document)
    {
        writer.WriteStartArray("openOrders");
        foreach (OpenOrder order in document.OpenOrders)
        {
            writer.WriteStartObject();
            writer.WriteString("instrument", InstrumentText.Format(order.Instrument));
            writer.WriteQuantity("quantity", order.Quantity);
            writer.WritePrice("limitPrice", order.LimitPrice);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
