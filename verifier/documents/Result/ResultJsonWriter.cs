using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a result document.</summary>
internal static class ResultJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, ResultDocument document)
    {
        MarginResult result = document.Result;
        int places = Money.DecimalsOf(document.Settlement);
        WriteHead(writer, document.Head);
        WriteMargins(writer, result, places);
        writer.WriteMoney("valueAtRisk", result.ValueAtRisk, places);
        writer.WriteMoney("expectedShortfall", result.ExpectedShortfall, places);
        WriteWorst(writer, result, document.WorstLabel, places);
        writer.WriteTexts("assumed", ResultNames.Of(result.Assumed));
        WriteComponents(writer, result, places);
        writer.WriteStartArray("totals");
        foreach (Money total in result.Totals)
        {
            writer.WriteStringValue(DecimalText.Format(total.Raw, places));
        }

        writer.WriteEndArray();
        writer.WriteStartArray("explanation");
        foreach (PositionContribution part in result.Explanation)
        {
            writer.WriteStartObject();
            writer.WriteString("instrument", InstrumentText.Format(part.Instrument));
            writer.WriteMoney("contribution", part.Contribution, places);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Equity, the two requirements, and what follows from them.</summary>
    internal static void WriteMargins(Utf8JsonWriter writer, MarginResult result, int places)
    {
        writer.WriteMoney("equity", result.Equity, places);
        writer.WriteMoney("initialMargin", result.InitialMargin, places);
        writer.WriteMoney("maintenanceMargin", result.MaintenanceMargin, places);
        writer.WriteMoney("excess", result.Excess, places);
        writer.WriteString("health", ResultNames.Health(result));
    }

    /// <summary>The parts of the requirements.</summary>
    internal static void WriteComponents(Utf8JsonWriter writer, MarginResult result, int places)
    {
        writer.WriteStartArray("components");
        foreach (MarginComponent component in result.Components)
        {
            writer.WriteStartObject();
            writer.WriteString("name", ResultNames.Components[(int)component.Kind]);
            writer.WriteMoney("initial", component.Initial, places);
            writer.WriteMoney("maintenance", component.Maintenance, places);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Null for a rule that has no scenarios, and for an account that none moves.</summary>
    internal static void WriteWorst(Utf8JsonWriter writer, MarginResult result, string label, int places)
    {
        if (!ResultNames.HasWorst(result))
        {
            writer.WriteNull("worst");
            return;
        }

        writer.WriteStartObject("worst");
        writer.WriteNumber("scenario", result.WorstScenario);
        writer.WriteString("label", label);
        writer.WriteMoney("loss", result.WorstLoss, places);
        writer.WriteEndObject();
    }

    /// <summary>What every document of one account's margin begins with.</summary>
    internal static void WriteHead(Utf8JsonWriter writer, DocumentHead head)
    {
        WriteIdentity(writer, head.EngineId, head.Inputs, head.Account, head.Sequence, head.ObservedAt);
        writer.WriteString("settlement", head.Settlement.ToString());
    }

    /// <summary>Engine, model, inputs and account, as every document of results has them.</summary>
    internal static void WriteIdentity(
        Utf8JsonWriter writer,
        Bytes32 engineId,
        in ResultInputs inputs,
        Bytes32 account,
        ulong sequence,
        Instant observedAt)
    {
        Bytes32 modelId = ModelId.Hash(engineId, inputs.ParametersHash, inputs.ScenarioHash);
        writer.WriteString("engineId", engineId.ToString());
        writer.WriteString("modelId", modelId.ToString());
        writer.WriteStartObject("inputs");
        writer.WriteString("marketHash", inputs.MarketHash.ToString());
        writer.WriteString("parametersHash", inputs.ParametersHash.ToString());
        writer.WriteString("scenarioHash", inputs.ScenarioHash.ToString());
        writer.WriteString("bookHash", inputs.BookHash.ToString());
        writer.WriteEndObject();
        writer.WriteString("account", account.ToString());
        writer.WriteNumber("sequence", sequence);
        writer.WriteInstant("observedAt", observedAt);
    }
}
