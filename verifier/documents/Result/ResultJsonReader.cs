using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads the members of a result document.</summary>
internal static class ResultJsonReader
{
    private static readonly JsonShape DocumentShape = new(
        "schema", "engineId", "modelId", "inputs", "account", "sequence", "observedAt", "settlement",
        "equity", "initialMargin", "maintenanceMargin", "excess", "health", "valueAtRisk", "expectedShortfall",
        "worst", "assumed", "components", "totals", "explanation");
    private static readonly JsonShape InputsShape = new("marketHash", "parametersHash", "scenarioHash", "bookHash");
    private static readonly JsonShape WorstShape = new("scenario", "label", "loss");
    private static readonly JsonShape ComponentShape = new("name", "initial", "maintenance");
    private static readonly JsonShape ExplanationShape = new("instrument", "contribution");

    private static readonly MarginResult Blank = new(
        default, default, default, default, default, default, 0, Assumptions.None, [], [], []);

    internal static ResultDocument Read(ref JsonCursor cursor)
    {
        // Every amount needs the currency's places, wherever the currency stands.
        AssetId settlement = cursor.TryFind("settlement", out JsonCursor found) ? found.Asset() : default;
        int places = Money.DecimalsOf(settlement);
        ResultDocument document = new(default, default, default, 0, default, settlement, string.Empty, Blank);
        Derived derived = default;
        JsonMembers members = cursor.BeginObject(DocumentShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "modelId":
                    derived = derived with { ModelId = cursor.Word() };
                    break;
                case "excess":
                    derived = derived with { ExcessRaw = cursor.Decimal(places, long.MinValue, long.MaxValue) };
                    break;
                case "health":
                    derived = derived with { Health = ReadHealth(ref cursor) };
                    break;
                case "worst":
                    document = ReadWorst(ref cursor, document, places);
                    break;
                default:
                    document = ReadIdentity(ref cursor, document);
                    document = document with { Result = ReadMember(ref cursor, document.Result, places) };
                    break;
            }
        }

        CheckDerived(ref cursor, document, derived);
        return document;
    }

    private static ResultDocument ReadIdentity(ref JsonCursor cursor, ResultDocument document) =>
        cursor.Member switch
        {
            "engineId" => document with { EngineId = cursor.Word() },
            "inputs" => document with { Inputs = ReadInputs(ref cursor) },
            "account" => document with { Account = cursor.Word() },
            "sequence" => document with { Sequence = cursor.WholeNumber(0, BookDocument.MaxSequence) },
            "observedAt" => document with { ObservedAt = cursor.Instant() },
            _ => document,
        };

    private static MarginResult ReadMember(ref JsonCursor cursor, MarginResult result, int places) =>
        cursor.Member switch
        {
            "equity" => result with { Equity = cursor.Money(places) },
            "initialMargin" => result with { InitialMargin = cursor.Money(places) },
            "maintenanceMargin" => result with { MaintenanceMargin = cursor.Money(places) },
            "valueAtRisk" => result with { ValueAtRisk = cursor.Money(places) },
            "expectedShortfall" => result with { ExpectedShortfall = cursor.Money(places) },
            "assumed" => result with { Assumed = ReadAssumed(ref cursor) },
            "components" => result with { Components = ReadComponents(ref cursor, places) },
            "totals" => result with { Totals = ReadTotals(ref cursor, places) },
            "explanation" => result with { Explanation = ReadExplanation(ref cursor, places) },
            _ => result,
        };

    private static void CheckDerived(ref JsonCursor cursor, ResultDocument document, Derived derived)
    {
        MarginResult result = document.Result;
        Bytes32 modelId = ModelId.Hash(
            document.EngineId, document.Inputs.ParametersHash, document.Inputs.ScenarioHash);
        if (modelId != derived.ModelId)
        {
            cursor.RefuseAt(
                "modelId", ErrorCode.DocumentInconsistent, derived.ModelId.ToString(), modelId.ToString());
        }

        if (result.Excess.Raw != derived.ExcessRaw)
        {
            cursor.RefuseAt(
                "excess", ErrorCode.DocumentInconsistent, string.Empty, "equity less initial margin");
        }

        if (ResultNames.Health(result) != derived.Health)
        {
            cursor.RefuseAt(
                "health",
                ErrorCode.DocumentInconsistent,
                derived.Health ?? "null",
                "equity / maintenanceMargin to six places, or null when that is 0");
        }

        // A label is never empty, so without one the member was null.
        if (document.WorstLabel.Length == 0 == ResultNames.HasWorst(result))
        {
            cursor.RefuseAt("worst", ErrorCode.DocumentInconsistent, "null", "null exactly where every total is 0");
        }

        if (ResultNames.HasWorst(result) && result.WorstScenario >= result.Totals.Length)
        {
            string index = result.WorstScenario.ToString(CultureInfo.InvariantCulture);
            cursor.RefuseAt("worst/scenario", ErrorCode.DocumentInconsistent, index, "the index of one of the totals");
        }
    }

    private static string? ReadHealth(ref JsonCursor cursor) =>
        cursor.Token == JsonTokenType.Null ? null : cursor.Text("a decimal number as a string, or null");

    private static ResultInputs ReadInputs(ref JsonCursor cursor)
    {
        ResultInputs inputs = default;
        JsonMembers members = cursor.BeginObject(InputsShape);
        while (cursor.NextMember(ref members))
        {
            inputs = cursor.Member switch
            {
                "marketHash" => inputs with { MarketHash = cursor.Word() },
                "parametersHash" => inputs with { ParametersHash = cursor.Word() },
                "scenarioHash" => inputs with { ScenarioHash = cursor.Word() },
                _ => inputs with { BookHash = cursor.Word() },
            };
        }

        return inputs;
    }

    private static ResultDocument ReadWorst(ref JsonCursor cursor, ResultDocument document, int places)
    {
        if (cursor.Token == JsonTokenType.Null)
        {
            return document;
        }

        MarginResult result = document.Result;
        string label = string.Empty;
        JsonMembers members = cursor.BeginObject(WorstShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "scenario":
                    int index = (int)cursor.WholeNumber(0, ScenarioSet.MaxScenarios - 1);
                    result = result with { WorstScenario = index };
                    break;
                case "label":
                    label = cursor.Label();
                    break;
                case "loss":
                    result = result with { WorstLoss = cursor.Money(places) };
                    break;
            }
        }

        return document with { Result = result, WorstLabel = label };
    }

    private static Assumptions ReadAssumed(ref JsonCursor cursor)
    {
        Assumptions assumed = Assumptions.None;
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            Assumptions one = (Assumptions)(1 << cursor.OneOf(ResultNames.Assumptions));
            if (assumed.HasFlag(one))
            {
                cursor.Refuse(ErrorCode.RowDuplicate, cursor.Text(string.Empty), "each assumption once");
            }

            assumed |= one;
        }

        return assumed;
    }

    private static ImmutableArray<MarginComponent> ReadComponents(ref JsonCursor cursor, int places)
    {
        ImmutableArray<MarginComponent>.Builder components = ImmutableArray.CreateBuilder<MarginComponent>();
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            MarginComponent component = default;
            JsonMembers members = cursor.BeginObject(ComponentShape);
            while (cursor.NextMember(ref members))
            {
                component = cursor.Member switch
                {
                    "name" => component with { Kind = (ComponentKind)cursor.OneOf(ResultNames.Components) },
                    "initial" => component with { Initial = cursor.Money(places) },
                    _ => component with { Maintenance = cursor.Money(places) },
                };
            }

            if (components.Count > 0 && component.Kind <= components[^1].Kind)
            {
                string name = ResultNames.Components[(int)component.Kind];
                cursor.RefuseAt("name", ErrorCode.UnsortedRows, name, "components once each, in schema order");
            }

            components.Add(component);
        }

        return components.ToImmutable();
    }

    private static ImmutableArray<Money> ReadTotals(ref JsonCursor cursor, int places)
    {
        ImmutableArray<Money>.Builder totals = ImmutableArray.CreateBuilder<Money>();
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            totals.Add(cursor.Money(places));
            if (totals.Count > ScenarioSet.MaxScenarios)
            {
                cursor.Refuse(ErrorCode.ScenarioCountOutOfRange, cursor.Text(string.Empty), "at most 65536 totals");
            }
        }

        return totals.ToImmutable();
    }

    private static ImmutableArray<PositionContribution> ReadExplanation(ref JsonCursor cursor, int places)
    {
        ImmutableArray<PositionContribution>.Builder parts = ImmutableArray.CreateBuilder<PositionContribution>();
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            PositionContribution part = default;
            JsonMembers members = cursor.BeginObject(ExplanationShape);
            while (cursor.NextMember(ref members))
            {
                part = cursor.Member == "instrument"
                    ? part with { Instrument = cursor.Instrument() }
                    : part with { Contribution = cursor.Money(places) };
            }

            parts.Add(part);
        }

        return parts.ToImmutable();
    }

    private readonly record struct Derived(Bytes32 ModelId, long ExcessRaw, string? Health);
}
