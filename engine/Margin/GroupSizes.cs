using System;
using System.Runtime.CompilerServices;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>The sizes of one group's rows, raw 1e-8. Every instrument counts once, with its orders of the side.</summary>
/// <param name="Gross">Of each instrument, added up. Spot rows are collateral and are judged there.</param>
/// <param name="NakedShort">Of options sold and not covered at their strike.</param>
/// <param name="Delta">What futures would move as much: those themselves, and options by their delta.</param>
/// <param name="End">The row after the group's last.</param>
internal readonly record struct GroupSizes(Int128 Gross, Int128 NakedShort, Int128 Delta, int End)
{
    /// <summary>Measures the group that a row begins.</summary>
    /// <param name="book">The account.</param>
    /// <param name="start">The group's first row.</param>
    /// <param name="side">Whose orders have traded.</param>
    internal static GroupSizes Of(ResolvedBook book, int start, OrderSide side)
    {
        ReadOnlySpan<ResolvedRow> rows = book.Rows;
        int group = rows[start].Group;
        bool measuresDelta = book.Array.Terms.HasConcentration;
        Int128 gross = 0;
        Int128 naked = 0;
        Int128 delta = 0;
        int strike = -1;
        long call = 0;
        long put = 0;
        int at = start;

        // A call comes before the put of its strike, and an option that stands alone takes either's place.
        // Sums of at most 2^13 sizes below 2^62 stay within 128 bits.
        unchecked
        {
            while (at < rows.Length && rows[at].Group == group)
            {
                ref readonly ResolvedRow row = ref rows[at];
                long quantity = NextInstrument(rows, side, ref at);
                gross += row.Place.Kind == InstrumentKind.Spot ? 0 : Magnitude(quantity);
                delta += measuresDelta ? DeltaOf(book.Array, row, quantity) : 0;
                if (row.Place.Strike != strike)
                {
                    naked += NakedShorts.AtStrike(call, put);
                    strike = row.Place.Strike;
                    put = 0;
                }

                call = put;
                put = row.Place.IsOption ? quantity : 0;
            }

            naked += NakedShorts.AtStrike(call, put);
        }

        return new GroupSizes(gross, naked, delta, at);
    }

    /// <summary>The quantity of the instrument at a row, with all its orders of the side; moves to the row after
    /// it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long NextInstrument(ReadOnlySpan<ResolvedRow> rows, OrderSide side, ref int at)
    {
        int first = at++;
        return at < rows.Length && rows[at].Place.Ordinal == rows[first].Place.Ordinal
            ? AddUp(rows, side, first, ref at)
            : QuantityWith(side, rows[first]);
    }

    /// <summary>The quantities of an instrument's rows, position first.</summary>
    private static long AddUp(ReadOnlySpan<ResolvedRow> rows, OrderSide side, int first, ref int at)
    {
        Int128 quantity = QuantityWith(side, rows[first]);
        while (at < rows.Length && rows[at].Place.Ordinal == rows[first].Place.Ordinal)
        {
            quantity += QuantityWith(side, rows[at]);
            at++;
        }

        return MoneyRange.Clamp(quantity);
    }

    private static long QuantityWith(OrderSide side, in ResolvedRow row) => row.CountsWith(side) ? row.Quantity : 0;

    /// <summary>Without a branch: signs are as good as random.</summary>
    private static long Magnitude(long quantity) => (quantity ^ (quantity >> 63)) - (quantity >> 63);

    private static Int128 DeltaOf(RiskArray array, in ResolvedRow row, long quantity)
    {
        if (row.Instrument.IsOption)
        {
            ReadOnlySpan<long> cells = array.CellsOf(row.RiskRow);
            return Concentration.DeltaSizeCeil(
                quantity, cells[array.UpColumn], cells[array.DownColumn], array.Terms.BasisWidthQ40);
        }

        return row.Instrument.Kind == InstrumentKind.Spot ? 0 : Magnitude(quantity);
    }
}
