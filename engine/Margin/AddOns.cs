using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>
/// Add-ons that depend on size and confidence and on no scenario. One pass over sorted rows, no memory.
/// </summary>
internal static class AddOns
{
    /// <summary>Sizes at spot of one underlying after another, as money.</summary>
    /// <param name="Perpetual">Gross perpetuals.</param>
    /// <param name="NakedShort">Options sold and not covered at their strike.</param>
    /// <param name="Confidence">
    /// Size times (1 - confidence) times factor, where confidence is below the threshold.
    /// </param>
    internal readonly record struct Sizes(Int128 Perpetual, Int128 NakedShort, Int128 Confidence);

    internal static Sizes Measure(ResolvedBook book)
    {
        Int128 perpetual = 0;
        Int128 naked = 0;
        Int128 confidence = 0;
        int at = 0;
        while (at < book.Rows.Length)
        {
            int end = GroupEnd(book.Rows, at);
            ReadOnlySpan<ResolvedRow> group = book.Rows.AsSpan(at, end - at);
            ref readonly ExpiryTerms terms = ref book.Array.Groups[group[0].Group];
            Int128 gross = GrossSize(group);
            if (terms.First.Kind == InstrumentKind.Perpetual)
            {
                perpetual += AtSpot(book.Array, terms, gross);
            }

            naked += AtSpot(book.Array, terms, NakedSize(group));
            confidence += LowConfidence(book.Array, terms, gross);
            at = end;
        }

        return new Sizes(perpetual, naked, confidence);
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

    /// <summary>Spot rows are collateral and are judged there.</summary>
    private static Int128 GrossSize(ReadOnlySpan<ResolvedRow> group)
    {
        Int128 gross = 0;
        foreach (ref readonly ResolvedRow row in group)
        {
            Int128 quantity = row.Instrument.Kind == InstrumentKind.Spot ? 0 : row.Quantity;
            gross += quantity < 0 ? -quantity : quantity;
        }

        return gross;
    }

    private static Int128 NakedSize(ReadOnlySpan<ResolvedRow> group)
    {
        Int128 naked = 0;
        for (int at = 0; at < group.Length; at++)
        {
            ref readonly ResolvedRow row = ref group[at];
            if (!row.Instrument.IsOption)
            {
                continue;
            }

            bool isCall = row.Instrument.Kind == InstrumentKind.Call;
            bool hasPut = isCall && at + 1 < group.Length && group[at + 1].Instrument.Strike == row.Instrument.Strike;
            long calls = isCall ? row.Quantity : 0;
            long puts = isCall ? (hasPut ? group[at + 1].Quantity : 0) : row.Quantity;
            naked += NakedShorts.AtStrike(calls, puts);
            at += hasPut ? 1 : 0;
        }

        return naked;
    }

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
