using System.Collections.Immutable;
using System.Linq;
using Verifiable.Calibration.Quantised;
using Verifiable.Calibration.Returns;
using Verifiable.Calibration.Risk;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.ValueAtRisk;

/// <summary>Finds value at risk.</summary>
internal static class VarRun
{
    internal const string ScenariosPath = "/scenarios";

    /// <summary>Value at risk of a book.</summary>
    /// <exception cref="MarginException">What cannot be listed, or a method that lacks what it needs.</exception>
    internal static VarResult Of(MarginInputs inputs, VarOptions options)
    {
        ImmutableArray<UnderlyingId> underlyings = BookUnderlyings.Of(inputs.Book.Book, inputs.Model.Parameters);
        return underlyings.IsEmpty
            ? throw new MarginException(
                ErrorCode.RowCountOutOfRange, inputs.BookPath, "/positions", "0", "a book with a position")
            : options.Method switch
            {
                VarMethod.Filtered => Filtered(inputs, options, underlyings),
                VarMethod.Historical => Historical(inputs, options, underlyings),
                _ => ParametricRun.Of(inputs, options, underlyings),
            };
    }

    private static VarResult Filtered(
        MarginInputs inputs, VarOptions options, ImmutableArray<UnderlyingId> underlyings)
    {
        if (options.History is not { } history)
        {
            return Revalue(inputs, options, Only(inputs, ScenarioKind.Filtered), null);
        }

        ResidualCalibration calibration = Calibrate(inputs, options, history, underlyings);
        ScenariosDocument none = new("none", null, new ScenarioSet(underlyings, []), []);
        ScenariosDocument days =
            ScenarioDays.Replace("filtered", calibration.HistoryHash, none, underlyings, calibration.Days);
        MarginInputs today = inputs with
        {
            Market = WithVolatilities(inputs.Market, calibration.Underlyings, calibration.Volatilities),
        };
        return Revalue(today, options, days, UsedOf(calibration));
    }

    private static VarResult Historical(
        MarginInputs inputs, VarOptions options, ImmutableArray<UnderlyingId> underlyings)
    {
        if (options.History is not { } history)
        {
            RequireOneDay(options);
            return Revalue(inputs, options, Only(inputs, ScenarioKind.Historical), null);
        }

        long bar = options.BarSeconds;
        ReturnTable returns = Horizon.OverlappingTable(
            ResidualCalibration.ReturnsOf(
                history, options.HistoryFile, underlyings, bar, inputs.Market.ObservedAt),
            (int)(options.HorizonSeconds / bar),
            bar);
        int first = returns.Times.Length - options.Days;
        if (first < 0)
        {
            throw new MarginException(
                ErrorCode.RowCountOutOfRange,
                options.HistoryFile,
                "returns",
                $"{returns.Times.Length}",
                $"a history that has {options.Days} before {InstantText.Format(inputs.Market.ObservedAt)}");
        }

        ReturnTable latest = new(
            returns.Names,
            returns.Times[first..],
            returns.Values.SubMatrix(first, options.Days, 0, underlyings.Length));
        UsedHistory used = new(HistoryRows.Hash(history), returns.Times[^1]);
        return Revalue(
            inputs, options, HistoricalScenarios.Create("historical", used.Hash, options.HistoryFile, latest), used);
    }

    private static VarResult Revalue(
        MarginInputs inputs, VarOptions options, ScenariosDocument scenarios, UsedHistory? history)
    {
        ModelParameters model = inputs.Model.Parameters as ModelParameters ?? throw new MarginException(
            ErrorCode.ParameterOutOfRange,
            string.Empty,
            MarginInputs.ModelFile.Name,
            inputs.Model.Parameters.Rule.ToString(),
            "a model of the portfolio rule, which alone measures a tail");
        MeasureParameters measure = new(
            MeasureKind.ExpectedShortfall, options.ConfidencePpm, AtLeastWorst: false, options.HorizonSeconds);
        MarginInputs measured = inputs with
        {
            Model = new ModelDocument(model with { Measure = measure }, null),
            Scenarios = scenarios,
        };
        MarginResult result = measured.Compute();
        VarMeasure found = new(
            ScenarioNamesOf(options.Method), result.ValueAtRisk, result.ExpectedShortfall);
        return new VarResult(measured, options, [found]) { Revalued = result, History = history };
    }

    private static UsedHistory UsedOf(ResidualCalibration calibration) =>
        new(calibration.HistoryHash, calibration.Days[^1].Time);

    private static string ScenarioNamesOf(VarMethod method) =>
        method == VarMethod.Filtered ? "filtered" : "historical";

    private static ResidualCalibration Calibrate(
        MarginInputs inputs, VarOptions options, HistoryDocument history, ImmutableArray<UnderlyingId> underlyings) =>
        ResidualCalibration.Run(
            history,
            options.HistoryFile,
            new ResidualOptions(underlyings, options.BarSeconds, options.Days) { AsOf = inputs.Market.ObservedAt });

    /// <summary>The scenarios of one kind, alone.</summary>
    internal static ScenariosDocument Only(MarginInputs inputs, ScenarioKind kind)
    {
        int[] kept = [.. Enumerable.Range(0, inputs.Scenarios.Kinds.Length)
            .Where(at => inputs.Scenarios.Kinds[at] == kind)];
        string word = kind == ScenarioKind.Filtered ? "filtered" : "historical";
        return kept.Length > 0
            ? inputs.Scenarios with
            {
                Set = inputs.Scenarios.Set with
                {
                    Scenarios = [.. kept.Select(at => inputs.Scenarios.Set.Scenarios[at])],
                },
                Kinds = [.. kept.Select(_ => kind)],
            }
            : throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                string.Empty,
                ScenariosPath,
                "0",
                $"--history; or scenarios of kind {word}, as -p portfolio-1.0 has filtered ones");
    }

    /// <summary>A market with other volatilities of today.</summary>
    internal static MarketSnapshot WithVolatilities(
        MarketSnapshot market, ImmutableArray<UnderlyingId> underlyings, ImmutableArray<Volatility> volatilities) =>
        market with
        {
            Underlyings = [.. market.Underlyings.Select(row =>
                underlyings.IndexOf(row.Underlying) is >= 0 and int at
                    ? row with { TodayVolatility = volatilities[at] }
                    : row)],
        };

    private static void RequireOneDay(VarOptions options)
    {
        if (options.HorizonSeconds != options.BarSeconds)
        {
            throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                string.Empty,
                "--horizon",
                DurationText.Format(options.HorizonSeconds),
                "1d without --history: past moves of a document span what they span");
        }
    }
}
