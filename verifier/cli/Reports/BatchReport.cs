using System;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>What a batch of accounts comes to.</summary>
/// <param name="Totals">Counts and sums.</param>
/// <param name="Market">The market.</param>
/// <param name="Model">The model.</param>
/// <param name="Scenarios">Its scenarios.</param>
internal sealed record BatchReport(
    BatchTotals Totals, MarketSnapshot Market, ModelDocument Model, ScenariosDocument Scenarios)
{
    private AssetId Settlement => Model.Parameters.Settlement;

    /// <summary>A table for people, a document for programs.</summary>
    internal void Print(Terminal terminal)
    {
        if (terminal.IsJson)
        {
            terminal.AnswerJson(ToJson());
            return;
        }

        Table table = Tables.Columns("accounts", Count(Totals.Accounts));
        table.Add("below initial margin", Count(Totals.BelowInitial));
        table.Add("of them below maintenance", Count(Totals.BelowMaintenance));
        table.Add("of them with negative equity", Count(Totals.Insolvent));
        table.Add($"equity, {Settlement}", Amount(Totals.Equity));
        table.Add($"initial margin, {Settlement}", Amount(Totals.InitialMargin));
        table.Add($"maintenance margin, {Settlement}", Amount(Totals.MaintenanceMargin));
        terminal.Out.Write(table);
    }

    private JsonObject ToJson() => new()
    {
        ["engineId"] = CurrentEngine.Id.ToString(),
        ["inputs"] = new JsonObject
        {
            ["marketHash"] = MarketRows.Hash(Market, 0).ToString(),
            ["parametersHash"] = ParameterRows.Hash(Model.Parameters).ToString(),
            ["scenarioHash"] = ScenarioRows.Hash(Scenarios.Set).ToString(),
        },
        ["accounts"] = Totals.Accounts,
        ["belowInitial"] = Totals.BelowInitial,
        ["belowMaintenance"] = Totals.BelowMaintenance,
        ["insolvent"] = Totals.Insolvent,
        ["settlement"] = Settlement.ToString(),
        ["equity"] = Plain(Totals.Equity),
        ["initialMargin"] = Plain(Totals.InitialMargin),
        ["maintenanceMargin"] = Plain(Totals.MaintenanceMargin),
    };

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private string Amount(Int128 sum) => ScenarioChart.Amount(sum, Settlement);

    private string Plain(Int128 sum) => DecimalText.Format(sum, Money.DecimalsOf(Settlement));
}
