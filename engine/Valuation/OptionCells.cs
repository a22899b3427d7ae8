using System;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Valuation;

/// <summary>The cells of one option, by the fastest loop that processor and numbers allow.</summary>
internal static class OptionCells
{
    /// <summary>Values an option in every column; which way changes no bit.</summary>
    /// <param name="isCall">Call or put.</param>
    /// <param name="strikeRatioQ46">Strike over forward, rounded up.</param>
    /// <param name="logMoneynessQ46">ln F - ln K.</param>
    /// <param name="columns">Factors and volatilities.</param>
    /// <param name="cellsQ40">The values.</param>
    internal static void Fill(
        bool isCall, long strikeRatioQ46, long logMoneynessQ46, OptionColumns columns, Span<long> cellsQ40)
    {
        if (WideCells.Holds(cellsQ40.Length, strikeRatioQ46, columns.LargestFactorQ40))
        {
            WideCells.Fill(
                isCall,
                columns.FactorsQ40,
                columns.LogFactorsQ46,
                columns.TotalsQ46,
                columns.ReciprocalsQ38,
                strikeRatioQ46,
                logMoneynessQ46,
                cellsQ40);
            return;
        }

        if (NarrowCells.Holds(columns.LargestFactorQ40))
        {
            NarrowCells.Fill(
                isCall,
                columns.FactorsQ40,
                columns.LogFactorsQ46,
                columns.TotalsQ46,
                columns.ReciprocalsQ38,
                strikeRatioQ46,
                logMoneynessQ46,
                cellsQ40);
            return;
        }

        for (int column = 0; column < cellsQ40.Length; column++)
        {
            long factorQ40 = columns.FactorsQ40[column];
            long shockedQ46 = logMoneynessQ46 + columns.LogFactorsQ46[column];
            long totalQ46 = columns.TotalsQ46[column];
            long reciprocalQ38 = columns.ReciprocalsQ38[column];
            cellsQ40[column] = isCall
                ? Cell.Call(factorQ40, strikeRatioQ46, shockedQ46, totalQ46, reciprocalQ38)
                : Cell.Put(factorQ40, strikeRatioQ46, shockedQ46, totalQ46, reciprocalQ38);
        }
    }
}
