using System;
using System.Collections.Generic;
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
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>margin: values a book.</summary>
internal static class MarginCommand
{
    private const string Absent = "-";

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
        long? limit = parsed.GetValue(FailUnder) is string text
            ? DecimalText.Parse(text, Ratio.Decimals, 0, Ratio.MaxRaw, string.Empty, "--fail-under")
            : null;
        RequireOwnFiles(parsed);
        MarginInputs inputs = MarginInputs.Read(parsed);
        MarginResult result = inputs.Compute();
        List<MarginException> unwritten = WriteFiles(parsed, inputs, result);
        Warn(terminal, inputs.Warnings);

        // Standard output holds one answer: a document that was asked for there is it.
        bool isAnswered = new[] { Output, Svg, Html }.Any(option => parsed.GetValue(option) == OutputFile.Standard);
        if (terminal.IsJson && !isAnswered)
        {
            OutputFile.Write(OutputFile.Standard, ResultDocument.Write(inputs.Document(result)));
        }
        else if (!isAnswered)
        {
            PrintFigures(terminal.Out, inputs, result, limit);
            PrintComponents(terminal.Out, inputs, result);
            if (parsed.GetValue(Explain))
            {
                PrintExplanation(terminal.Out, inputs, result);
            }
        }

        // Standard output has the answer: what could not be written is told beside it.
        unwritten.ForEach(terminal.Warn);
        return unwritten.Count > 0 ? ExitCode.File : IsHealthy(result, limit) ? ExitCode.Yes : ExitCode.No;
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

    /// <summary>Writes the files that are asked for.</summary>
    /// <returns>Why some could not be written: the result is worth printing all the same.</returns>
    private static List<MarginException> WriteFiles(ParseResult parsed, MarginInputs inputs, MarginResult result)
    {
        MarginParameters model = inputs.Model.Parameters;
        List<MarginException> unwritten = [];
        Write(Output, () => ResultDocument.Write(inputs.Document(result)));
        Write(Svg, () => Encoding.UTF8.GetBytes(
            ScenarioChart.ToSvg(result, inputs.Scenarios.Set, model.Settlement)));
        Write(Html, () => Encoding.UTF8.GetBytes(
            MarginReport.ToHtml("Margin", result, model, inputs.Scenarios.Set, [])));
        return unwritten;

        void Write(Option<string?> option, Func<byte[]> content)
        {
            if (parsed.GetValue(option) is string file
                && OutputFile.TryWrite(file, content()) is MarginException refusal)
            {
                unwritten.Add(refusal);
            }
        }
    }

    /// <summary>Health compared without a division: equity against ratio * maintenance.</summary>
    private static bool IsHealthy(MarginResult result, long? limit) => limit is not long ratio
        || (BigInteger)result.Equity.Raw * Ratio.One >= (BigInteger)result.MaintenanceMargin.Raw * ratio;

    private static void PrintFigures(IAnsiConsole console, MarginInputs inputs, MarginResult result, long? limit)
    {
        AssetId settlement = inputs.Model.Parameters.Settlement;
        Table figures = Tables.Of("figure", $"amount, {settlement}");
        Row("equity", ScenarioChart.Amount(result.Equity.Raw, settlement));
        Row("initial margin", ScenarioChart.Amount(result.InitialMargin.Raw, settlement));
        Row("maintenance margin", ScenarioChart.Amount(result.MaintenanceMargin.Raw, settlement));
        Row("excess", ScenarioChart.Amount(result.Excess.Raw, settlement));
        if (ResultNames.HasWorst(result))
        {
            string label = inputs.WorstLabel(result);
            Row($"worst loss ({label})", ScenarioChart.Amount(result.WorstLoss.Raw, settlement));
        }
        else
        {
            Row("worst loss", Absent);
        }

        Row("health (equity / maintenance margin)", ResultNames.Health(result) ?? Absent);
        if (limit is long ratio)
        {
            Row("health asked for (--fail-under)", DecimalText.Format(ratio, Ratio.Decimals));
        }

        if (inputs.Model.Parameters.MeasuresTail)
        {
            Row("value at risk", ScenarioChart.Amount(result.ValueAtRisk.Raw, settlement));
            Row("expected shortfall", ScenarioChart.Amount(result.ExpectedShortfall.Raw, settlement));
        }

        console.Write(figures);

        void Row(string name, string amount) => Tables.Row(figures, name, amount);
    }

    private static void PrintComponents(IAnsiConsole console, MarginInputs inputs, MarginResult result)
    {
        AssetId settlement = inputs.Model.Parameters.Settlement;
        Table components = Tables.Of("component", "initial", "maintenance");
        foreach (MarginComponent component in result.Components)
        {
            Tables.Row(
                components,
                ResultNames.Components[(int)component.Kind],
                ScenarioChart.Amount(component.Initial.Raw, settlement),
                ScenarioChart.Amount(component.Maintenance.Raw, settlement));
        }

        console.Write(components);
        if (result.Assumed != default)
        {
            console.WriteLine($"assumed: {string.Join(", ", ResultNames.Of(result.Assumed))}");
        }
    }

    private static void PrintExplanation(IAnsiConsole console, MarginInputs inputs, MarginResult result)
    {
        AssetId settlement = inputs.Model.Parameters.Settlement;
        Table scenarios = Tables.Of("#", "scenario", "profit or loss");
        for (int at = 0; at < result.Totals.Length; at++)
        {
            Tables.Row(
                scenarios,
                at.ToString(CultureInfo.InvariantCulture),
                inputs.Scenarios.Set.Scenarios[at].Label,
                ScenarioChart.Amount(result.Totals[at].Raw, settlement));
        }

        console.Write(scenarios);
        Table shares = Tables.Of("row", "share of the worst scenario");
        foreach (PositionContribution share in result.Explanation)
        {
            Tables.Row(
                shares,
                InstrumentText.Format(share.Instrument),
                ScenarioChart.Amount(share.Contribution.Raw, settlement));
        }

        console.Write(shares);
    }
}
