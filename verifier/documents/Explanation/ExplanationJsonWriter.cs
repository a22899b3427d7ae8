using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of an explanation document.</summary>
internal static class ExplanationJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, ExplanationDocument document)
    {
        int places = Money.DecimalsOf(document.Head.Settlement);
        ResultJsonWriter.WriteHead(writer, document.Head);
        writer.WriteMoney("initialMargin", document.Result.InitialMargin, places);
        writer.WriteMoney("maintenanceMargin", document.Result.MaintenanceMargin, places);
        ResultJsonWriter.WriteComponents(writer, document.Result, places);
        writer.WriteStartArray("contributions");
        for (int at = 0; at < document.Contributions.Contributors.Length; at++)
        {
            WriteContribution(writer, document.Contributions, at, places);
        }

        writer.WriteEndArray();
        WriteProfits(writer, document, places);
    }

    private static void WriteContribution(
        Utf8JsonWriter writer, MarginContributions contributions, int contributor, int places)
    {
        Staged total = contributions.TotalOf(contributor);
        writer.WriteStartObject();
        WriteContributor(writer, contributions.Contributors[contributor]);
        writer.WriteMoney("initial", new Money(total.Initial), places);
        writer.WriteMoney("maintenance", new Money(total.Maintenance), places);
        writer.WriteStartArray("components");
        foreach (ComponentContributions component in contributions.Components)
        {
            Staged part = component.Parts[contributor];
            if (part != default)
            {
                writer.WriteStartObject();
                writer.WriteString("name", ResultNames.Components[(int)component.Component.Kind]);
                writer.WriteMoney("initial", new Money(part.Initial), places);
                writer.WriteMoney("maintenance", new Money(part.Maintenance), places);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteProfits(Utf8JsonWriter writer, ExplanationDocument document, int places)
    {
        writer.WriteStartArray("rows");
        foreach (Contributor row in document.Profits.Rows)
        {
            writer.WriteStartObject();
            WriteContributor(writer, row);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("scenarios");
        for (int at = 0; at < document.Profits.Scenarios.Length; at++)
        {
            ScenarioProfits scenario = document.Profits.Scenarios[at];
            writer.WriteStartObject();
            writer.WriteNumber("scenario", scenario.Scenario);
            writer.WriteString("label", document.Labels[at]);
            writer.WriteMoney("total", scenario.Total, places);
            writer.WriteStartArray("profits");
            foreach (Money share in scenario.Shares)
            {
                writer.WriteStringValue(DecimalText.Format(share.Raw, places));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Its kind, and the instrument or asset that it has.</summary>
    private static void WriteContributor(Utf8JsonWriter writer, in Contributor contributor)
    {
        writer.WriteString("kind", ExplanationDocument.Kinds[(int)contributor.Kind]);
        if (contributor.Kind == ContributorKind.Collateral)
        {
            writer.WriteString("asset", contributor.Asset.ToString());
        }
        else if (contributor.Kind != ContributorKind.Account)
        {
            writer.WriteString("instrument", InstrumentText.Format(contributor.Instrument));
        }
    }
}
