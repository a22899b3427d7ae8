using System;
using System.Collections.Immutable;
using System.CommandLine;
using System.Linq;
using System.Text;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>stress: values a book after named days and failures.</summary>
internal static class StressCommand
{
    private static readonly Option<string[]> Labels = new("--scenario")
    {
        Description = "Run this stress alone, by its label; may be given several times. Without it all are run.",
        HelpName = "LABEL",
    };

    private static readonly Option<string?> StressesFile = new("--stresses")
    {
        Description = $"A stresses document (schema stresses); without it the shipped {Profiles.DefaultStresses}.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Svg = new("--svg")
    {
        Description = "Draw equity and maintenance margin after every stress into this file.",
    };

    internal static Command Create()
    {
        Command command = new(
            "stress",
            "Value a book after named days of the past and after failures: every correlation gone, volatility doubled, "
            + "a stable coin off its peg, no liquidity, counterparties in default, a stale or wrong oracle, a halted "
            + "chain. Margin is the engine's, of a stressed market; what each stress assumes is printed beside it.\n\n"
            + "Examples:\n"
            + "  verifiable stress -m market.json -b book.json\n"
            + "  verifiable stress -m market.json -p portfolio-scan-1.0 -b book.json --scenario day:2020-03-12 "
            + "--scenario halt:24h\n"
            + "  verifiable stress -m market.json -b book.json --json --svg stress.svg")
        {
            MarginInputs.MarketFile,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            MarginInputs.BookFile,
            Labels,
            StressesFile,
            Svg,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        Terminal terminal = Terminal.From(parsed);
        FileRoles.Require(
            [
                parsed.GetValue(MarginInputs.MarketFile),
                parsed.GetValue(MarginInputs.ModelFile),
                parsed.GetValue(MarginInputs.ScenariosFile),
                parsed.GetValue(MarginInputs.BookFile),
                parsed.GetValue(StressesFile),
            ],
            (parsed.GetValue(Svg), Svg.Name));
        StressesDocument set = ReadStresses(parsed);
        ImmutableArray<Stress> chosen = Chosen(set, parsed.GetValue(Labels) ?? []);
        MarginInputs inputs = MarginInputs.Read(parsed);
        inputs.RequireListed(inputs.Book.Book);
        StressReport report = Report(inputs, set.Name, chosen);
        SideFiles files = new(terminal);
        files.Write(parsed.GetValue(Svg), () => Encoding.UTF8.GetBytes(StressChart.ToSvg(report)));
        return files.Answer(
            answer => StressTables.Print(answer.Out, report), () => StressReport.Write(report), ExitCode.Yes);
    }

    private static StressReport Report(MarginInputs inputs, string name, ImmutableArray<Stress> chosen)
    {
        MarginModel model = new(inputs.Model.Parameters, inputs.Scenarios.Set);
        StressRun run = new(inputs.Market, model, inputs.Book.Book, inputs.Book.OpenOrders);
        return new StressReport(
            inputs.Document(run.Before).Head, name, run.Before, [.. chosen.Select(run.Run)]);
    }

    private static StressesDocument ReadStresses(ParseResult parsed) => parsed.GetValue(StressesFile) is string file
        ? StressesDocument.Read(InputFile.Read(file, StressesDocument.MaxBytes), file)
        : Profiles.OpenStresses();

    /// <summary>The stresses of these labels in the set's order; all of them where no label is given.</summary>
    private static ImmutableArray<Stress> Chosen(StressesDocument set, string[] labels)
    {
        foreach (string label in labels)
        {
            if (set.Stresses.All(stress => stress.Label != label))
            {
                throw new MarginException(
                    ErrorCode.ParameterOutOfRange,
                    string.Empty,
                    Labels.Name,
                    label,
                    $"one of {string.Join(", ", set.Stresses.Select(static stress => stress.Label))}");
            }
        }

        return labels.Length == 0
            ? set.Stresses
            : [.. set.Stresses.Where(stress => labels.Contains(stress.Label, StringComparer.Ordinal))];
    }
}
