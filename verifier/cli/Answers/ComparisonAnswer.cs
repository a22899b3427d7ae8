using System.Linq;
using Spectre.Console;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Answers;

/// <summary>One book under several margin models: what each asks, and what it saves against the isolated one.</summary>
/// <param name="document">The comparison.</param>
/// <param name="model">The name of the command's own model, which <c>--fail-under</c> judges.</param>
internal sealed class ComparisonAnswer(ComparisonDocument document, string model) : MarginAnswer
{
    private readonly ComparedMode _own = document.Modes.First(mode => mode.Name == model);

    /// <inheritdoc/>
    /// <exception cref="MarginException">The command's own model cannot margin the book.</exception>
    internal override MarginResult Judged => _own.Result ?? throw _own.Refusal!;

    internal override byte[] ToDocument() => ComparisonDocument.Write(document);

    internal override string ToSvg() => ComparisonChart.ToSvg(document);

    internal override void Print(IAnsiConsole console, long? limit)
    {
        Table modes = Tables.Columns(
            $"amounts in {document.Settlement}", "equity", "initial margin", "maintenance margin", "excess",
            "worst loss", "saved", "saved, %");
        foreach (ComparedMode mode in document.Modes)
        {
            modes.Add(CellsOf(mode));
        }

        console.Write(modes);
        console.WriteLine(document.Baseline is ComparedMode baseline
            ? $"saved: initial margin of {baseline.Name} less the mode's own"
            : "saved: nothing to compare with, since no isolated mode applies");
        if (limit is long ratio)
        {
            console.WriteLine(
                $"--fail-under {DecimalText.Format(ratio, Ratio.Decimals)}: {model} has health "
                + $"{ResultNames.Health(Judged) ?? Tables.Absent}");
        }

        foreach (ComparedMode mode in document.Modes.Where(static mode => mode.Refusal is not null))
        {
            MarginException refusal = mode.Refusal!;
            console.WriteLine(
                $"{mode.Name} does not apply: {refusal.Code} at {refusal.Path} ({refusal.Value}); "
                + $"accepted: {refusal.Accepted}");
        }
    }

    private string[] CellsOf(ComparedMode mode)
    {
        if (mode.Result is not MarginResult result)
        {
            return [mode.Name, .. Enumerable.Repeat(Tables.Absent, 7)];
        }

        CapitalSaved? saved = mode == document.Baseline ? null : document.SavedBy(mode);
        return
        [
            mode.Name,
            Amount(result.Equity),
            Amount(result.InitialMargin),
            Amount(result.MaintenanceMargin),
            Amount(result.Excess),
            ResultNames.HasWorst(result) ? Amount(result.WorstLoss) : Tables.Absent,
            saved is CapitalSaved amounts
                ? ScenarioChart.Amount(amounts.Initial, document.Settlement)
                : Tables.Absent,
            saved?.InitialPercent(document.Baseline!.Result!) ?? Tables.Absent,
        ];
    }

    private string Amount(Money money) => ScenarioChart.Amount(money.Raw, document.Settlement);
}
