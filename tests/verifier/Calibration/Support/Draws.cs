using System;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Calibration.Support;

/// <summary>Random samples from a printed seed.</summary>
internal static class Draws
{
    /// <summary>A number from 0 to 1, both excluded.</summary>
    internal static double Uniform(this Seeded seeded) => ((seeded.Bits() >> 12) + 0.5) * Math.Pow(2, -52);

    internal static double StandardNormal(this Seeded seeded) => Normal.InvCDF(0, 1, seeded.Uniform());

    internal static Vector<double> StandardNormals(this Seeded seeded, int count) =>
        Vector<double>.Build.Dense(count, _ => seeded.StandardNormal());

    internal static Matrix<double> StandardNormals(this Seeded seeded, int rows, int columns) =>
        Matrix<double>.Build.Dense(rows, columns, (_, _) => seeded.StandardNormal());
}
