using System;
using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a scenarios document.</summary>
internal static class ScenariosJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, ScenariosDocument document)
    {
        writer.WriteString("name", document.Name);
        writer.WriteStartArray("factors");
        foreach (UnderlyingId factor in document.Set.Factors)
        {
            writer.WriteStringValue(factor.ToString());
        }

        writer.WriteEndArray();
        if (document.History is { } history)
        {
            writer.WriteStartObject("source");
            writer.WriteString("history", history.ToString());
            writer.WriteEndObject();
        }

        writer.WriteStartArray("scenarios");
        for (int i = 0; i < document.Set.Scenarios.Length; i++)
        {
            WriteScenario(writer, document.Set.Scenarios[i], document.Kinds[i]);
        }

        writer.WriteEndArray();
    }

    private static void WriteScenario(Utf8JsonWriter writer, Scenario scenario, ScenarioKind kind)
    {
        writer.WriteStartObject();
        writer.WriteString("label", scenario.Label);
        writer.WriteString("kind", ScenarioNames.Kinds[(int)kind]);
        writer.WriteNumber("weight", scenario.Weight);
        writer.WriteRatio("dampening", new Ratio(FactorQ40.ToRaw(scenario.DampeningQ40, scenario.Label)));
        Shock first = scenario.Shocks[0];
        if (scenario.Shocks.AsSpan().ContainsAnyExcept(first))
        {
            writer.WriteStartArray("shocks");
            foreach (Shock shock in scenario.Shocks)
            {
                writer.WriteStartObject();
                WriteShock(writer, scenario, shock);
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject("shock");
            WriteShock(writer, scenario, first);
        }

        writer.WriteEndObject();
    }

    private static void WriteShock(Utf8JsonWriter writer, Scenario scenario, Shock shock)
    {
        long moveRaw = FactorQ40.ToRaw(shock.SpotFactorQ40, scenario.Label);
        if (scenario.IsResidual)
        {
            writer.WriteRatio("residual", new Ratio(moveRaw));
        }
        else
        {
            writer.WriteRatio("spot", new Ratio(moveRaw - Ratio.One));
        }

        if (scenario.Column == VolatilityColumn.Own)
        {
            writer.WriteStartObject("volatility");
            writer.WriteRatio("factor", new Ratio(FactorQ40.ToRaw(shock.VolatilityFactorQ40, scenario.Label)));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteString("volatility", ScenarioNames.Columns[(int)scenario.Column]);
        }

        if (shock.RateShift.Raw != 0)
        {
            writer.WriteRatio("rate", shock.RateShift);
        }

        writer.WriteEndObject();
    }
}
