using System.Linq;
using Spectre.Console;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>What stresses leave of an account, and what each of them assumes.</summary>
internal static class StressTables
{
    private const int PercentPlaces = Ratio.Decimals - 2;

    /// <summary>Prints both tables.</summary>
    internal static void Print(IAnsiConsole console, StressReport report)
    {
        Table figures = Tables.Columns(
            $"stress, {report.Settlement}", "equity", "loss", "initial", "maintenance", "shortfall", "account");
        figures.Add(
            "now",
            Amount(report.Before.Equity),
            Tables.Absent,
            Amount(report.Before.InitialMargin),
            Amount(report.Before.MaintenanceMargin),
            Tables.Absent,
            StateOf(report.Before));
        foreach (StressOutcome outcome in report.Outcomes)
        {
            figures.Add(
                outcome.Stress.Label,
                Amount(outcome.After.Equity),
                Amount(outcome.Loss),
                Amount(outcome.After.InitialMargin),
                Amount(outcome.After.MaintenanceMargin),
                outcome.Shortfall.Raw == 0 ? Tables.Absent : Amount(outcome.Shortfall),
                StateOf(outcome.After));
        }

        console.Write(figures);
        Table assumptions = new Table().Border(TableBorder.Simple)
            .AddColumns("stress", "worst position", "what is assumed");
        foreach (StressOutcome outcome in report.Outcomes)
        {
            string worst = outcome.Worst is StressRow row
                ? $"{StressText.Of(row)} loses {Amount(row.Loss)}"
                : Tables.Absent;
            assumptions.Add(outcome.Stress.Label, worst, Assumed(outcome, report.Settlement));
        }

        console.Write(assumptions);

        string Amount(Money money) => ScenarioChart.Amount(money.Raw, report.Settlement);
    }

    private static string StateOf(MarginResult result) =>
        result.Equity.Raw < result.MaintenanceMargin.Raw ? "below maintenance"
        : result.Excess.Raw < 0 ? "below initial"
        : "holds";

    private static string Assumed(StressOutcome outcome, AssetId settlement) => string.Join(
        " ",
        [
            outcome.Stress.Assumption,
            $"Source: {outcome.Stress.Source}.",
            .. outcome.Moves.Take(1).Select(_ => $"Moved: {string.Join(", ", outcome.Moves.Select(MoveOf))}."),
            .. outcome.Withdrawn.Raw == 0
                ? Enumerable.Empty<string>()
                : [$"Withdrawn: {ScenarioChart.Amount(outcome.Withdrawn.Raw, settlement)}."],
            .. outcome.Notes.Select(static note => $"Note: {note}."),
            .. ResultNames.Of(outcome.After.Assumed).Take(1).Select(_ =>
                $"The valuation assumed: {string.Join(", ", ResultNames.Of(outcome.After.Assumed))}."),
        ]);

    /// <summary>As BTC -37.1695 %: a raw ratio with two places fewer is its percentage.</summary>
    private static string MoveOf(StressMove move) =>
        $"{move.Underlying} {(move.Spot.Raw > 0 ? "+" : string.Empty)}"
        + $"{DecimalText.Format(move.Spot.Raw, PercentPlaces)} %";
}
