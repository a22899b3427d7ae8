namespace Verifiable.Calibration.Returns;

/// <summary>What the Cornish-Fisher expansion needs to know of a distribution.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation.</param>
/// <param name="Skewness">The third central moment over the deviation cubed.</param>
/// <param name="ExcessKurtosis">The fourth over the variance squared, less 3.</param>
public readonly record struct DistributionShape(
    double Mean,
    double Deviation,
    double Skewness,
    double ExcessKurtosis);
