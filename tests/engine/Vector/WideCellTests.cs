using Verifiable.Engine.Vector;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Vector;

/// <summary>The lanes against the kernel, bit for bit.</summary>
public sealed class WideCellTests(ITestOutputHelper output)
{
    private const int LeastColumns = 8;
    private const int MostColumns = 66;
    private const int Rows = 28_000;

    [LanesFact]
    public void Fill_RandomAndEdgeRows_AreTheKernels()
    {
        Seeded seeded = Seeded.Printed(output);
        int rows = Campaign.Scale(Rows);
        long cells = 0;
        for (int row = 0; row < rows; row++)
        {
            // Every length from one vector on: pairs of vectors, one alone, and a last one that overlaps.
            int columns = (int)seeded.Between(LeastColumns, MostColumns);
            DrawnRow drawn = DrawnRow.From(seeded, columns, factorBits: 45, ratioBits: 51);
            long[] lanes = new long[columns];
            WideCells.Fill(
                drawn.IsCall,
                drawn.FactorsQ40,
                drawn.LogFactorsQ46,
                drawn.TotalsQ46,
                drawn.ReciprocalsQ38,
                drawn.StrikeRatioQ46,
                drawn.LogMoneynessQ46,
                lanes);
            for (int column = 0; column < columns; column++)
            {
                long expected = drawn.ByKernel(column);
                Assert.True(expected == lanes[column], drawn.Describe(column, expected, lanes[column]));
            }

            cells += columns;
        }

        output.WriteLine($"{cells} cells, none different");
        Assert.True(cells >= Campaign.Scale(1_000_000));
    }

    [LanesFact]
    public void Holds_NumbersBeyondTheLanes_AreTheKernels()
    {
        Assert.True(WideCells.Holds(8, (1L << 51) - 1, (1L << 45) - 1));
        Assert.False(WideCells.Holds(8, 1L << 51, 1L << 40));
        Assert.False(WideCells.Holds(8, 1L << 46, 1L << 45));
        Assert.False(WideCells.Holds(7, 1L << 46, 1L << 40));
    }
}
