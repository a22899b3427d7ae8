using System.Collections.Immutable;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Returns;
using Verifiable.Calibration.Volatilities;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Risk;

/// <summary>
/// Filtered historical simulation: returns over the volatility that was forecast for them, to be blown up again by the
/// volatility of the day of use. Barone-Adesi, Giannopoulos and Vosper, Journal of Futures Markets 19 (1999).
/// </summary>
/// <param name="Names">The series, one a column.</param>
/// <param name="Times">The moments, one a row, ascending.</param>
/// <param name="Residuals">z = return / the volatility forecast for its bar, of about unit variance.</param>
/// <param name="Volatilities">The volatility of each series forecast for the bar after the last, per bar.</param>
public sealed record FilteredReturns(
    ImmutableArray<string> Names,
    ImmutableArray<Instant> Times,
    Matrix<double> Residuals,
    Vector<double> Volatilities)
{
    /// <summary>The volatility that was forecast for each row, from the rows before it alone.</summary>
    public required Matrix<double> Forecasts { get; init; }

    /// <summary>
    /// Filters returns by their exponentially weighted volatility; the first rows only make the first one.
    /// </summary>
    /// <param name="returns">Joint log returns.</param>
    /// <param name="lambda">The weight of the past, above 0 and below 1.</param>
    /// <param name="seedBars">How many rows make the first volatility and have no residual.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ParameterOutOfRange"/> for a series that does not move in those rows, or
    /// <see cref="ErrorCode.RowCountOutOfRange"/>.
    /// </exception>
    public static FilteredReturns Of(ReturnTable returns, double lambda, int seedBars)
    {
        int rows = returns.Values.RowCount - seedBars;
        double[][] deviations = [.. returns.Values.EnumerateColumns()
            .Select(column => EwmaVolatility.Forecasts(column.ToArray(), lambda, seedBars))];
        double least = deviations.Min(static series => series.Min());
        if (!(least > 0))
        {
            throw Refusal.Parameter("volatility", least, "above 0: a series that moves");
        }

        if (rows < 1)
        {
            throw Refusal.TooFew("returns", returns.Values.RowCount, seedBars + 1);
        }

        return new FilteredReturns(
            returns.Names,
            [.. returns.Times.Skip(seedBars)],
            Matrix<double>.Build.Dense(
                rows,
                returns.Names.Length,
                (row, column) => returns.Values[row + seedBars, column] / deviations[column][row]),
            Vector<double>.Build.Dense(returns.Names.Length, column => deviations[column][^1]))
        {
            Forecasts = Matrix<double>.Build.Dense(
                rows, returns.Names.Length, (row, column) => deviations[column][row]),
        };
    }

    /// <summary>
    /// Simulated log returns, z * volatility * sqrt(bars), one residual row a scenario: correlations stay.
    /// </summary>
    /// <param name="volatilities">
    /// The volatility of each series per bar, as <see cref="Volatilities"/> or floored.
    /// </param>
    /// <param name="bars">The horizon in bars.</param>
    public Matrix<double> Simulate(Vector<double> volatilities, double bars)
    {
        double root = Horizon.SquareRootOfTime(bars);
        return Residuals.MapIndexed((_, column, residual) => residual * volatilities[column] * root, Zeros.Include);
    }
}
