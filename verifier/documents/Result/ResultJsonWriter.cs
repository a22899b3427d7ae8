using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;

namespace Verifiable.Documents;

/// <summary>The members of a result document.</summary>
internal static class ResultJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, ResultDocument document)
    {
        MarginResult result = document.Result;
        int places = Money.DecimalsOf(document.Settlement);
        WriteIdentity(writer, document);
        WriteMoney(writer, "equity", result.Equity, places);
        WriteMoney(writer, "initialMargin", result.InitialMargin, places);
        WriteMoney(writer, "maintenanceMargin", result.MaintenanceMargin, places);
        WriteMoney(writer, "excess", result.Excess, places);
        writer.WriteString("health", ResultNames.Health(result));
        WriteMoney(writer, "valueAtRisk", result.ValueAtRisk, places);
        WriteMoney(writer, "expectedShortfall", result.ExpectedShortfall, places);
        WriteWorst(writer, document, places);
        WriteAssumed(writer, result.Assumed);
        writer.WriteStartArray("components");
        foreach (MarginComponent component in result.Components)
        {
            writer.WriteStartObject();
            writer.WriteString("name", ResultNames.Components[(int)component.Kind]);
            WriteMoney(writer, "initial", component.Initial, places);
            WriteMoney(writer, "maintenance", component.Maintenance, places);
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
            WriteMoney(writer, "contribution", part.Contribution, places);
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
        WriteMoney(writer, "loss", document.Result.WorstLoss, places);
        writer.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, ResultDocument document)
    {
        ResultInputs inputs = document.Inputs;
        Bytes32 modelId = ModelId.Hash(document.EngineId, inputs.ParametersHash, inputs.ScenarioHash);
        writer.WriteString("engineId", document.EngineId.ToString());
        writer.WriteString("modelId", modelId.ToString());
        writer.WriteStartObject("inputs");
        writer.WriteString("marketHash", inputs.MarketHash.ToString());
        writer.WriteString("parametersHash", inputs.ParametersHash.ToString());
        writer.WriteString("scenarioHash", inputs.ScenarioHash.ToString());
        writer.WriteString("bookHash", inputs.BookHash.ToString());
        writer.WriteEndObject();
        writer.WriteString("account", document.Account.ToString());
        writer.WriteNumber("sequence", document.Sequence);
        writer.WriteInstant("observedAt", document.ObservedAt);
        writer.WriteString("settlement", document.Settlement.ToString());
    }

    private static void WriteAssumed(Utf8JsonWriter writer, Assumptions assumed)
    {
        writer.WriteStartArray("assumed");
        foreach (string name in ResultNames.Of(assumed))
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static void WriteMoney(Utf8JsonWriter writer, string member, Money money, int places) =>
        writer.WriteString(member, DecimalText.Format(money.Raw, places));
}
