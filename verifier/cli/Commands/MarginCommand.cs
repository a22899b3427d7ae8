using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using Spectre.Console;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Commands;

/// <summary>margin: values a book.</summary>
internal static class MarginCommand
{
    private static readonly Option<bool> Explain = new("--explain")
    {
        Description = "Show every scenario and each row's share of the worst one.",
    };

    private static readonly Option<string?> Svg = new("--svg")
    {
        Description = "Draw the scenarios' profit and loss into this file.",
    };

    private static readonly Option<string?> Html = new("--html")
    {
        Description = "Write the whole report as one page into this file.",
    };

    private static readonly Option<string?> FailUnder = new("--fail-under")
    {
        Description = "End with exit code 1 when equity / maintenance margin is below this ratio.",
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "Write the result document into this file.",
    };

    internal static Command Create()
    {
        Command command = new(
            "margin",
            "Value a book: equity, initial and maintenance margin.\n\nExamples:\n"
            + "  verifiable margin -m market.json -b book.json\n"
            + "  verifiable margin -m market.json -p model.json -s scenarios.json -b book.json --explain "
            + "--svg scenarios.svg")
        {
            MarginInputs.MarketFile,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            MarginInputs.BookFile,
            Explain,
            Svg,
            Html,
            FailUnder,
            Output,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        Terminal terminal = Terminal.From(parsed);
        long ratio = parsed.GetValue(FailUnder) is string text
            ? DecimalText.Parse(text, Ratio.Decimals, 0, Ratio.MaxRaw, string.Empty, "--fail-under")
            : 0;
        RequireOwnFiles(parsed);
        MarginInputs inputs = MarginInputs.Read(parsed);
        MarginResult result = inputs.Compute();
        WriteFiles(parsed, inputs, result);
        Warn(terminal, inputs.Warnings);

        // Standard output holds one answer: a document that was asked for there is it.
        bool isAnswered = parsed.GetValue(Output) == OutputFile.Standard;
        if (terminal.IsJson && !isAnswered)
        {
            OutputFile.Write(OutputFile.Standard, ResultDocument.Write(inputs.Document(result)));
        }
        else if (!isAnswered)
        {
            Print(terminal.Out, inputs, result, parsed.GetValue(Explain));
        }

        return parsed.GetValue(FailUnder) is null || IsHealthy(result, ratio) ? ExitCode.Yes : ExitCode.No;
    }

    /// <summary>On standard error, as a result document has no place for them.</summary>
    private static void Warn(Terminal terminal, ListingWarnings warnings)
    {
        if (warnings.HasFlag(ListingWarnings.TailThin))
        {
            terminal.Say("warning: fewer than ten scenarios lie in the tail; its measure rests on a handful of days");
        }

        if (warnings.HasFlag(ListingWarnings.TailUnread))
        {
            terminal.Say("warning: the model's measure is a scan, which reads no historical or filtered scenario");
        }
    }

    /// <summary>Refuses an output that would overwrite an input or another output.</summary>
    private static void RequireOwnFiles(ParseResult parsed) => FileRoles.Require(
        [
            parsed.GetValue(MarginInputs.MarketFile),
            parsed.GetValue(MarginInputs.ModelFile),
            parsed.GetValue(MarginInputs.ScenariosFile),
            parsed.GetValue(MarginInputs.BookFile),
        ],
        (parsed.GetValue(Output), "--output"),
        (parsed.GetValue(Svg), "--svg"),
        (parsed.GetValue(Html), "--html"));

    private static void WriteFiles(ParseResult parsed, MarginInputs inputs, MarginResult result)
    {
        if (parsed.GetValue(Output) is string output)
        {
            OutputFile.Write(output, ResultDocument.Write(inputs.Document(result)));
        }

        if (parsed.GetValue(Svg) is string svg)
        {
            AssetId settlement = inputs.Model.Parameters.Settlement;
            string picture = ScenarioChart.ToSvg(result, inputs.Scenarios.Set, settlement);
            OutputFile.Write(svg, Encoding.UTF8.GetBytes(picture));
        }

        if (parsed.GetValue(Html) is string html)
        {
            string page = MarginReport.ToHtml("Margin", result, inputs.Model.Parameters, inputs.Scenarios.Set, []);
            OutputFile.Write(html, Encoding.UTF8.GetBytes(page));
        }
    }

    /// <summary>Health compared without a division: equity against ratio * maintenance.</summary>
    private static bool IsHealthy(MarginResult result, long ratio) =>
        (BigInteger)result.Equity.Raw * Ratio.One >= (BigInteger)result.MaintenanceMargin.Raw * ratio;

    private static void Print(IAnsiConsole console, MarginInputs inputs, MarginResult result, bool explain)
    {
        AssetId settlement = inputs.Model.Parameters.Settlement;
        Table figures = Columns("figure", $"amount, {settlement}");
        Row(figures, "equity", result.Equity.Raw);
        Row(figures, "initial margin", result.InitialMargin.Raw);
        Row(figures, "maintenance margin", result.MaintenanceMargin.Raw);
        Row(figures, "excess", result.Excess.Raw);
        if (!result.Totals.IsEmpty)
        {
            Row(figures, $"worst loss ({inputs.WorstLabel(result)})", result.WorstLoss.Raw);
        }

        if (inputs.Model.Parameters.MeasuresTail)
        {
            Row(figures, "value at risk", result.ValueAtRisk.Raw);
            Row(figures, "expected shortfall", result.ExpectedShortfall.Raw);
        }

        console.Write(figures);

        Table components = Columns("component", "initial", "maintenance");
        foreach (MarginComponent component in result.Components)
        {
            Row(components, component.Kind.ToString(), component.Initial.Raw, component.Maintenance.Raw);
        }

        console.Write(components);
        if (result.Assumed != default)
        {
            console.WriteLine($"assumed: {result.Assumed}");
        }

        if (explain)
        {
            PrintExplanation(console, inputs, result);
        }

        void Row(Table table, string name, params long[] amounts)
        {
            string[] cells = [name, .. amounts.Select(raw => ScenarioChart.Amount(raw, settlement))];
            table.AddRow(cells.Select(static cell => new Text(cell)));
        }
    }

    private static void PrintExplanation(IAnsiConsole console, MarginInputs inputs, MarginResult result)
    {
        AssetId settlement = inputs.Model.Parameters.Settlement;
        Table scenarios = Columns("#", "scenario", "profit or loss");
        for (int at = 0; at < result.Totals.Length; at++)
        {
            scenarios.AddRow(
                new Text(at.ToString(CultureInfo.InvariantCulture)),
                new Text(inputs.Scenarios.Set.Scenarios[at].Label),
                new Text(ScenarioChart.Amount(result.Totals[at].Raw, settlement)));
        }

        console.Write(scenarios);
        Table shares = Columns("row", "share of the worst scenario");
        foreach (PositionContribution share in result.Explanation)
        {
            shares.AddRow(
                new Text(InstrumentText.Format(share.Instrument)),
                new Text(ScenarioChart.Amount(share.Contribution.Raw, settlement)));
        }

        console.Write(shares);
    }

    private static Table Columns(string first, params string[] others)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (string name in others)
        {
            table.AddColumn(new TableColumn(new Text(name)) { Alignment = Justify.Right });
        }

        return table;
    }
}
