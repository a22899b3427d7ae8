using System;
using System.Collections.Immutable;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Quantised;
using Verifiable.Calibration.Risk;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.ValueAtRisk;

/// <summary>Value at risk from a covariance: of a document, of a history, or of the scenarios' own days.</summary>
internal static class ParametricRun
{
    private const double OneQ40 = 1L << 40;
    private const double RawPerRatio = 1e12;

    /// <summary>Value at risk of a book that can be listed.</summary>
    internal static VarResult Of(MarginInputs inputs, VarOptions options, ImmutableArray<UnderlyingId> underlyings)
    {
        inputs.RequireListed(inputs.Book.Book);
        CovarianceDocument? document = options.Covariance ?? Estimated(inputs, options, underlyings);
        CovarianceMatrix? covariance = document is null
            ? null
            : CovarianceMatrix.Of(document, options.CovarianceFile, underlyings);
        MarketSnapshot market = covariance is null
            ? inputs.Market
            : VarRun.WithVolatilities(inputs.Market, underlyings, covariance.Volatilities);
        Matrix<double> correlation = covariance?.Correlation
            ?? ResidualCorrelation.Of(ResidualsOf(VarRun.Only(inputs, ScenarioKind.Filtered), underlyings));
        double[] volatilities = [.. underlyings.Select(underlying => VolatilityOf(market, underlying))];
        BookSensitivities sensitivities = BookSensitivities.Of(
            market, inputs.Book.Book, underlyings, CancellingOf(inputs));
        ParametricRisk risk = ParametricRisk.Of(
            sensitivities,
            Vector<double>.Build.DenseOfArray(volatilities),
            correlation,
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
            History = document is null ? null : new UsedHistory(document.History, document.To),
            CovarianceHash = document is null ? null : CovarianceRows.Hash(document),
        };
    }

    /// <summary>The covariance that calibrate --covariance writes of this history and these underlyings.</summary>
    private static CovarianceDocument? Estimated(
        MarginInputs inputs, VarOptions options, ImmutableArray<UnderlyingId> underlyings) =>
        options.History is { } history
            ? CovarianceCalibration.Run(history, options.HistoryFile, new CovarianceOptions(underlyings)
            {
                AsOf = inputs.Market.ObservedAt,
                BarSeconds = options.BarSeconds,
                Bars = options.Days,
            })
            : null;

    private static Matrix<double> ResidualsOf(ScenariosDocument scenarios, ImmutableArray<UnderlyingId> underlyings)
    {
        int[] columns = [.. underlyings.Select(underlying => scenarios.Set.Factors.IndexOf(underlying))];
        if (columns.Contains(-1))
        {
            throw new MarginException(
                ErrorCode.ScenarioFactorMissing,
                string.Empty,
                VarRun.ScenariosPath,
                underlyings[Array.IndexOf(columns, -1)].ToString(),
                $"one of {string.Join(", ", scenarios.Set.Factors)}");
        }

        return Matrix<double>.Build.Dense(
            scenarios.Set.Scenarios.Length,
            columns.Length,
            (row, column) => scenarios.Set.Scenarios[row].Shocks[columns[column]].SpotFactorQ40 / OneQ40);
    }

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

    /// <summary>A quantile of profit as a loss, rounded up and at least zero.</summary>
    private static VarMeasure MeasureOf(string name, TailRisk profit, int places)
    {
        double unit = Math.Pow(10, places);
        return new VarMeasure(name, Loss(profit.ValueAtRisk), Loss(profit.ExpectedShortfall));

        Money Loss(double amount) => new((long)Math.Ceiling(Math.Clamp(-amount * unit, 0, Money.Limit / 2)));
    }
}
