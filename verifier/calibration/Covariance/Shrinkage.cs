using MathNet.Numerics.LinearAlgebra;

namespace Verifiable.Calibration.Covariance;

/// <summary>A covariance pulled towards a target that has less to estimate.</summary>
/// <param name="Covariance">Intensity * target + (1 - intensity) * sample covariance with divisor n.</param>
/// <param name="Target">The target.</param>
/// <param name="Intensity">From 0, the sample itself, to 1, the target itself.</param>
public sealed record Shrinkage(Matrix<double> Covariance, Matrix<double> Target, double Intensity);
