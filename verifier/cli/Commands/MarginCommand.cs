using System.Collections.Immutable;
using System.CommandLine;
using System.Linq;
using System.Numerics;
using System.Text;
using Verifiable.Cli.Answers;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Commands;

/// <summary>margin: values a book.</summary>
internal static class MarginCommand
{
    private static readonly Option<bool> Explain = new("--explain")
    {
        Description = "Show who the requirements are owed to, by holding and component, and every scenario.",
    };

    private static readonly Option<string[]> ScenarioNames = new(ScenarioChoice.Option)
    {
        Description = "With --explain: divide this scenario by row, by label or index, or all; may be repeated. "
            + "Without it the worst.",
        HelpName = "LABEL|INDEX|all",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> Compare = new("--compare")
    {
        Description = $"Margin the book under {string.Join(", ", ModeComparison.Shipped)}, the model, and further "
            + "models named here, side by side, with the capital that each saves against the isolated one.",
        HelpName = "PROFILE|FILE",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Greeks = new("--greeks")
    {
        Description = "Show delta, gamma, vega, theta and rho by position, by underlying, and of the account.",
    };

    private static readonly Option<string[]> Add = new(WhatIfTrades.Option)
    {
        Description = "A trade at the mark, made before the book is margined, with every figure before and after; may "
            + "be repeated. A venue's name takes its size there; a JSON object of names and sizes, or a .json file of "
            + "one, is many trades.",
        HelpName = "INSTRUMENT=QUANTITY|MAP|FILE",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Svg = new("--svg")
    {
        Description = "Draw the scenarios' profit and loss, or the comparison, into this file.",
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
        Description = "Write the document of the answer into this file, whichever it is.",
    };

    internal static Command Create()
    {
        Command command = new(
            "margin",
            "Value a book: equity, initial and maintenance margin.\n\nExamples:\n"
            + "  verifiable margin -m market.json -b book.json\n"
            + "  verifiable margin -m market.json -p model.json -s scenarios.json -b book.json --explain "
            + "--svg scenarios.svg\n"
            + "  verifiable margin -m market.json -b book.json --compare span-1.0 deribit-pm-1.0\n"
            + "  verifiable margin -m market.json -b book.json --greeks\n"
            + "  verifiable margin -m market.json -b book.json --add ETH/USD:USD-240126-2400-C=-10")
        {
            MarginInputs.MarketFile,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            MarginInputs.BookFile,
            Explain,
            ScenarioNames,
            Compare,
            Greeks,
            Add,
            Svg,
            Html,
            FailUnder,
            Output,
        };
        command.Validators.Add(static parsed => OptionRules.RequireAlone(parsed, Compare, Explain, Html));
        command.Validators.Add(static parsed => OptionRules.RequireAlone(parsed, Greeks, Explain, Compare, Svg, Html));
        command.Validators.Add(
            static parsed => OptionRules.RequireAlone(parsed, Add, Explain, Compare, Greeks, Svg, Html));
        command.Validators.Add(static parsed =>
        {
            if (parsed.GetResult(ScenarioNames) is not null && parsed.GetResult(Explain) is null)
            {
                parsed.AddError($"{ScenarioNames.Name} goes with {Explain.Name} only.");
            }
        });
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
        MarginAnswer answer = AnswerOf(parsed, inputs);
        bool isHealthy = limit is not long ratio || IsHealthy(answer.Judged, ratio);
        SideFiles files = new(terminal);
        files.Write(parsed.GetValue(Output), answer.ToDocument);
        files.Write(parsed.GetValue(Svg), () => Encoding.UTF8.GetBytes(answer.ToSvg()));
        files.Write(parsed.GetValue(Html), () => Encoding.UTF8.GetBytes(answer.ToHtml()));
        Warn(terminal, inputs.Warnings);
        return files.Answer(
            printed => answer.Print(printed.Out, limit),
            answer.ToDocument,
            isHealthy ? ExitCode.Yes : ExitCode.No);
    }

    private static MarginAnswer AnswerOf(ParseResult parsed, MarginInputs inputs)
    {
        if (parsed.GetValue(Greeks))
        {
            return new SensitivitiesAnswer(inputs);
        }

        if (parsed.GetValue(Add) is { Length: > 0 } trades)
        {
            return new TradeAnswer(inputs, WhatIfTrades.Read(trades, inputs));
        }

        if (parsed.GetResult(Compare) is null)
        {
            return parsed.GetValue(Explain)
                ? new ExplanationAnswer(inputs, ScenariosOf(parsed, inputs))
                : new ResultAnswer(inputs);
        }

        string model = parsed.GetRequiredValue(MarginInputs.ModelFile);
        return new ComparisonAnswer(ModeComparison.Of(inputs, model, parsed.GetValue(Compare) ?? []), model);
    }

    private static ImmutableArray<int>? ScenariosOf(ParseResult parsed, MarginInputs inputs) =>
        parsed.GetValue(ScenarioNames) is { Length: > 0 } names
            ? ScenarioChoice.Of(names, inputs.Scenarios.Set)
            : null;

    /// <summary>On standard error, as a document has no place for them.</summary>
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
            .. parsed.GetValue(Compare) ?? [],
            .. (parsed.GetValue(Add) ?? []).Select(WhatIfTrades.FileOf),
        ],
        (parsed.GetValue(Output), "--output"),
        (parsed.GetValue(Svg), "--svg"),
        (parsed.GetValue(Html), "--html"));

    /// <summary>Health compared without a division: equity against ratio * maintenance.</summary>
    private static bool IsHealthy(MarginResult result, long ratio) =>
        (BigInteger)result.Equity.Raw * Ratio.One >= (BigInteger)result.MaintenanceMargin.Raw * ratio;
}
