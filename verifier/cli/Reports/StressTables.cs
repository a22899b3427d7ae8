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

    /// <summary>Prints the table, and below it a paragraph of each stress.</summary>
    internal static void Print(IAnsiConsole console, StressReport report)
    {
        Table figures = Tables.Columns(
            $"stress, {report.Head.Settlement}", "equity", "loss", "initial", "maintenance", "shortfall", "account");
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
        foreach (StressOutcome outcome in report.Outcomes)
        {
            PrintAssumptions(console, outcome, report.Head.Settlement);
        }

        string Amount(Money money) => ScenarioChart.Amount(money.Raw, report.Head.Settlement);
    }

    private static string StateOf(MarginResult result) =>
        result.Equity.Raw < result.MaintenanceMargin.Raw ? "below maintenance"
        : result.Excess.Raw < 0 ? "below initial"
        : "holds";

    /// <summary>A stress's own paragraph: what it assumes, where from, and what it did.</summary>
    private static void PrintAssumptions(IAnsiConsole console, StressOutcome outcome, AssetId settlement)
    {
        console.WriteLine(outcome.Stress.Label);
        Line("assumed", outcome.Stress.Assumption);
        Line("source", outcome.Stress.Source);
        Line("moved", string.Join(", ", outcome.Moves.Select(MoveOf)));
        Line("withdrawn", outcome.Withdrawn.Raw == 0
            ? string.Empty
            : ScenarioChart.Amount(outcome.Withdrawn.Raw, settlement));
        Line("worst", outcome.Worst is StressRow row
            ? $"{StressText.Of(row)} loses {ScenarioChart.Amount(row.Loss.Raw, settlement)}"
            : string.Empty);
        Line("note", string.Join("; ", outcome.Notes));
        Line("valuation", string.Join(", ", ResultNames.Of(outcome.After.Assumed)));

        void Line(string name, string text)
        {
            if (text.Length > 0)
            {
                console.Write(new Padder(new Text($"{name}: {text}"), new Padding(2, 0, 0, 0)));
            }
        }
    }

    /// <summary>As BTC -37.1695 %: a raw ratio with two places fewer is its percentage.</summary>
    private static string MoveOf(StressMove move) =>
        $"{move.Underlying} {(move.Spot.Raw > 0 ? "+" : string.Empty)}"
        + $"{DecimalText.Format(move.Spot.Raw, PercentPlaces)} %";
}
