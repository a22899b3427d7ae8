using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Quantised;

/// <summary>What estimation found, in integers: the only form in which it reaches a margin model.</summary>
/// <param name="HistoryHash">The hash of the price file, <see cref="History.PriceHistory.Hash"/>.</param>
/// <param name="AsOf">The last moment whose return was used.</param>
/// <param name="BarSeconds">The time that a volatility and a residual span.</param>
/// <param name="Lambda">The weight of the past in the volatilities.</param>
/// <param name="Underlyings">The underlyings, strictly ascending.</param>
/// <param name="TodayVolatilities">The volatility of each forecast for the bar after the last, per bar.</param>
/// <param name="Correlations">Row-major, positive semidefinite before rounding, the diagonal exactly 1.</param>
/// <param name="Scenarios">The residuals, oldest first.</param>
public sealed record MarginCalibration(
    Bytes32 HistoryHash,
    Instant AsOf,
    long BarSeconds,
    Ratio Lambda,
    ImmutableArray<UnderlyingId> Underlyings,
    ImmutableArray<Volatility> TodayVolatilities,
    ImmutableArray<Ratio> Correlations,
    ImmutableArray<ResidualScenario> Scenarios);
