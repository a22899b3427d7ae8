using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Backtests;

/// <summary>One day of a book under a margin model: what was asked before it, and what it brought.</summary>
/// <param name="Time">When the bar of the day begins; the margin is of the close before it.</param>
/// <param name="InitialMargin">Initial margin, money.</param>
/// <param name="MaintenanceMargin">Maintenance margin.</param>
/// <param name="ValueAtRisk">Value at risk; zero when the model measures no tail.</param>
/// <param name="ExpectedShortfall">Expected shortfall; zero when the model measures no tail.</param>
/// <param name="Exposure">The size of all positions at their prices, gross.</param>
/// <param name="Profit">The change of equity over the day; negative is a loss.</param>
public readonly record struct MarginDay(
    Instant Time,
    Money InitialMargin,
    Money MaintenanceMargin,
    Money ValueAtRisk,
    Money ExpectedShortfall,
    Money Exposure,
    Money Profit);
