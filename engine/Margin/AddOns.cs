using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>
/// Add-ons that depend on size and confidence and on no scenario. One pass over sorted rows, no memory; with open
/// orders one for each side, and of each underlying the largest of each size.
/// </summary>
internal static class AddOns
{
    /// <summary>Sizes at spot, as money.</summary>
    /// <param name="Perpetual">Gross perpetuals.</param>
    /// <param name="NakedShort">Options sold and not covered at their strike.</param>
    /// <param name="Confidence">
    /// Size times (1 - confidence) times factor, where confidence is below the threshold.
    /// </param>
    /// <param name="ConcentratedInitial">Concentration's share of size, on top of maintenance.</param>
    /// <param name="ConcentratedMaintenance">Concentration's share of size.</param>
    internal readonly record struct Sizes(
        Int128 Perpetual,
        Int128 NakedShort,
        Int128 Confidence,
        Int128 ConcentratedInitial,
        Int128 ConcentratedMaintenance)
    {
        internal Sizes Plus(in Sizes other) => new(
            Perpetual + other.Perpetual,
            NakedShort + other.NakedShort,
            Confidence + other.Confidence,
            ConcentratedInitial + other.ConcentratedInitial,
            ConcentratedMaintenance + other.ConcentratedMaintenance);

        internal Sizes OrLarger(in Sizes other) => new(
            Larger(Perpetual, other.Perpetual),
            Larger(NakedShort, other.NakedShort),
            Larger(Confidence, other.Confidence),
            Larger(ConcentratedInitial, other.ConcentratedInitial),
            Larger(ConcentratedMaintenance, other.ConcentratedMaintenance));

        private static Int128 Larger(Int128 left, Int128 right) => left > right ? left : right;
    }

    internal static Sizes Measure(ResolvedBook book)
    {
        Sizes sum = default;
        int start = 0;
        while (start < book.Rows.Length)
        {
            int end = book.EndOfUnderlying(start);
            Sizes sizes = OfUnderlying(book, start, end, OrderSide.Held);
            if (book.HasOrders)
            {
                sizes = sizes.OrLarger(OfUnderlying(book, start, end, OrderSide.Bids));
                sizes = sizes.OrLarger(OfUnderlying(book, start, end, OrderSide.Asks));
            }

            sum = sum.Plus(sizes);
            start = end;
        }

        return sum;
    }

    /// <summary>The row after the last of the group that a row begins.</summary>
    internal static int GroupEnd(ResolvedRow[] rows, int start)
    {
        int end = start + 1;
        while (end < rows.Length && rows[end].Group == rows[start].Group)
        {
            end++;
        }

        return end;
    }

    private static Sizes OfUnderlying(ResolvedBook book, int start, int end, OrderSide side)
    {
        Sizes sizes = default;
        Int128 deltaSize = 0;
        int at = start;
        while (at < end)
        {
            int groupEnd = GroupEnd(book.Rows, at);
            ReadOnlySpan<ResolvedRow> group = book.Rows.AsSpan(at, groupEnd - at);
            ref readonly ExpiryTerms terms = ref book.Array.Groups[group[0].Group];
            Int128 gross = GrossSize(group, side);
            bool perpetual = terms.First.Kind == InstrumentKind.Perpetual;
            sizes = sizes.Plus(new Sizes(
                perpetual ? AtSpot(book.Array, terms, gross) : 0,
                AtSpot(book.Array, terms, NakedSize(group, side)),
                LowConfidence(book.Array, terms, gross),
                0,
                0));
            deltaSize += book.Array.Model.Concentration.IsEmpty ? 0 : DeltaSize(book.Array, group, side);
            at = groupEnd;
        }

        return sizes.Plus(Concentrated(book.Array, book.Array.Groups[book.Rows[start].Group], deltaSize));
    }

    /// <summary>The size of each instrument, added up. Spot rows are collateral and are judged there.</summary>
    private static Int128 GrossSize(ReadOnlySpan<ResolvedRow> group, OrderSide side)
    {
        Int128 gross = 0;
        int at = 0;
        while (at < group.Length)
        {
            long quantity = NextInstrument(group, side, ref at, out ResolvedRow row);
            gross += row.Instrument.Kind == InstrumentKind.Spot ? 0 : Int128.Abs(quantity);
        }

        return gross;
    }

    private static Int128 NakedSize(ReadOnlySpan<ResolvedRow> group, OrderSide side)
    {
        Int128 naked = 0;
        Price strike = default;
        long calls = 0;
        long puts = 0;
        int at = 0;
        while (at < group.Length)
        {
            long quantity = NextInstrument(group, side, ref at, out ResolvedRow row);
            if (!row.Instrument.IsOption)
            {
                continue;
            }

            if (row.Instrument.Strike != strike)
            {
                naked += NakedShorts.AtStrike(calls, puts);
                strike = row.Instrument.Strike;
                calls = 0;
                puts = 0;
            }

            bool isCall = row.Instrument.Kind == InstrumentKind.Call;
            calls = isCall ? quantity : calls;
            puts = isCall ? puts : quantity;
        }

        return naked + NakedShorts.AtStrike(calls, puts);
    }

    /// <summary>What futures would move as much: those themselves, and options by their delta.</summary>
    private static Int128 DeltaSize(RiskArray array, ReadOnlySpan<ResolvedRow> group, OrderSide side)
    {
        BasisParameters basis = array.Model.Basis;
        long widthQ40 = Scale.Convert(basis.Up.Raw, 40) - Scale.Convert(basis.Down.Raw, 40);
        Int128 size = 0;
        int at = 0;
        while (at < group.Length)
        {
            long quantity = NextInstrument(group, side, ref at, out ResolvedRow row);
            if (row.Instrument.IsOption)
            {
                ReadOnlySpan<long> cells = array.CellsOf(row.RiskRow);
                size += Concentration.DeltaSizeCeil(
                    quantity, cells[array.UpColumn], cells[array.DownColumn], widthQ40);
            }
            else
            {
                size += row.Instrument.Kind == InstrumentKind.Spot ? 0 : Int128.Abs(quantity);
            }
        }

        return size;
    }

    /// <summary>The quantity of the instrument at a row, with all its orders of the side, and the row after
    /// it.</summary>
    private static long NextInstrument(
        ReadOnlySpan<ResolvedRow> group, OrderSide side, ref int at, out ResolvedRow first)
    {
        first = group[at];
        Int128 quantity = 0;
        while (at < group.Length && group[at].Instrument == first.Instrument)
        {
            quantity += group[at].CountsWith(side) ? group[at].Quantity : 0;
            at++;
        }

        return MoneyRange.Clamp(quantity);
    }

    private static Sizes Concentrated(RiskArray array, in ExpiryTerms terms, Int128 deltaSize)
    {
        long size = MoneyRange.Clamp(deltaSize);
        foreach (ConcentrationRule rule in array.Model.Concentration)
        {
            if (rule.Underlying == array.Underlyings[terms.Underlying].Underlying && size > rule.Lower.Raw)
            {
                long atSpot = AtSpot(array, terms, size);
                return new Sizes(
                    0,
                    0,
                    0,
                    SizeContingency.ShareCeil(atSpot, ShareOf(rule, size, rule.Share.Initial)),
                    SizeContingency.ShareCeil(atSpot, ShareOf(rule, size, rule.Share.Maintenance)));
            }
        }

        return default;
    }

    private static long ShareOf(in ConcentrationRule rule, long size, Ratio share) =>
        Concentration.ShareCeil(size, rule.Lower.Raw, rule.Upper.Raw, Scale.Convert(share.Raw, 40));

    private static long LowConfidence(RiskArray array, in ExpiryTerms terms, Int128 gross)
    {
        ConfidenceParameters confidence = array.Model.Confidence;
        long shareQ40 = Confidence.ShareCeil(
            terms.ConfidenceQ40,
            Scale.Convert(confidence.Threshold.Raw, 40),
            Scale.Convert(confidence.Factor.Raw, 40));
        return shareQ40 == 0 ? 0 : SizeContingency.ShareCeil(AtSpot(array, terms, gross), shareQ40);
    }

    /// <summary>A size in money: times spot, or the coins themselves where the account settles in coin.</summary>
    internal static long AtSpot(RiskArray array, in ExpiryTerms terms, Int128 size)
    {
        int moneyDecimals = Money.DecimalsOf(array.Model.Settlement);
        return terms.First.Settlement == Settlement.Inverse
            ? PositionValue.CoinNotional(MoneyRange.Clamp(size), moneyDecimals)
            : SizeContingency.AtSpotCeil(SpotOf(array, terms), size, moneyDecimals);
    }

    /// <summary>The underlying's spot; its forward where the market does not list it.</summary>
    internal static long SpotOf(RiskArray array, in ExpiryTerms terms) =>
        array.Underlyings[terms.Underlying].Market?.Spot.Raw ?? terms.Forward.Raw;
}
