using System;
using System.Collections.Immutable;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Covariance;
using Verifiable.Calibration.Returns;
using Verifiable.Calibration.Risk;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Quantised;

/// <summary>From a history to a covariance in integers: check, filter, estimate, repair, quantise.</summary>
public static class CovarianceCalibration
{
    private const double OneRaw = Ratio.One;
    private const long RawPerMillionth = 1_000_000;

    /// <summary>Estimates a covariance.</summary>
    /// <param name="history">The history; it is examined, and resampled to the length of a bar.</param>
    /// <param name="file">Its file, for refusals.</param>
    /// <param name="options">What to take, and how.</param>
    /// <returns>
    /// The same integers for the same history and options: nothing here depends on time, culture, threads or order.
    /// Another platform's logarithm may move a last bit, which is why what uses the document commits to its hash.
    /// </returns>
    /// <exception cref="MarginException">
    /// A history that does not fit, by name; <see cref="ErrorCode.RowCountOutOfRange"/>: one that is too short.
    /// </exception>
    public static CovarianceDocument Run(HistoryDocument history, string file, CovarianceOptions options)
    {
        ReturnTable returns = ResidualCalibration.ReturnsOf(
            history, file, options.Underlyings, options.BarSeconds, options.AsOf);
        Estimate estimate = options.Method switch
        {
            CovarianceMethod.Sample => OfSample(returns, file, options),
            CovarianceMethod.Ewma => OfEwma(returns, options),
            CovarianceMethod.Dcc => OfResiduals(returns, file, options, Dynamic),
            _ => OfResiduals(returns, file, options, Shrunk),
        };
        (ImmutableArray<Ratio> correlations, CorrelationRepair repair) = Repaired(estimate.Correlation, options);
        return new CovarianceDocument(
            HistoryRows.Hash(history),
            returns.Times[^estimate.Observations],
            returns.Times[^1],
            options.BarSeconds,
            estimate.Observations,
            estimate.Estimator with { IsFloored = options.IsFloored },
            options.Opinions,
            repair,
            options.Underlyings,
            [.. Floored(estimate.Deviations, returns.Values, options.IsFloored)
                .Select(deviation => ResidualCalibration.YearOf(deviation, options.BarSeconds))],
            correlations);
    }

    private static Estimate OfSample(ReturnTable returns, string file, CovarianceOptions options) =>
        OfCovariance(
            SampleCovariance.Of(Latest(returns.Values, options.Bars, file, "returns")),
            options.Bars,
            new CovarianceEstimator(CovarianceMethod.Sample, false));

    private static Estimate OfEwma(ReturnTable returns, CovarianceOptions options) => OfCovariance(
        EwmaCovariance.Of(returns.Values, options.Lambda.Raw / OneRaw, options.SeedBars),
        returns.Times.Length,
        FilteredBy(CovarianceMethod.Ewma, options));

    private static Estimate OfCovariance(
        Matrix<double> covariance, int observations, CovarianceEstimator estimator) =>
        new(Correlation.Deviations(covariance), Correlation.Of(covariance), observations, estimator);

    private static Estimate OfResiduals(
        ReturnTable returns,
        string file,
        CovarianceOptions options,
        Func<Matrix<double>, CovarianceOptions, (Matrix<double>, CovarianceEstimator)> estimate)
    {
        FilteredReturns filtered = FilteredReturns.Of(returns, options.Lambda.Raw / OneRaw, options.SeedBars);
        (Matrix<double> correlation, CovarianceEstimator estimator) =
            estimate(Latest(filtered.Residuals, options.Bars, file, "residuals"), options);
        return new Estimate(filtered.Volatilities, correlation, options.Bars, estimator);
    }

    private static (Matrix<double> Correlation, CovarianceEstimator Estimator) Shrunk(
        Matrix<double> residuals, CovarianceOptions options)
    {
        (Matrix<double> correlation, double intensity) = ResidualCorrelation.Shrink(residuals);
        return (correlation, FilteredBy(CovarianceMethod.Shrinkage, options) with
        {
            Intensity = new Ratio(Nearest.Ratio(intensity)),
        });
    }

    // The weights are taken at a millionth, and the correlations at these weights: where a search ends depends on the
    // last bits of its steps.
    private static (Matrix<double> Correlation, CovarianceEstimator Estimator) Dynamic(
        Matrix<double> residuals, CovarianceOptions options)
    {
        (Ratio shock, Ratio memory) = options.Weights ?? Rounded(DynamicCorrelation.Fit(residuals));
        DynamicCorrelation model = DynamicCorrelation.At(residuals, shock.Raw / OneRaw, memory.Raw / OneRaw);
        return (model.Forecast, FilteredBy(CovarianceMethod.Dcc, options) with { Shock = shock, Memory = memory });
    }

    private static (Ratio Shock, Ratio Memory) Rounded(DynamicCorrelation fit)
    {
        long shock = Nearest.Millionths(fit.Shock);
        long memory = Math.Min(Nearest.Millionths(fit.Memory), (Ratio.One / RawPerMillionth) - 1 - shock);
        return (new Ratio(shock * RawPerMillionth), new Ratio(memory * RawPerMillionth));
    }

    private static CovarianceEstimator FilteredBy(CovarianceMethod method, CovarianceOptions options) =>
        new(method, false) { Lambda = options.Lambda, SeedBars = options.SeedBars };

    private static Matrix<double> Latest(Matrix<double> rows, int count, string file, string name) =>
        rows.RowCount >= count
            ? rows.SubMatrix(rows.RowCount - count, count, 0, rows.ColumnCount)
            : throw Refusal.TooShort(file, name, rows.RowCount, count);

    private static (ImmutableArray<Ratio> Correlations, CorrelationRepair Repair) Repaired(
        Matrix<double> estimate, CovarianceOptions options)
    {
        Matrix<double> wanted = estimate.Clone();
        foreach (CorrelationOpinion opinion in options.Opinions)
        {
            int row = options.Underlyings.IndexOf(opinion.First);
            int column = options.Underlyings.IndexOf(opinion.Second);
            wanted[row, column] = wanted[column, row] = opinion.Correlation.Raw / OneRaw;
        }

        Ratio before = SmallestOf(wanted);
        bool isBroken = before.Raw < 0;
        Matrix<double> repaired = !isBroken ? wanted
            : options.Repair == CorrelationRepairMethod.Nearest ? NearestCorrelation.Higham(wanted)
            : NearestCorrelation.Clip(wanted);
        ImmutableArray<Ratio> correlations = Quantised(repaired);
        Matrix<double> kept = Matrix<double>.Build.Dense(
            repaired.RowCount,
            repaired.ColumnCount,
            (row, column) => correlations[(row * repaired.ColumnCount) + column].Raw / OneRaw);
        return (correlations, new CorrelationRepair(
            isBroken ? options.Repair : CorrelationRepairMethod.None, before, SmallestOf(kept)));
    }

    private static Ratio SmallestOf(Matrix<double> matrix) =>
        new(Nearest.Ratio(NearestCorrelation.SmallestEigenvalue(matrix)));

    /// <summary>Row-major, from the lower half: sums in another order differ in a last bit.</summary>
    private static ImmutableArray<Ratio> Quantised(Matrix<double> correlation) =>
    [
        .. from row in Enumerable.Range(0, correlation.RowCount)
           from column in Enumerable.Range(0, correlation.ColumnCount)
           let number = correlation[Math.Max(row, column), Math.Min(row, column)]
           select row == column ? new Ratio(Ratio.One) : new Ratio(Nearest.Ratio(Math.Clamp(number, -1, 1))),
    ];

    private static Vector<double> Floored(Vector<double> deviations, Matrix<double> returns, bool isFloored) =>
        deviations.MapIndexed(
            (column, deviation) => isFloored
                ? Math.Max(deviation, returns.Column(column).L2Norm() / Math.Sqrt(returns.RowCount))
                : deviation,
            Zeros.Include);

    /// <summary>What an estimator found: deviations of a bar, and correlations of the latest observations.</summary>
    private readonly record struct Estimate(
        Vector<double> Deviations, Matrix<double> Correlation, int Observations, CovarianceEstimator Estimator);
}
