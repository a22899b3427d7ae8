namespace Verifiable.Calibration.Risk;

/// <summary>
/// Value at risk and expected shortfall as points of the distribution of profit and loss, in its sign: a loss is
/// negative, as the published results print it.
/// </summary>
/// <param name="ValueAtRisk">The quantile.</param>
/// <param name="ExpectedShortfall">The mean beyond it.</param>
public readonly record struct TailRisk(double ValueAtRisk, double ExpectedShortfall);
