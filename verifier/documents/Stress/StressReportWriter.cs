using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a stress document.</summary>
internal static class StressReportWriter
{
    internal static void Write(Utf8JsonWriter writer, StressReport report)
    {
        int places = Money.DecimalsOf(report.Settlement);
        ResultJsonWriter.WriteIdentity(
            writer, report.EngineId, report.Inputs, report.Account, report.Sequence, report.ObservedAt);
        writer.WriteString("settlement", report.Settlement.ToString());
        writer.WriteString("stresses", report.Stresses);
        writer.WriteStartObject("before");
        WriteFigures(writer, report.Before, places);
        writer.WriteEndObject();
        writer.WriteStartArray("outcomes");
        foreach (StressOutcome outcome in report.Outcomes)
        {
            writer.WriteStartObject();
            WriteOutcome(writer, outcome, places);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOutcome(Utf8JsonWriter writer, StressOutcome outcome, int places)
    {
        writer.WriteString("label", outcome.Stress.Label);
        writer.WriteString("source", outcome.Stress.Source);
        writer.WriteString("assumption", outcome.Stress.Assumption);
        WriteFigures(writer, outcome.After, places);
        writer.WriteMoney("loss", outcome.Loss, places);
        writer.WriteMoney("shortfall", outcome.Shortfall, places);
        writer.WriteMoney("withdrawn", outcome.Withdrawn, places);
        WriteWorst(writer, outcome.Worst, places);
        writer.WriteStartArray("moves");
        foreach (StressMove move in outcome.Moves)
        {
            writer.WriteStartObject();
            writer.WriteString("underlying", move.Underlying.ToString());
            writer.WriteRatio("spot", move.Spot);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteTexts("notes", outcome.Notes);
    }

    private static void WriteFigures(Utf8JsonWriter writer, MarginResult result, int places)
    {
        writer.WriteMoney("equity", result.Equity, places);
        writer.WriteMoney("initialMargin", result.InitialMargin, places);
        writer.WriteMoney("maintenanceMargin", result.MaintenanceMargin, places);
        writer.WriteMoney("excess", result.Excess, places);
        writer.WriteBoolean("belowMaintenance", result.Equity.Raw < result.MaintenanceMargin.Raw);
        writer.WriteTexts("assumed", ResultNames.Of(result.Assumed));
    }

    private static void WriteWorst(Utf8JsonWriter writer, StressRow? worst, int places)
    {
        if (worst is null)
        {
            writer.WriteNull("worst");
            return;
        }

        writer.WriteStartObject("worst");
        writer.WriteString("row", StressText.Of(worst));
        writer.WriteMoney("loss", worst.Loss, places);
        writer.WriteEndObject();
    }
}
