using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>
/// What one group gains, in money, for each whole relative move of its forward: its delta at spot, by a central
/// difference of the two basis columns for options and by the notional for everything else.
/// </summary>
/// <remarks>
/// The columns lie 2^-10 on either side, so the difference is multiplied by 2^9 and each option's two floors count for
/// less than 2^9 raw units.
/// </remarks>
internal static class GroupDelta
{
    private const int DifferenceShift = 9;

    /// <summary>
    /// The same of one unit of an instrument's notional, scale 2^40; of one that cannot be priced, of its long side.
    /// </summary>
    internal static long OfUnit(RiskArray array, InstrumentId instrument)
    {
        ReadOnlySpan<long> cells = array.CellsOf(array.RowOf(instrument, isShort: false));
        return instrument.IsOption ? (cells[array.UpColumn] - cells[array.DownColumn]) << DifferenceShift : 1L << 40;
    }

    internal static Int128 Of(RiskArray array, ReadOnlySpan<ResolvedRow> group)
    {
        Int128 linear = 0;
        Int128 difference = 0;
        foreach (ref readonly ResolvedRow row in group)
        {
            if (!row.Instrument.IsOption)
            {
                linear += row.Notional;
                continue;
            }

            ReadOnlySpan<long> cells = array.CellsOf(row.RiskRow);
            difference += PositionValue.OfCell(row.Notional, cells[array.UpColumn])
                - (Int128)PositionValue.OfCell(row.Notional, cells[array.DownColumn]);
        }

        return linear + (difference << DifferenceShift);
    }
}
