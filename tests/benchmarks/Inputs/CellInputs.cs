using System;
using System.IO;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Benchmarks.Inputs;

/// <summary>
/// What the cells of 512 real options in 36 columns are computed from: the scan's 33 moves, today, and two moves of the
/// forward. Volatility goes up and down with the move; the two rotations of the smile cost what an unmoved one does,
/// and are left out.
/// </summary>
internal sealed class CellInputs
{
    internal const int Rows = 512;
    internal const int Columns = 36;
    internal const int Cells = Rows * Columns;

    private const long OneQ40 = 1L << 40;

    internal CellInputs()
    {
        ScenarioSet set = Chain.Scan.Scenarios.Set;
        int factor = set.Factors.IndexOf(Chain.Market.Underlyings[0].Underlying);
        for (int column = 0; column < Columns; column++)
        {
            FactorsQ40[column] = column < set.Scenarios.Length
                ? set.Scenarios[column].Shocks[factor].SpotFactorQ40
                : OneQ40 + ((column - set.Scenarios.Length) * (OneQ40 / 100));
            LogFactorsQ46[column] = ScenarioFactor.Log(FactorsQ40[column]);
        }

        InstrumentId[] options = Chain.Options(Chain.Market);
        for (int row = 0; row < Rows; row++)
        {
            Fill(row, options[row * options.Length / Rows], set);
        }
    }

    internal long[] FactorsQ40 { get; } = new long[Columns];

    internal long[] LogFactorsQ46 { get; } = new long[Columns];

    internal long[] TotalsQ46 { get; } = new long[Cells];

    internal long[] ReciprocalsQ38 { get; } = new long[Cells];

    internal long[] StrikeRatiosQ46 { get; } = new long[Rows];

    internal long[] LogMoneynessQ46 { get; } = new long[Rows];

    internal bool[] AreCalls { get; } = new bool[Rows];

    /// <summary>Where the benchmarks write.</summary>
    internal long[] CellsQ40 { get; } = new long[Cells];

    /// <summary>Every cell by lanes.</summary>
    internal void FillByLanes()
    {
        for (int row = 0; row < Rows; row++)
        {
            int start = row * Columns;
            WideCells.Fill(
                AreCalls[row],
                FactorsQ40,
                LogFactorsQ46,
                TotalsQ46.AsSpan(start, Columns),
                ReciprocalsQ38.AsSpan(start, Columns),
                StrikeRatiosQ46[row],
                LogMoneynessQ46[row],
                CellsQ40.AsSpan(start, Columns));
        }
    }

    /// <summary>Every cell in single words.</summary>
    internal void FillByWords()
    {
        for (int row = 0; row < Rows; row++)
        {
            int start = row * Columns;
            NarrowCells.Fill(
                AreCalls[row],
                FactorsQ40,
                LogFactorsQ46,
                TotalsQ46.AsSpan(start, Columns),
                ReciprocalsQ38.AsSpan(start, Columns),
                StrikeRatiosQ46[row],
                LogMoneynessQ46[row],
                CellsQ40.AsSpan(start, Columns));
        }
    }

    /// <summary>Every cell by the kernel.</summary>
    internal void FillByKernel()
    {
        for (int row = 0; row < Rows; row++)
        {
            bool isCall = AreCalls[row];
            long strikeRatioQ46 = StrikeRatiosQ46[row];
            for (int column = 0; column < Columns; column++)
            {
                int at = (row * Columns) + column;
                long shockedQ46 = LogMoneynessQ46[row] + LogFactorsQ46[column];
                CellsQ40[at] = isCall
                    ? Cell.Call(FactorsQ40[column], strikeRatioQ46, shockedQ46, TotalsQ46[at], ReciprocalsQ38[at])
                    : Cell.Put(FactorsQ40[column], strikeRatioQ46, shockedQ46, TotalsQ46[at], ReciprocalsQ38[at]);
            }
        }
    }

    /// <summary>The inputs and the kernel's cells as the rivals read them: three sizes, then doubles.</summary>
    internal void Write(string path)
    {
        FillByKernel();
        using BinaryWriter file = new(File.Create(path));
        BinaryNumbers.WriteSizes(file, Rows, Columns, NormalDistributionTable.Coefficients.Length);
        BinaryNumbers.Write(file, FactorsQ40, 40);
        BinaryNumbers.Write(file, LogFactorsQ46, 46);
        BinaryNumbers.Write(file, StrikeRatiosQ46, 46);
        BinaryNumbers.Write(file, LogMoneynessQ46, 46);
        BinaryNumbers.Write(file, [.. AreCalls.Select(static isCall => isCall ? 1L : 0L)], 0);
        BinaryNumbers.Write(file, TotalsQ46, 46);
        BinaryNumbers.Write(file, ReciprocalsQ38, 38);
        BinaryNumbers.Write(file, CellsQ40, 40);
        BinaryNumbers.Write(file, NormalDistributionTable.Coefficients.ToArray(), 52);
    }

    private void Fill(int row, InstrumentId option, ScenarioSet set)
    {
        ExpiryMarket expiry = Chain.Market.Underlyings[0].Expiries.Single(listed => listed.Expiry == option.Expiry);
        long sigmaQ46 = Scale.Clamp(
            expiry.Surface.Strikes.Single(point => point.Strike == option.Strike).Volatility.Raw, 46);
        long seconds = expiry.Expiry.Seconds - Chain.Market.ObservedAt.Seconds;
        VolatilityShockParameters shock = Chain.ScanModel.VolatilityShock;
        long scaleQ40 = VolatilityShock.TermScale(
            seconds, shock.FloorSeconds, Scale.Clamp(shock.ShortPower.Raw, 46), Scale.Clamp(shock.LongPower.Raw, 46));
        long upQ46 = VolatilityShock.Up(
            sigmaQ46, Scale.Convert(shock.Up.Raw, 40), scaleQ40, Scale.Clamp(shock.MinimumUp.Raw, 46));
        long downQ46 = VolatilityShock.Down(sigmaQ46, Scale.Convert(shock.Down.Raw, 40), scaleQ40);
        long sqrtTauQ46 = Black76.SquareRootOfYears(seconds);
        for (int column = 0; column < Columns; column++)
        {
            VolatilityColumn moved =
                column < set.Scenarios.Length ? set.Scenarios[column].Column : VolatilityColumn.None;
            long shockedQ46 = moved switch
            {
                VolatilityColumn.Up => upQ46,
                VolatilityColumn.Down => downQ46,
                _ => sigmaQ46,
            };
            int at = (row * Columns) + column;
            TotalsQ46[at] = Black76.TotalVolatility(shockedQ46, sqrtTauQ46);
            ReciprocalsQ38[at] = Black76.Reciprocal(TotalsQ46[at]);
        }

        AreCalls[row] = option.Kind == InstrumentKind.Call;
        StrikeRatiosQ46[row] = Cell.StrikeRatioCeil(option.Strike.Raw, expiry.Forward.Raw);
        LogMoneynessQ46[row] = Logarithm.Natural(expiry.Forward.Raw) - Logarithm.Natural(option.Strike.Raw);
    }
}
