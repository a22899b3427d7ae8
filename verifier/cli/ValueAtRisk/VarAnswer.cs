using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verifiable.Calibration.Risk;
using Verifiable.Cli.Reports;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.ValueAtRisk;

/// <summary>Value at risk as a table and as the document <c>verifiable/var/1</c>.</summary>
internal static class VarAnswer
{
    internal static void Print(IAnsiConsole console, VarResult result)
    {
        AssetId settlement = result.Inputs.Model.Parameters.Settlement;
        Table table = Tables.Columns("measure", $"value at risk, {settlement}", $"expected shortfall, {settlement}");
        foreach (VarMeasure measure in result.Measures)
        {
            table.Add(
                Words(measure.Name),
                ScenarioChart.Amount(measure.ValueAtRisk.Raw, settlement),
                ScenarioChart.Amount(measure.ExpectedShortfall.Raw, settlement));
        }

        console.Write(table);
        string level = DecimalText.Format(result.Options.ConfidencePpm, 6);
        string through = result.History is { } history
            ? $", history through {InstantText.Format(history.LastDay)}"
            : string.Empty;
        console.WriteLine($"confidence {level}, horizon {DurationText.Format(result.Options.HorizonSeconds)}{through}");
        if (result.Revalued is { } revalued)
        {
            console.WriteLine($"{revalued.Totals.Length} days revalued by the engine; "
                + (revalued.WorstLoss.Raw > 0
                    ? $"the worst, {result.Inputs.WorstLabel(revalued)}, loses "
                        + ScenarioChart.Amount(revalued.WorstLoss.Raw, settlement)
                    : "none loses anything"));
            return;
        }

        PrintSensitivities(console, result, settlement);
    }

    /// <summary>The document.</summary>
    internal static JsonObject Json(VarResult result)
    {
        MarginInputs inputs = result.Inputs;
        int places = Money.DecimalsOf(inputs.Model.Parameters.Settlement);
        return new JsonObject
        {
            ["schema"] = "verifiable/var/1",
            ["engineId"] = CurrentEngine.Id.ToString(),
            ["inputs"] = new JsonObject
            {
                ["marketHash"] = MarketRows.Hash(inputs.Market, 0).ToString(),
                ["parametersHash"] = ParameterRows.Hash(inputs.Model.Parameters).ToString(),
                ["scenarioHash"] = result.Revalued is null ? null : ScenarioRows.Hash(inputs.Scenarios.Set).ToString(),
                ["bookHash"] = BookRows.Hash(inputs.Book.Book, default).ToString(),
                ["historyHash"] = result.History?.Hash.ToString(),
                ["covarianceHash"] = result.CovarianceHash?.ToString(),
            },
            ["account"] = inputs.Book.Book.Account.ToString(),
            ["sequence"] = inputs.Book.Book.Sequence,
            ["observedAt"] = InstantText.Format(inputs.Market.ObservedAt),
            ["settlement"] = inputs.Model.Parameters.Settlement.ToString(),
            ["confidence"] = DecimalText.Format(result.Options.ConfidencePpm, 6),
            ["horizon"] = DurationText.Format(result.Options.HorizonSeconds),
            ["measures"] = Array(result.Measures.Select(measure => new JsonObject
            {
                ["name"] = measure.Name,
                ["valueAtRisk"] = DecimalText.Format(measure.ValueAtRisk.Raw, places),
                ["expectedShortfall"] = DecimalText.Format(measure.ExpectedShortfall.Raw, places),
            })),
            ["totals"] = Array(TotalsOf(result).Select(row => new JsonObject
            {
                ["label"] = row.Label,
                ["profit"] = DecimalText.Format(row.Profit.Raw, places),
            })),
            ["sensitivities"] = Array(SensitivitiesOf(result)),
            ["isQuantile"] = result.Parametric?.IsMonotone ?? true,
        };
    }

    /// <summary>The revalued days in their order; none of a parametric measure.</summary>
    internal static IEnumerable<(string Label, Money Profit)> TotalsOf(VarResult result) =>
        result.Revalued is { } revalued
            ? revalued.Totals.Select((total, at) => (result.Inputs.Scenarios.Set.Scenarios[at].Label, total))
            : [];

    /// <summary>A measure's name as words.</summary>
    internal static string Words(string name) => name switch
    {
        "deltaNormal" => "delta-normal",
        "deltaGamma" => "delta-gamma, Cornish-Fisher",
        _ => name,
    };

    private static void PrintSensitivities(IAnsiConsole console, VarResult result, AssetId settlement)
    {
        BookSensitivities book = result.Sensitivities!;
        Table table = Tables.Columns(
            "underlying", $"delta, {settlement}", $"gamma, {settlement}", "volatility of a year");
        for (int at = 0; at < book.Underlyings.Length; at++)
        {
            table.Add(
                $"{book.Underlyings[at]}",
                Grouped(book.Deltas[at]),
                Grouped(book.Gammas[at]),
                result.Volatilities[at].ToString("F4", CultureInfo.InvariantCulture));
        }

        console.Write(table);
        console.WriteLine("delta and gamma: profit of a relative move x is delta x + gamma x^2 / 2");
        if (!result.Parametric!.IsMonotone)
        {
            console.WriteLine(
                "warning: skewness and kurtosis bend the expansion back here: delta-gamma is no quantile; revalue");
        }
    }

    private static IEnumerable<JsonNode> SensitivitiesOf(VarResult result) => result.Sensitivities is { } book
        ? book.Underlyings.Select((underlying, at) => new JsonObject
        {
            ["underlying"] = underlying.ToString(),
            ["delta"] = Number(book.Deltas[at]),
            ["gamma"] = Number(book.Gammas[at]),
            ["volatility"] = Number(result.Volatilities[at]),
        })
        : [];

    private static string Grouped(double number) => number.ToString("#,0.00", CultureInfo.InvariantCulture);

    private static string Number(double number)
    {
        string text = Math.Round(number, 6).ToString("0.######", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);
}
