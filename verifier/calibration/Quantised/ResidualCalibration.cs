using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Returns;
using Verifiable.Calibration.Risk;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Quantised;

/// <summary>What filtered historical simulation takes from a history document.</summary>
/// <param name="HistoryHash">The hash of the history, before it was resampled.</param>
/// <param name="Underlyings">The underlyings, strictly ascending.</param>
/// <param name="Volatilities">The volatility of a year of each, forecast for the bar after the last.</param>
/// <param name="Days">The residual days, oldest first.</param>
/// <param name="Residuals">The same residuals before they were rounded, one day a row.</param>
public sealed record ResidualCalibration(
    Bytes32 HistoryHash,
    ImmutableArray<UnderlyingId> Underlyings,
    ImmutableArray<Volatility> Volatilities,
    ImmutableArray<ResidualScenario> Days,
    Matrix<double> Residuals)
{
    private const double SecondsPerYear = 31_536_000;
    private const double MaxVolatility = (double)Volatility.MaxRaw / Ratio.One;

    /// <summary>Filters a history.</summary>
    /// <param name="history">The history; it is examined, and resampled to the length of a day.</param>
    /// <param name="file">Its file, for refusals.</param>
    /// <param name="options">What to take.</param>
    /// <exception cref="MarginException">
    /// A history that does not fit, by name; <see cref="ErrorCode.RowCountOutOfRange"/>: one that is too short.
    /// </exception>
    public static ResidualCalibration Run(HistoryDocument history, string file, ResidualOptions options)
    {
        FilteredReturns filtered = FilteredReturns.Of(
            ReturnsOf(history, file, options.Underlyings, options.BarSeconds, options.AsOf),
            options.Lambda,
            options.SeedBars);
        int first = filtered.Times.Length - options.Days;
        if (first < 0)
        {
            throw Refusal.TooShort(file, "residuals", filtered.Times.Length, options.Days);
        }

        return new ResidualCalibration(
            HistoryRows.Hash(history),
            options.Underlyings,
            [.. filtered.Volatilities.Select(volatility => YearOf(volatility, options.BarSeconds))],
            ScenarioDays.Of(filtered, first, options.Days),
            filtered.Residuals.SubMatrix(first, options.Days, 0, options.Underlyings.Length));
    }

    /// <summary>Joint log returns of a history document, in bars of one length, as far as they were known.</summary>
    /// <param name="history">The history; it is examined.</param>
    /// <param name="file">Its file, for refusals.</param>
    /// <param name="underlyings">The columns.</param>
    /// <param name="barSeconds">The length of a bar.</param>
    /// <param name="asOf">Only bars that have closed by then count; null takes all.</param>
    public static ReturnTable ReturnsOf(
        HistoryDocument history,
        string file,
        ImmutableArray<UnderlyingId> underlyings,
        long barSeconds,
        Instant? asOf)
    {
        DocumentHistory.Require(history, file);
        HistoryDocument bars = HistoryResampling.To(history, barSeconds, file);
        string[] names = [.. underlyings.Select(static underlying => underlying.ToString())];
        ReturnTable returns = LogReturns.Of(DocumentHistory.Of(bars, file), names);
        int rows = asOf is { } moment
            ? returns.Times.Count(time => time.Seconds + barSeconds <= moment.Seconds)
            : returns.Times.Length;
        return rows > 0
            ? new ReturnTable(
                returns.Names, returns.Times[..rows], returns.Values.SubMatrix(0, rows, 0, underlyings.Length))
            : throw new MarginException(
                ErrorCode.RowCountOutOfRange,
                file,
                "returns",
                "0",
                $"a history with bars that have closed by {InstantText.Format(asOf ?? default)}");
    }

    /// <summary>A bar's volatility as that of a year.</summary>
    internal static Volatility YearOf(double volatility, long barSeconds)
    {
        double year = volatility * Math.Sqrt(SecondsPerYear / barSeconds);
        return year <= MaxVolatility
            ? new Volatility(Nearest.Ratio(year))
            : throw new MarginException(
                ErrorCode.VolatilityTooLarge,
                string.Empty,
                "volatility of a year",
                year.ToString("G6", CultureInfo.InvariantCulture),
                "at most 64");
    }
}
