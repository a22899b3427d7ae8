using System;
using System.Linq;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Benchmarks.Inputs;

/// <summary>
/// The kernel's cell in scalar binary64: the same segments and coefficients, nothing floored. What integers cost beside
/// it is the price of exactness.
/// </summary>
internal sealed class DoubleCells(CellInputs inputs)
{
    private const int Segments = 16;

    private readonly double[] _coefficients =
        [.. NormalDistributionTable.Coefficients.ToArray().Select(static number => number / (double)(1L << 52))];

    private readonly double[] _factors = Doubles(inputs.FactorsQ40, 40);
    private readonly double[] _logFactors = Doubles(inputs.LogFactorsQ46, 46);
    private readonly double[] _totals = Doubles(inputs.TotalsQ46, 46);
    private readonly double[] _reciprocals = Doubles(inputs.ReciprocalsQ38, 38);
    private readonly double[] _strikeRatios = Doubles(inputs.StrikeRatiosQ46, 46);
    private readonly double[] _logMoneyness = Doubles(inputs.LogMoneynessQ46, 46);

    /// <summary>The cells, by row and column.</summary>
    internal double[] Cells { get; } = new double[CellInputs.Cells];

    internal void Fill()
    {
        for (int row = 0; row < CellInputs.Rows; row++)
        {
            double strikeRatio = _strikeRatios[row];
            double moneyness = _logMoneyness[row];
            bool isCall = inputs.AreCalls[row];
            int start = row * CellInputs.Columns;
            for (int column = 0; column < CellInputs.Columns; column++)
            {
                double factor = _factors[column];
                double total = _totals[start + column];
                double d1 = ((moneyness + _logFactors[column]) * _reciprocals[start + column]) + (total * 0.5);
                double value = (factor * (0.5 + Centred(d1))) - (strikeRatio * (0.5 + Centred(d1 - total)));
                value = Math.Max(value, Math.Max(factor - strikeRatio, 0));
                Cells[start + column] = isCall ? value : value - factor + strikeRatio;
            }
        }
    }

    private double Centred(double deviation)
    {
        double magnitude = Math.Min(Math.Abs(deviation), 8 - 1e-12);
        int segment = (int)(magnitude * 2);
        double argument = magnitude - (segment * 0.5);
        ReadOnlySpan<double> own = _coefficients.AsSpan(
            Math.Min(segment, Segments - 1) * NormalDistributionTable.Width, NormalDistributionTable.Width);
        double sum = own[^1];
        for (int power = own.Length - 2; power >= 0; power--)
        {
            sum = Math.FusedMultiplyAdd(sum, argument, own[power]);
        }

        return Math.CopySign(sum, deviation);
    }

    private static double[] Doubles(long[] numbers, int fractionBits) =>
        [.. numbers.Select(number => number * Math.ScaleB(1, -fractionBits))];
}
