using System;
using System.Collections.Immutable;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
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
    private const double OneQ40 = 1L << 40;
    private const double RawPerRatio = 1e12;
    private const string ScenariosPath = "/scenarios";

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
                _ => Parametric(inputs, options, underlyings),
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
        MarginInputs today = inputs with { Market = WithVolatilities(inputs.Market, calibration) };
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

    private static VarResult Parametric(
        MarginInputs inputs, VarOptions options, ImmutableArray<UnderlyingId> underlyings)
    {
        inputs.RequireListed(inputs.Book.Book);
        ResidualCalibration? calibration = options.History is { } history
            ? Calibrate(inputs, options, history, underlyings)
            : null;
        MarketSnapshot market =
            calibration is null ? inputs.Market : WithVolatilities(inputs.Market, calibration);
        Matrix<double> residuals =
            calibration?.Residuals ?? ResidualsOf(Only(inputs, ScenarioKind.Filtered), underlyings);
        double[] volatilities = [.. underlyings.Select(underlying => VolatilityOf(market, underlying))];
        BookSensitivities sensitivities = BookSensitivities.Of(
            market, inputs.Book.Book, underlyings, CancellingOf(inputs));
        ParametricRisk risk = ParametricRisk.Of(
            sensitivities,
            Vector<double>.Build.DenseOfArray(volatilities),
            ResidualCorrelation.Of(residuals),
            options.HorizonSeconds,
            options.Confidence);
        int places = Money.DecimalsOf(inputs.Model.Parameters.Settlement);
        return new VarResult(
            inputs with { Market = market },
            options,
            [MeasureOf("deltaNormal", risk.DeltaNormal, places), MeasureOf("deltaGamma", risk.DeltaGamma, places)])
        {
            Parametric = risk,
            Sensitivities = sensitivities,
            Volatilities = [.. volatilities],
            History = calibration is null ? null : UsedOf(calibration),
        };
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
    private static ScenariosDocument Only(MarginInputs inputs, ScenarioKind kind)
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

    private static Matrix<double> ResidualsOf(ScenariosDocument scenarios, ImmutableArray<UnderlyingId> underlyings)
    {
        int[] columns = [.. underlyings.Select(underlying => scenarios.Set.Factors.IndexOf(underlying))];
        if (columns.Contains(-1))
        {
            throw new MarginException(
                ErrorCode.ScenarioFactorMissing,
                string.Empty,
                ScenariosPath,
                underlyings[Array.IndexOf(columns, -1)].ToString(),
                $"one of {string.Join(", ", scenarios.Set.Factors)}");
        }

        return Matrix<double>.Build.Dense(
            scenarios.Set.Scenarios.Length,
            columns.Length,
            (row, column) => scenarios.Set.Scenarios[row].Shocks[columns[column]].SpotFactorQ40 / OneQ40);
    }

    private static MarketSnapshot WithVolatilities(MarketSnapshot market, ResidualCalibration calibration) =>
        market with
        {
            Underlyings = [.. market.Underlyings.Select(row =>
                calibration.Underlyings.IndexOf(row.Underlying) is >= 0 and int at
                    ? row with { TodayVolatility = calibration.Volatilities[at] }
                    : row)],
        };

    private static double VolatilityOf(MarketSnapshot market, UnderlyingId underlying)
    {
        Volatility today = market.Underlyings.First(row => row.Underlying == underlying).TodayVolatility;
        return today.Raw > 0
            ? today.Raw / RawPerRatio
            : throw new MarginException(
                ErrorCode.VolatilityMissing,
                string.Empty,
                "/underlyings",
                underlying.ToString(),
                "a market with today's volatility (todayVolatility of the underlying), or --history");
    }

    /// <summary>Collateral whose value moves with an underlying of its name.</summary>
    private static ImmutableArray<(UnderlyingId Underlying, Quantity Amount)> CancellingOf(MarginInputs inputs) =>
    [
        .. inputs.Book.Book.Collateral.SelectMany(balance => inputs.Model.Parameters.Haircuts
            .Where(rule => rule.Asset == balance.Asset && rule.RiskCancels.Letters != 0)
            .Select(rule => (rule.RiskCancels, balance.Amount))),
    ];

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

    /// <summary>A quantile of profit as a loss, rounded up and at least zero.</summary>
    private static VarMeasure MeasureOf(string name, TailRisk profit, int places)
    {
        double unit = Math.Pow(10, places);
        return new VarMeasure(name, Loss(profit.ValueAtRisk), Loss(profit.ExpectedShortfall));

        Money Loss(double amount) => new((long)Math.Ceiling(Math.Clamp(-amount * unit, 0, Money.Limit / 2)));
    }
}
