using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Verifiable.Documents.Json;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads the members of a scenarios document.</summary>
internal static class ScenariosJsonReader
{
    private static readonly JsonShape DocumentShape = new(["schema", "name", "factors", "scenarios"], ["source"]);
    private static readonly JsonShape SourceShape = new("history");
    private static readonly JsonShape ScenarioShape = new(
        ["label", "kind"], ["weight", "dampening", "shock", "shocks"]);

    internal static ScenariosDocument Read(ref JsonCursor cursor)
    {
        string name = string.Empty;
        Bytes32? history = null;
        List<UnderlyingId> factors = [];
        List<ScenarioRow> rows = [];
        JsonMembers members = cursor.BeginObject(DocumentShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "name":
                    name = cursor.Label();
                    break;
                case "factors":
                    factors = ReadFactors(ref cursor);
                    break;
                case "scenarios":
                    rows = ReadScenarios(ref cursor);
                    break;
                case "source":
                    history = ReadSource(ref cursor);
                    break;
            }
        }

        int[] order = JsonRows.SortedIndices(factors, static (left, right) => left.Letters.CompareTo(right.Letters));
        ImmutableArray<Scenario>.Builder scenarios = ImmutableArray.CreateBuilder<Scenario>(rows.Count);
        ImmutableArray<ScenarioKind>.Builder kinds = ImmutableArray.CreateBuilder<ScenarioKind>(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            scenarios.Add(rows[i].Scenario with { Shocks = Arrange(ref cursor, i, rows[i], order) });
            kinds.Add(rows[i].Kind);
        }

        ImmutableArray<UnderlyingId> sorted = [.. Array.ConvertAll(order, index => factors[index])];
        return new ScenariosDocument(
            name, history, new ScenarioSet(sorted, scenarios.MoveToImmutable()), kinds.MoveToImmutable());
    }

    /// <summary>One shock a factor, in the order of the sorted factors.</summary>
    private static ImmutableArray<Shock> Arrange(ref JsonCursor cursor, int index, ScenarioRow row, int[] order)
    {
        ImmutableArray<Shock> given = row.Scenario.Shocks;
        if (!row.IsShared && given.Length != order.Length)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"scenarios/{index}/shocks");
            string count = given.Length.ToString(CultureInfo.InvariantCulture);
            cursor.RefuseAt(place, ErrorCode.RowCountOutOfRange, count, "one shock for each factor");
        }

        return [.. Array.ConvertAll(order, factor => row.IsShared ? given[0] : given[factor])];
    }

    private static Bytes32 ReadSource(ref JsonCursor cursor)
    {
        Bytes32 history = default;
        JsonMembers members = cursor.BeginObject(SourceShape);
        while (cursor.NextMember(ref members))
        {
            history = cursor.Word();
        }

        return history;
    }

    private static List<UnderlyingId> ReadFactors(ref JsonCursor cursor)
    {
        List<UnderlyingId> factors = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            UnderlyingId factor = cursor.Underlying();
            if (factors.Contains(factor))
            {
                cursor.Refuse(ErrorCode.RowDuplicate, factor.ToString(), "each factor once");
            }

            factors.Add(factor);
            if (factors.Count > ScenarioRows.MaxFactors)
            {
                string accepted = $"at most {ScenarioRows.MaxFactors} factors";
                cursor.Refuse(ErrorCode.RowCountOutOfRange, factor.ToString(), accepted);
            }
        }

        if (factors.Count == 0)
        {
            cursor.Refuse(ErrorCode.RowCountOutOfRange, "0", "at least one factor");
        }

        return factors;
    }

    private static List<ScenarioRow> ReadScenarios(ref JsonCursor cursor)
    {
        List<ScenarioRow> rows = [];
        HashSet<string> labels = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            ScenarioRow row = ReadScenario(ref cursor);
            if (!labels.Add(row.Scenario.Label))
            {
                cursor.RefuseAt("label", ErrorCode.RowDuplicate, row.Scenario.Label, "each label once");
            }

            rows.Add(row);
            if (rows.Count > ScenarioSet.MaxScenarios)
            {
                cursor.Refuse(ErrorCode.ScenarioCountOutOfRange, row.Scenario.Label, "at most 65536 scenarios");
            }
        }

        if (rows.Count == 0)
        {
            cursor.Refuse(ErrorCode.ScenarioCountOutOfRange, "0", "at least one scenario");
        }

        return rows;
    }

    private static ScenarioRow ReadScenario(ref JsonCursor cursor)
    {
        string label = string.Empty;
        ScenarioKind kind = ScenarioKind.Grid;
        uint weight = 1;
        long dampeningQ40 = FactorQ40.One;
        List<ShockRow>? shared = null;
        List<ShockRow>? each = null;
        JsonMembers members = cursor.BeginObject(ScenarioShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "label":
                    label = cursor.Label();
                    break;
                case "kind":
                    kind = (ScenarioKind)cursor.OneOf(ScenarioNames.Kinds);
                    break;
                case "weight":
                    weight = (uint)cursor.WholeNumber(1, uint.MaxValue);
                    break;
                case "dampening":
                    dampeningQ40 = FactorQ40.FromRaw(cursor.Parameter(0, Ratio.One).Raw);
                    break;
                case "shock":
                    shared = [ShockJsonReader.Read(ref cursor)];
                    break;
                case "shocks":
                    each = ReadShocks(ref cursor);
                    break;
            }
        }

        if (shared is null == each is null)
        {
            ErrorCode code = shared is null ? ErrorCode.MemberMissing : ErrorCode.DocumentInconsistent;
            cursor.RefuseAt("shocks", code, string.Empty, "one of shock and shocks");
        }

        List<ShockRow> shocks = shared ?? each!;
        ScenarioTraits traits = ScenarioNames.TraitsOf(kind);
        CheckShocks(ref cursor, shocks, shared is not null, (traits & ScenarioTraits.Residual) != 0);
        VolatilityColumn column = shocks.Count == 0 ? VolatilityColumn.None : shocks[0].Column;
        ImmutableArray<Shock> moves = [.. shocks.ConvertAll(static shock => shock.Shock)];
        return new ScenarioRow(
            new Scenario(label, dampeningQ40, weight, column, moves, traits), kind, IsShared: shared is not null);
    }

    private static List<ShockRow> ReadShocks(ref JsonCursor cursor)
    {
        List<ShockRow> shocks = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            shocks.Add(ShockJsonReader.Read(ref cursor));
        }

        return shocks;
    }

    private static void CheckShocks(
        ref JsonCursor cursor, List<ShockRow> shocks, bool isShared, bool isFiltered)
    {
        for (int i = 0; i < shocks.Count; i++)
        {
            string place = isShared ? "shock" : string.Create(CultureInfo.InvariantCulture, $"shocks/{i}");
            if (shocks[i].IsResidual != isFiltered)
            {
                string member = isFiltered ? "spot" : "residual";
                cursor.RefuseAt(
                    $"{place}/{member}",
                    ErrorCode.DocumentInconsistent,
                    string.Empty,
                    "residual in a filtered scenario, spot in every other");
            }

            if (shocks[i].Column != shocks[0].Column)
            {
                cursor.RefuseAt(
                    $"{place}/volatility", ErrorCode.DocumentInconsistent, string.Empty, "one column for all factors");
            }

            if (ScenarioNames.IsSkew(shocks[i].Column) && shocks[i].MovesSpot)
            {
                cursor.RefuseAt(
                    $"{place}/spot", ErrorCode.SkewScenarioMovesSpot, string.Empty, "0 in a skew scenario");
            }
        }
    }

    private readonly record struct ScenarioRow(Scenario Scenario, ScenarioKind Kind, bool IsShared);
}
