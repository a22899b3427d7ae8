using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Verifiable.Cli.ValueAtRisk;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>var: value at risk and expected shortfall of a book, by three methods.</summary>
internal static class VarCommand
{
    private const int MostDays = 7;
    private const long DaySeconds = 86_400;
    private const int LevelPlaces = 6;
    private const long LevelOne = 1_000_000;

    private static readonly ImmutableArray<string> Methods = ["filtered", "historical", "parametric"];

    private static readonly Option<string?> History = new("--history")
    {
        Description = "A history document: the days, today's volatilities and correlations are taken from it, as far "
            + "as they were known at the market's time. Without it the scenarios' days and the market's volatilities.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> CovarianceFile = new("--covariance")
    {
        Description = "With --method parametric: a covariance document, as calibrate --covariance writes it, in the "
            + "place of a history.",
        HelpName = "FILE",
    };

    private static readonly Option<string> Method = new("--method")
    {
        Description = "filtered: past residuals under today's volatility. historical: past moves as they were. Both "
            + "revalue the book in the engine. parametric: delta-normal and delta-gamma from a covariance.",
        DefaultValueFactory = static _ => "filtered",
    };

    private static readonly Option<string> Confidence = new("--confidence")
    {
        Description = "The level, above 0 and below 1, of at most six places. At 0.99 five of 500 days lie in the "
            + "tail, which draws a warning: take more days, or the 0.975 of portfolio-1.0.",
        DefaultValueFactory = static _ => "0.99",
    };

    private static readonly Option<string> HorizonLength = new("--horizon")
    {
        Description = "How far it looks ahead, as 1d, 10d or 4h.",
        DefaultValueFactory = static _ => "1d",
    };

    private static readonly Option<string?> Days = new("--days")
    {
        Description = "How many days of the history count, the latest; 500 without it.",
    };

    private static readonly Option<string?> Svg = new("--svg")
    {
        Description = "Draw the distribution of profit and loss into this file.",
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "Write the document into this file.",
    };

    internal static Command Create()
    {
        WordText.Offer(Method, Methods);
        Command command = new(
            "var",
            "Value at risk and expected shortfall of a book.\n\nExamples:\n"
            + "  verifiable var -m market.json -b book.json --history history.json --svg losses.svg\n"
            + "  verifiable var -m market.json -b book.json --history history.json --method parametric --horizon 10d\n"
            + "  verifiable var -m market.json -b book.json --covariance covariance.json --method parametric")
        {
            MarginInputs.MarketFile,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            MarginInputs.BookFile,
            History,
            CovarianceFile,
            Method,
            Confidence,
            HorizonLength,
            Days,
            Svg,
            Output,
        };
        command.Validators.Add(static result =>
        {
            OptionRules.RequireNone(
                result, "--method parametric", result.GetValue(Method) == "parametric" ? [] : [CovarianceFile]);
            OptionRules.RequireAlone(result, CovarianceFile, History);
            OptionRules.RequireNone(result, History.Name, OptionRules.IsGiven(result, History) ? [] : [Days]);
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        Terminal terminal = Terminal.From(parsed);
        string? history = parsed.GetValue(History);
        FileRoles.Require(
            [
                parsed.GetValue(MarginInputs.MarketFile),
                parsed.GetValue(MarginInputs.ModelFile),
                parsed.GetValue(MarginInputs.ScenariosFile),
                parsed.GetValue(MarginInputs.BookFile),
                history,
                parsed.GetValue(CovarianceFile),
            ],
            (parsed.GetValue(Output), Output.Name),
            (parsed.GetValue(Svg), Svg.Name));
        VarOptions options = OptionsOf(parsed, history);
        MarginInputs inputs = MarginInputs.Read(parsed);
        inputs.RequireNoOrders("value at risk is of what is held");
        VarResult result = VarRun.Of(inputs, options);
        if (result.Revalued is not null && result.Inputs.Warnings.HasFlag(ListingWarnings.TailThin))
        {
            terminal.Say(
                $"warning: fewer than ten of {result.Revalued.Totals.Length} days lie in the tail; its measure rests "
                + "on a handful; more --days or a lower --confidence has more");
        }

        WarnOfAge(terminal, result);
        return Answer(parsed, terminal, result);
    }

    /// <summary>
    /// Half of a volatility's weight lies in the last three weeks: a history that ended long before is no guide.
    /// </summary>
    private static void WarnOfAge(Terminal terminal, VarResult result)
    {
        long age = result.History is { } history
            ? (result.Inputs.Market.ObservedAt.Seconds - history.LastDay.Seconds) / DaySeconds
            : 0;
        if (age > MostDays)
        {
            terminal.Say($"warning: the history ends {age} days before the market");
        }
        else if (age < 0)
        {
            terminal.Say("warning: the covariance knows days that come after the market");
        }
    }

    private static int Answer(ParseResult parsed, Terminal terminal, VarResult result)
    {
        SideFiles files = new(terminal);
        files.Write(parsed.GetValue(Output), Document);
        files.Write(parsed.GetValue(Svg), () => Encoding.UTF8.GetBytes(LossChart.ToSvg(result)));
        return files.Answer(answer => VarAnswer.Print(answer.Out, result), Document, ExitCode.Yes);

        byte[] Document() => Terminal.BytesOf(VarAnswer.Json(result));
    }

    private static VarOptions OptionsOf(ParseResult parsed, string? history)
    {
        string days = parsed.GetValue(Days) ?? "500";
        return new VarOptions(
            (VarMethod)Methods.IndexOf(
                WordText.Parse(parsed.GetRequiredValue(Method), Methods, Method.Name)),
            LevelOf(parsed.GetRequiredValue(Confidence)),
            SecondsOf(parsed.GetRequiredValue(HorizonLength)),
            (int)WholeNumberText.Parse(days, 2, ScenarioSet.MaxScenarios, Days.Name),
            history is null ? null : HistoryFile.Read(history),
            history ?? string.Empty)
        {
            CovarianceFile = parsed.GetValue(CovarianceFile) ?? string.Empty,
            Covariance = parsed.GetValue(CovarianceFile) is string covariance
                ? CovarianceDocument.Read(InputFile.Read(covariance, CovarianceDocument.MaxBytes), covariance)
                : null,
        };
    }

    private static int LevelOf(string text)
    {
        ErrorCode code = DecimalText.TryParse(text, LevelPlaces, out long level);
        code = code == ErrorCode.PrecisionLost ? ErrorCode.ConfidenceNotRepresentable
            : code == ErrorCode.None && level is <= 0 or >= LevelOne ? ErrorCode.NumberOutOfRange : code;
        return code == ErrorCode.None
            ? (int)level
            : throw new MarginException(
                code, string.Empty, Confidence.Name, text, "a level above 0 and below 1, a multiple of 0.000001");
    }

    private static long SecondsOf(string text) => DurationText.TryParse(text, out long seconds) && seconds > 0
        ? seconds
        : throw new MarginException(
            ErrorCode.ParameterOutOfRange, string.Empty, HorizonLength.Name, text, DurationText.Accepted + ", above 0");
}
