using Verifiable.Engine.Vector;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Vector;

/// <summary>Cells in lanes and in single words against the kernel, bit for bit.</summary>
public sealed class CellTwinTests(ITestOutputHelper output)
{
    private const int MostColumns = 66;
    private const int Rows = 32_000;

    private delegate void Twin(DrawnRow drawn, long[] cells);

    // Every length from one vector on: pairs of vectors, one alone, and a last one that overlaps.
    [LanesFact]
    public void WideFill_RandomAndEdgeRows_AreTheKernels()
    {
        long compared = AssertTheKernels(
            leastColumns: 8,
            factorBits: 45,
            ratioBits: 51,
            static (drawn, cells) => WideCells.Fill(
                drawn.IsCall,
                drawn.FactorsQ40,
                drawn.LogFactorsQ46,
                drawn.TotalsQ46,
                drawn.ReciprocalsQ38,
                drawn.StrikeRatioQ46,
                drawn.LogMoneynessQ46,
                cells));

        MachineDigest.WriteCount("avx512", "cells", compared);
    }

    [Fact]
    public void NarrowFill_RandomAndEdgeRows_AreTheKernels() => AssertTheKernels(
        leastColumns: 1,
        factorBits: 56,
        ratioBits: 62,
        static (drawn, cells) => NarrowCells.Fill(
            drawn.IsCall,
            drawn.FactorsQ40,
            drawn.LogFactorsQ46,
            drawn.TotalsQ46,
            drawn.ReciprocalsQ38,
            drawn.StrikeRatioQ46,
            drawn.LogMoneynessQ46,
            cells));

    [LanesFact]
    public void WideHolds_NumbersBeyondTheLanes_AreRefused()
    {
        Assert.True(WideCells.Holds(8, (1L << 51) - 1, (1L << 45) - 1));
        Assert.False(WideCells.Holds(8, 1L << 51, 1L << 40));
        Assert.False(WideCells.Holds(8, 1L << 46, 1L << 45));
        Assert.False(WideCells.Holds(7, 1L << 46, 1L << 40));
    }

    [Fact]
    public void NarrowHolds_FactorsBeyondAWord_AreRefused()
    {
        Assert.True(NarrowCells.Holds((1L << 56) - 1));
        Assert.False(NarrowCells.Holds(1L << 56));
    }

    private long AssertTheKernels(int leastColumns, int factorBits, int ratioBits, Twin twin)
    {
        Seeded seeded = Seeded.Printed(output);
        long cells = 0;
        for (int row = 0; row < Campaign.Scale(Rows); row++)
        {
            int columns = (int)seeded.Between(leastColumns, MostColumns);
            DrawnRow drawn = DrawnRow.From(seeded, columns, factorBits, ratioBits);
            long[] actual = new long[columns];
            twin(drawn, actual);
            for (int column = 0; column < columns; column++)
            {
                long expected = drawn.ByKernel(column);
                Assert.True(expected == actual[column], drawn.Describe(column, expected, actual[column]));
            }

            cells += columns;
        }

        output.WriteLine($"{cells} cells, none different");
        Assert.True(cells >= Campaign.Scale(1_000_000));
        return cells;
    }
}
