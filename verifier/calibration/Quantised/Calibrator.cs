using System;
using System.Collections.Immutable;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Returns;
using Verifiable.Calibration.Risk;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Quantised;

/// <summary>From a price history to integers: check, filter, shrink, repair, quantise.</summary>
public static class Calibrator
{
    /// <summary>Calibrates the residual scenarios, volatilities and correlations of a margin model.</summary>
    /// <param name="history">The history; series that are not asked for are not checked.</param>
    /// <param name="options">What to take, and how.</param>
    /// <returns>
    /// The same integers for the same file and options: nothing here depends on time, culture, threads or order.
    /// Another platform's logarithm may move a last bit, which is why a model commits to the result and not to the
    /// recipe.
    /// </returns>
    /// <exception cref="MarginException">
    /// What <see cref="HistoryCheck.Require"/> refuses, <see cref="ErrorCode.IdentifierMalformed"/> for a series that
    /// can name no underlying, or <see cref="ErrorCode.RowCountOutOfRange"/> for too short a history.
    /// </exception>
    public static MarginCalibration Run(PriceHistory history, CalibrationOptions options)
    {
        ImmutableArray<UnderlyingId> underlyings = Underlyings.Ascending(options.Underlyings, history.File);
        string[] names = [.. underlyings.Select(static underlying => underlying.ToString())];
        PriceHistory asked = history with { Series = [.. names.Select(history.Find)] };
        HistoryCheck.Require(asked, options.Check, options.Accepted, [.. options.References]);

        ReturnTable returns = Until(LogReturns.Of(asked, names), options.AsOf);
        FilteredReturns filtered = FilteredReturns.Of(returns, options.Lambda, options.SeedBars);
        int skipped = filtered.Times.Length - options.Scenarios;
        if (options.Scenarios < 1 || skipped < 0)
        {
            throw Refusal.TooFew("residuals", filtered.Times.Length, Math.Max(options.Scenarios, 1));
        }

        Matrix<double> residuals = filtered.Residuals.SubMatrix(skipped, options.Scenarios, 0, names.Length);
        Vector<double> volatilities = Floor(filtered.Volatilities, returns.Values, options.FloorByLongRun);
        return new MarginCalibration(
            history.Hash,
            returns.Times[^1],
            Spacing.Of(asked.Series[0]),
            new Ratio(Nearest.Ratio(options.Lambda)),
            underlyings,
            [.. volatilities.Select(static volatility => new Volatility(Nearest.Ratio(volatility)))],
            [.. ResidualCorrelation.Of(residuals).ToRowMajorArray()
                .Select(static value => new Ratio(Nearest.Ratio(value)))],
            [.. residuals.EnumerateRows().Select((row, i) => new ResidualScenario(
                filtered.Times[skipped + i], 1, [.. row.Select(Nearest.Q40)]))]);
    }

    private static ReturnTable Until(ReturnTable returns, Instant? asOf)
    {
        int rows = asOf is { } last ? returns.Times.Count(time => time <= last) : returns.Times.Length;
        return rows == 0
            ? throw Refusal.TooFew("returns", 0, 1)
            : new ReturnTable(
                returns.Names,
                [.. returns.Times.Take(rows)],
                returns.Values.SubMatrix(0, rows, 0, returns.Names.Length));
    }

    private static Vector<double> Floor(Vector<double> volatilities, Matrix<double> returns, bool byLongRun) =>
        volatilities.MapIndexed(
            (column, volatility) => byLongRun
                ? Math.Max(volatility, returns.Column(column).L2Norm() / Math.Sqrt(returns.RowCount))
                : volatility,
            Zeros.Include);
}
