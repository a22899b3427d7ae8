using Verifiable.Engine.Vector;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Vector;

/// <summary>Cells in single words against the kernel, bit for bit.</summary>
public sealed class NarrowCellTests(ITestOutputHelper output)
{
    private const int LeastColumns = 1;
    private const int MostColumns = 66;
    private const int Rows = 32_000;

    [Fact]
    public void Fill_RandomAndEdgeRows_AreTheKernels()
    {
        Seeded seeded = Seeded.Printed(output);
        int rows = Campaign.Scale(Rows);
        long cells = 0;
        for (int row = 0; row < rows; row++)
        {
            int columns = (int)seeded.Between(LeastColumns, MostColumns);
            DrawnRow drawn = DrawnRow.From(seeded, columns, factorBits: 56, ratioBits: 62);
            long[] words = new long[columns];
            NarrowCells.Fill(
                drawn.IsCall,
                drawn.FactorsQ40,
                drawn.LogFactorsQ46,
                drawn.TotalsQ46,
                drawn.ReciprocalsQ38,
                drawn.StrikeRatioQ46,
                drawn.LogMoneynessQ46,
                words);
            for (int column = 0; column < columns; column++)
            {
                long expected = drawn.ByKernel(column);
                Assert.True(expected == words[column], drawn.Describe(column, expected, words[column]));
            }

            cells += columns;
        }

        output.WriteLine($"{cells} cells, none different");
        Assert.True(cells >= Campaign.Scale(1_000_000));
    }

    [Fact]
    public void Holds_FactorsBeyondAWord_AreTheKernels()
    {
        Assert.True(NarrowCells.Holds((1L << 56) - 1));
        Assert.False(NarrowCells.Holds(1L << 56));
    }
}
