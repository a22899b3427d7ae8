using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Returns;

/// <summary>Returns of several series at common moments.</summary>
/// <param name="Names">The series, one a column.</param>
/// <param name="Times">When the bar that ends the return begins, one a row, ascending.</param>
/// <param name="Values">The returns.</param>
public sealed record ReturnTable(ImmutableArray<string> Names, ImmutableArray<Instant> Times, Matrix<double> Values);
