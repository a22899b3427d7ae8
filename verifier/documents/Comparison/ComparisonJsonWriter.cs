using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a comparison document.</summary>
internal static class ComparisonJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, ComparisonDocument document)
    {
        writer.WriteString("engineId", document.EngineId.ToString());
        writer.WriteString("marketHash", document.MarketHash.ToString());
        writer.WriteString("bookHash", document.BookHash.ToString());
        writer.WriteString("account", document.Account.ToString());
        writer.WriteNumber("sequence", document.Sequence);
        writer.WriteInstant("observedAt", document.ObservedAt);
        writer.WriteString("settlement", document.Settlement.ToString());
        writer.WriteString("baseline", document.Baseline?.Name);
        writer.WriteStartArray("modes");
        foreach (ComparedMode mode in document.Modes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", mode.Name);
            writer.WriteString("rule", RuleNames.Word(mode.Rule));
            writer.WriteString("modelId", mode.ModelId.ToString());
            WriteFigures(writer, mode, Money.DecimalsOf(document.Settlement));
            WriteSaved(writer, document.SavedBy(mode), Money.DecimalsOf(document.Settlement));
            WriteRefusal(writer, mode);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFigures(Utf8JsonWriter writer, ComparedMode mode, int places)
    {
        if (mode.Result is not MarginResult result)
        {
            writer.WriteNull("figures");
            return;
        }

        writer.WriteStartObject("figures");
        ResultJsonWriter.WriteMargins(writer, result, places);
        ResultJsonWriter.WriteWorst(writer, result, mode.WorstLabel, places);
        ResultJsonWriter.WriteComponents(writer, result, places);
        writer.WriteEndObject();
    }

    private static void WriteSaved(Utf8JsonWriter writer, CapitalSaved? saved, int places)
    {
        if (saved is not CapitalSaved amounts)
        {
            writer.WriteNull("saved");
            return;
        }

        writer.WriteStartObject("saved");
        writer.WriteString("initial", DecimalText.Format(amounts.Initial, places));
        writer.WriteString("initialShare", amounts.InitialShare);
        writer.WriteString("maintenance", DecimalText.Format(amounts.Maintenance, places));
        writer.WriteString("maintenanceShare", amounts.MaintenanceShare);
        writer.WriteString("excess", DecimalText.Format(amounts.Excess, places));
        writer.WriteEndObject();
    }

    private static void WriteRefusal(Utf8JsonWriter writer, ComparedMode mode)
    {
        if (mode.Refusal is null)
        {
            writer.WriteNull("refusal");
            return;
        }

        writer.WriteStartObject("refusal");
        ErrorDocument.WriteMembers(writer, mode.Refusal);
        writer.WriteEndObject();
    }
}
