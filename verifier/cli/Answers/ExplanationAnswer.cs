using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;

namespace Verifiable.Cli.Answers;

/// <summary>The margin of a book, with who it is owed to: by holding and component, and by scenario.</summary>
internal sealed class ExplanationAnswer : MarginAnswer
{
    private readonly MarginInputs _inputs;
    private readonly ResultAnswer _result;
    private readonly ExplanationDocument _document;

    /// <summary>Margins the book and divides what comes out.</summary>
    /// <param name="inputs">The documents.</param>
    /// <param name="scenarios">The scenarios to divide; null for the worst.</param>
    internal ExplanationAnswer(MarginInputs inputs, ImmutableArray<int>? scenarios)
    {
        _inputs = inputs;
        _result = new ResultAnswer(inputs);
        bool hasWorst = ResultNames.HasWorst(Judged);
        ImmutableArray<int> chosen = scenarios ?? (hasWorst ? [Judged.WorstScenario] : []);
        _document = new ExplanationDocument(
            inputs.Head,
            Judged,
            inputs.Contributions(),
            inputs.Profits(chosen),
            [.. chosen.Select(scenario => inputs.Scenarios.Set.Scenarios[scenario].Label)]);
    }

    internal override MarginResult Judged => _result.Judged;

    internal override byte[] ToDocument() => ExplanationDocument.Write(_document);

    internal override string ToSvg() => _result.ToSvg();

    internal override string ToHtml() => _result.ToHtml();

    internal override void Print(IAnsiConsole console, long? limit)
    {
        _result.Print(console, limit);
        PrintStage(console, "initial margin of", static part => part.Initial);
        PrintStage(console, "maintenance margin of", static part => part.Maintenance);
        PrintTotals(console);
        if (!_document.Profits.Scenarios.IsEmpty)
        {
            PrintProfits(console);
        }
    }

    /// <summary>One requirement by holding, and by the components that are not nothing.</summary>
    private void PrintStage(IAnsiConsole console, string title, System.Func<Staged, long> stage)
    {
        ComponentContributions[] components =
            [.. _document.Contributions.Components.Where(component => component.Parts.Any(part => stage(part) != 0))];
        Table table = Tables.Columns(
            title,
            [.. components.Select(static component => ResultNames.Components[(int)component.Component.Kind]), "all"]);
        for (int at = 0; at < _document.Contributions.Contributors.Length; at++)
        {
            long all = stage(_document.Contributions.TotalOf(at));
            Contributor contributor = _document.Contributions.Contributors[at];
            if (all != 0 || components.Any(component => stage(component.Parts[at]) != 0)
                || contributor.Kind == ContributorKind.Position)
            {
                table.Add(
                    [NameOf(contributor), .. components.Select(part => Amount(stage(part.Parts[at]))), Amount(all)]);
            }
        }

        table.Add(
        [
            "all",
            .. components.Select(component => Amount(component.Parts.Sum(stage))),
            Amount(components.Sum(component => component.Parts.Sum(stage))),
        ]);
        console.Write(table);
    }

    private void PrintTotals(IAnsiConsole console)
    {
        Table scenarios = Tables.Columns("#", "scenario", "profit or loss");
        for (int at = 0; at < Judged.Totals.Length; at++)
        {
            scenarios.Add(
                at.ToString(CultureInfo.InvariantCulture),
                _inputs.Scenarios.Set.Scenarios[at].Label,
                Amount(Judged.Totals[at].Raw));
        }

        console.Write(scenarios);
    }

    /// <summary>Rows by scenarios; whichever are more go down the page.</summary>
    private void PrintProfits(IAnsiConsole console)
    {
        ProfitMatrix profits = _document.Profits;
        string[] rows = [.. profits.Rows.Select(NameOf), "all"];
        string[] labels = [.. _document.Labels];
        string[][] cells =
            [.. profits.Scenarios.Select(scenario => (string[])
                [.. scenario.Shares.Select(share => Amount(share.Raw)), Amount(scenario.Total.Raw)])];
        bool isTall = labels.Length > rows.Length;
        Table table = Tables.Columns("profit or loss", isTall ? rows : labels);
        for (int at = 0; at < (isTall ? labels : rows).Length; at++)
        {
            table.Add(isTall ? [labels[at], .. cells[at]] : [rows[at], .. cells.Select(column => column[at])]);
        }

        console.Write(table);
    }

    private static string NameOf(Contributor contributor) => contributor.Kind switch
    {
        ContributorKind.Position => InstrumentText.Format(contributor.Instrument),
        ContributorKind.Order => $"order {InstrumentText.Format(contributor.Instrument)}",
        ContributorKind.CancellingCollateral => $"collateral's {InstrumentText.Format(contributor.Instrument)}",
        ContributorKind.Collateral => $"collateral {contributor.Asset}",
        _ => "the account",
    };

    private string Amount(long raw) => ScenarioChart.Amount(raw, _document.Head.Settlement);
}
