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
        WriteIdentity(
            writer, document.EngineId, document.Inputs, document.Account, document.Sequence, document.ObservedAt);
        writer.WriteString("settlement", document.Settlement.ToString());
        writer.WriteMoney("equity", result.Equity, places);
        writer.WriteMoney("initialMargin", result.InitialMargin, places);
        writer.WriteMoney("maintenanceMargin", result.MaintenanceMargin, places);
        writer.WriteMoney("excess", result.Excess, places);
        writer.WriteString("health", ResultNames.Health(result));
        writer.WriteMoney("valueAtRisk", result.ValueAtRisk, places);
        writer.WriteMoney("expectedShortfall", result.ExpectedShortfall, places);
        WriteWorst(writer, document, places);
        writer.WriteTexts("assumed", ResultNames.Of(result.Assumed));
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

    /// <summary>Null for a rule that has no scenarios, and for an account that none moves.</summary>
    private static void WriteWorst(Utf8JsonWriter writer, ResultDocument document, int places)
    {
        if (!ResultNames.HasWorst(document.Result))
        {
            writer.WriteNull("worst");
            return;
        }

        writer.WriteStartObject("worst");
        writer.WriteNumber("scenario", document.Result.WorstScenario);
        writer.WriteString("label", document.WorstLabel);
        writer.WriteMoney("loss", document.Result.WorstLoss, places);
        writer.WriteEndObject();
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
