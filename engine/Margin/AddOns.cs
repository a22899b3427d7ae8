using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

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
            Sizes sizes = OfUnderlying(book, start, OrderSide.Held, out int end);
            if (book.HasOrders)
            {
                sizes = sizes.OrLarger(OfUnderlying(book, start, OrderSide.Bids, out _));
                sizes = sizes.OrLarger(OfUnderlying(book, start, OrderSide.Asks, out _));
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

    /// <summary>The sizes of the underlying that a row begins.</summary>
    private static Sizes OfUnderlying(ResolvedBook book, int start, OrderSide side, out int end)
    {
        RiskArray array = book.Array;
        int underlying = book.Rows[start].Underlying;
        Int128 perpetual = 0;
        Int128 naked = 0;
        Int128 confidence = 0;
        Int128 delta = 0;
        end = start;
        while (end < book.Rows.Length && book.Rows[end].Underlying == underlying)
        {
            int group = book.Rows[end].Group;
            ref readonly ExpiryTerms terms = ref array.Groups[group];
            GroupSizes sizes = GroupSizes.Of(book, end, side);
            perpetual += terms.First.Kind == InstrumentKind.Perpetual ? AtSpot(array, terms, sizes.Gross) : 0;
            naked += sizes.NakedShort == 0 ? 0 : AtSpot(array, terms, sizes.NakedShort);
            confidence += LowConfidence(array, group, sizes.Gross);
            delta += sizes.Delta;
            end = sizes.End;
        }

        Staged concentrated = Concentrated(array, array.Groups[book.Rows[start].Group], delta);
        return new Sizes(perpetual, naked, confidence, concentrated.Initial, concentrated.Maintenance);
    }

    private static Staged Concentrated(RiskArray array, in ExpiryTerms terms, Int128 delta)
    {
        long size = MoneyRange.Clamp(delta);
        ConcentrationTerms rule = array.Terms.ConcentrationOf(array.Underlyings[terms.Underlying].Underlying);
        if (size <= rule.Lower)
        {
            return default;
        }

        long atSpot = AtSpot(array, terms, size);
        return new Staged(
            SizeContingency.ShareCeil(atSpot, ShareOf(rule, size, rule.Share.InitialQ40)),
            SizeContingency.ShareCeil(atSpot, ShareOf(rule, size, rule.Share.MaintenanceQ40)));
    }

    private static long ShareOf(in ConcentrationTerms rule, long size, long shareQ40) =>
        Concentration.ShareCeil(size, rule.Lower, rule.Upper, shareQ40);

    private static long LowConfidence(RiskArray array, int group, Int128 gross)
    {
        long shareQ40 = array.ConfidenceShares[group];
        return shareQ40 == 0 ? 0 : SizeContingency.ShareCeil(AtSpot(array, array.Groups[group], gross), shareQ40);
    }

    /// <summary>A size in money: times spot, or the coins themselves where the account settles in coin.</summary>
    internal static long AtSpot(RiskArray array, in ExpiryTerms terms, Int128 size)
    {
        int moneyDecimals = array.Terms.MoneyDecimals;
        return terms.First.Settlement == Settlement.Inverse
            ? PositionValue.CoinNotional(MoneyRange.Clamp(size), moneyDecimals)
            : SizeContingency.AtSpotCeil(SpotOf(array, terms), size, moneyDecimals);
    }

    /// <summary>The underlying's spot; its forward where the market does not list it.</summary>
    internal static long SpotOf(RiskArray array, in ExpiryTerms terms) =>
        array.Underlyings[terms.Underlying].Market?.Spot.Raw ?? terms.Forward.Raw;
}
