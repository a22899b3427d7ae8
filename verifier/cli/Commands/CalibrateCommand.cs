using System;
using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verifiable.Calibration.Quantised;
using Verifiable.Cli.Covariance;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>calibrate: the latest days of a history, filtered, become a margin model's scenarios.</summary>
internal static class CalibrateCommand
{
    private const int DefaultDays = 500;
    private const int MaxDays = ScenarioSet.MaxScenarios / 2;
    private const int DateLength = 10;

    private static readonly Option<string> ModelFile = new("--model", "-p")
    {
        Description = "The model whose grid, tail and skew scenarios stay: a document, or a shipped profile.",
        HelpName = "PROFILE|FILE",
        DefaultValueFactory = static _ => "portfolio-1.0",
    };

    private static readonly Option<string[]> UnderlyingNames = new("--underlying")
    {
        Description = "An underlying to calibrate; may be repeated. Without it those of the model's scenarios.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> AsOf = new("--as-of")
    {
        Description = "Use only what was known at this moment: bars that had closed by then.",
    };

    private static readonly Option<string?> Days = new("--days")
    {
        Description = "How many days, the latest; without it as many as the model's scenarios have, or 500.",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The scenarios document; - is standard output.",
        DefaultValueFactory = static _ => "scenarios.json",
    };

    private static readonly Option<string?> ModelOutput = new("--model-output")
    {
        Description = "Write the model, with the hash of these scenarios in the place of its own, into this file.",
        HelpName = "FILE",
    };

    internal static Command Create()
    {
        Command command = new(
            "calibrate",
            "Turn the latest days of a history into a model's filtered scenarios. A residual is the day's log return "
            + "over the volatility that the days before forecast for it, rounded to a millionth; the same history and "
            + "options give the same bytes. With --covariance: estimate volatilities and correlations.\n\nExamples:\n"
            + "  verifiable calibrate history.json -o scenarios.json\n"
            + "  verifiable calibrate history.json --underlying BTC --underlying SOL --as-of 2023-07-01 "
            + "--model-output model.json\n"
            + "  verifiable calibrate history.json --covariance covariance.json --method dcc --svg correlations.svg")
        {
            HistoryFile.File,
            ModelFile,
            MarginInputs.ScenariosFile,
            UnderlyingNames,
            AsOf,
            Days,
            Output,
            ModelOutput,
        };
        CovarianceArguments.AddTo(command);
        command.Validators.Add(static result => CovarianceArguments.RequireConsistent(
            result, Days, ModelFile, MarginInputs.ScenariosFile, Output, ModelOutput));
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string historyFile = parsed.GetRequiredValue(HistoryFile.File);
        return parsed.GetValue(CovarianceArguments.Output) is null
            ? RunScenarios(parsed, historyFile)
            : CovarianceRun.Run(
                parsed,
                historyFile,
                Ascending(parsed.GetValue(UnderlyingNames) ?? []),
                AsOfOf(parsed),
                parsed.GetValue(Days),
                Days.Name);
    }

    private static int RunScenarios(ParseResult parsed, string historyFile)
    {
        Terminal terminal = Terminal.From(parsed);
        string modelFile = parsed.GetRequiredValue(ModelFile);
        string? scenariosFile = parsed.GetValue(MarginInputs.ScenariosFile);
        string output = parsed.GetRequiredValue(Output);
        FileRoles.Require(
            [historyFile, modelFile, scenariosFile],
            (output, Output.Name),
            (parsed.GetValue(ModelOutput), ModelOutput.Name));
        (ModelDocument model, ScenariosDocument template) =
            MarginInputs.ReadModel(modelFile, scenariosFile, ModelFile.Name);
        RequireScenarios(model, modelFile);
        ResidualCalibration calibration = ResidualCalibration.Run(
            HistoryFile.Read(historyFile), historyFile, OptionsOf(parsed, model, template));
        ScenariosDocument scenarios = ScenarioDays.Replace(
            NameOf(model, calibration), calibration.HistoryHash, template, calibration.Underlyings, calibration.Days);
        OutputFile.Write(output, ScenariosDocument.Write(scenarios));
        Bytes32 hash = ScenarioRows.Hash(scenarios.Set);
        if (parsed.GetValue(ModelOutput) is string modelOutput)
        {
            OutputFile.Write(modelOutput, ModelDocument.Write(model with { ScenarioHash = hash }));
        }

        if (output != OutputFile.Standard && parsed.GetValue(ModelOutput) != OutputFile.Standard)
        {
            Print(terminal, scenarios, calibration, hash);
            terminal.AnswerJson(Answer(scenarios, calibration, hash, output, InputsOf(model, template, calibration)));
        }

        return ExitCode.Yes;
    }

    private static void RequireScenarios(ModelDocument model, string file)
    {
        if (!model.Parameters.ReadsScenarios)
        {
            throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                file,
                "/rule",
                model.Parameters.Rule.ToString(),
                "a model whose scenarios are a document of their own");
        }
    }

    private static ResidualOptions OptionsOf(ParseResult parsed, ModelDocument model, ScenariosDocument template)
    {
        string[] names = parsed.GetValue(UnderlyingNames) ?? [];
        int own = ScenarioDays.CountOf(template.Set);
        return new ResidualOptions(
            names.Length == 0 ? template.Set.Factors : Ascending(names),
            ScenarioDays.BarSecondsOf(model.Parameters),
            parsed.GetValue(Days) is string days ? (int)WholeNumberText.Parse(days, 1, MaxDays, Days.Name)
                : own > 0 ? own : DefaultDays)
        {
            AsOf = AsOfOf(parsed),
        };
    }

    private static Instant? AsOfOf(ParseResult parsed) =>
        parsed.GetValue(AsOf) is string text ? MomentText.Parse(text, AsOf.Name) : null;

    private static ImmutableArray<UnderlyingId> Ascending(string[] names)
    {
        ImmutableArray<UnderlyingId> underlyings =
            [.. names.Select(ImportCommand.UnderlyingOf).OrderBy(static one => one.Letters)];
        return underlyings.Distinct().Count() == underlyings.Length
            ? underlyings
            : throw new MarginException(
                ErrorCode.RowDuplicate, string.Empty, UnderlyingNames.Name, string.Join(' ', names), "each once");
    }

    /// <summary>The model's name with the last day, as <c>portfolio-2023-12-31</c>.</summary>
    private static string NameOf(ModelDocument model, ResidualCalibration calibration) =>
        $"{model.Parameters.Name}-{InstantText.Format(calibration.Days[^1].Time)[..DateLength]}";

    private static void Print(
        Terminal terminal, ScenariosDocument scenarios, ResidualCalibration calibration, Bytes32 hash)
    {
        if (terminal.IsJson)
        {
            return;
        }

        Table table = Tables.Columns("underlying", "volatility of a year", "lowest residual", "highest residual");
        for (int at = 0; at < calibration.Underlyings.Length; at++)
        {
            double[] residuals = [.. calibration.Residuals.Column(at)];
            table.Add(
                $"{calibration.Underlyings[at]}",
                DecimalText.Format(calibration.Volatilities[at].Raw / 1_000_000, 6),
                $"{Text(residuals.Min())} on {Day(calibration, Array.IndexOf(residuals, residuals.Min()))}",
                $"{Text(residuals.Max())} on {Day(calibration, Array.IndexOf(residuals, residuals.Max()))}");
        }

        terminal.Out.Write(table);
        terminal.Answer(
            $"{scenarios.Set.Scenarios.Length} scenarios, {calibration.Days.Length} of them days, "
            + $"{Day(calibration, 0)} to {Day(calibration, calibration.Days.Length - 1)}");
        terminal.Answer($"scenario hash {hash}");
    }

    private static JsonObject Answer(
        ScenariosDocument scenarios, ResidualCalibration calibration, Bytes32 hash, string output, JsonObject inputs)
    {
        JsonNode[] volatilities = [.. calibration.Underlyings.Select((underlying, at) => new JsonObject
        {
            ["underlying"] = underlying.ToString(),
            ["todayVolatility"] = DecimalText.Format(calibration.Volatilities[at].Raw, Volatility.Decimals),
        })];
        return new JsonObject
        {
            ["scenarios"] = output,
            ["name"] = scenarios.Name,
            ["scenarioHash"] = hash.ToString(),
            ["inputs"] = inputs,
            ["count"] = scenarios.Set.Scenarios.Length,
            ["days"] = calibration.Days.Length,
            ["from"] = InstantText.Format(calibration.Days[0].Time),
            ["to"] = InstantText.Format(calibration.Days[^1].Time),
            ["todayVolatilities"] = new JsonArray(volatilities),
        };
    }

    private static JsonObject InputsOf(
        ModelDocument model, ScenariosDocument template, ResidualCalibration calibration)
    {
        return new JsonObject
        {
            ["historyHash"] = calibration.HistoryHash.ToString(),
            ["parametersHash"] = ParameterRows.Hash(model.Parameters).ToString(),
            ["scenarioHash"] = ScenarioRows.Hash(template.Set).ToString(),
        };
    }

    private static string Day(ResidualCalibration calibration, int at) =>
        InstantText.Format(calibration.Days[at].Time)[..DateLength];

    private static string Text(double number) => number.ToString("F3", CultureInfo.InvariantCulture);
}
