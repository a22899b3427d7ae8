using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>
/// The confidence add-on of blocks: an underlying's perpetuals and coins are one, each of its expiries another. An
/// expiry is trusted no more than its underlying's first block.
/// </summary>
internal static class BlockConfidence
{
    internal static Int128 Measure(ResolvedBook book, ConfidenceParameters confidence)
    {
        Int128 sum = 0;
        int start = 0;
        while (start < book.Rows.Length)
        {
            int end = start + 1;
            while (end < book.Rows.Length && book.Rows[end].Underlying == book.Rows[start].Underlying)
            {
                end++;
            }

            sum += OfUnderlying(book, start, end, confidence);
            start = end;
        }

        return sum + OfCollateral(book, confidence);
    }

    /// <summary>Perpetuals, spot rows and expiries; spot and perpetuals come before every expiry.</summary>
    private static Int128 OfUnderlying(ResolvedBook book, int start, int end, ConfidenceParameters confidence)
    {
        long blockQ40 = BlockOf(book, start, end);
        Int128 sum = 0;
        int at = start;
        while (at < end)
        {
            int groupEnd = AddOns.GroupEnd(book.Rows, at);
            ref readonly ExpiryTerms terms = ref book.Array.Groups[book.Rows[at].Group];
            Int128 gross = 0;
            for (int row = at; row < groupEnd; row++)
            {
                gross += Int128.Abs(book.Rows[row].Quantity);
            }

            long ownQ40 = terms.First.Expiry.Seconds == 0
                ? blockQ40
                : Saturation.Between(blockQ40, 0, terms.ConfidenceQ40);
            sum += Of(AddOns.AtSpot(book.Array, terms, gross), ownQ40, confidence.Threshold, confidence.Factor);
            at = groupEnd;
        }

        return sum;
    }

    /// <summary>The least of the spot's confidence and, where one is held, the perpetual's.</summary>
    private static long BlockOf(ResolvedBook book, int start, int end)
    {
        long leastQ40 = SpotConfidence(book.Array.Underlyings[book.Rows[start].Underlying]);
        for (int at = start; at < end; at++)
        {
            if (book.Rows[at].Instrument.Kind == InstrumentKind.Perpetual)
            {
                leastQ40 = Saturation.Between(leastQ40, 0, book.Array.Groups[book.Rows[at].Group].ConfidenceQ40);
            }
        }

        return leastQ40;
    }

    private static Int128 OfCollateral(ResolvedBook book, ConfidenceParameters confidence)
    {
        Int128 sum = 0;
        foreach (ref readonly ResolvedBalance balance in book.Balances.AsSpan())
        {
            long leastQ40 = balance.ConfidenceQ40;
            foreach (ref readonly ResolvedRow row in book.Rows.AsSpan())
            {
                bool isOwn = row.Instrument.Underlying == balance.Rule.RiskCancels;
                if (isOwn && row.Instrument.Expiry.Seconds == 0)
                {
                    leastQ40 = Saturation.Between(leastQ40, 0, book.Array.Groups[row.Group].ConfidenceQ40);
                }
            }

            sum += Of(BaseSize.Of(book, balance), leastQ40, confidence.Threshold, balance.Rule.ConfidenceFactor);
        }

        return sum;
    }

    private static long SpotConfidence(UnderlyingTerms terms) =>
        terms.Market is null ? 0 : Scale.Convert(terms.Market.SpotConfidence.Raw, 40);

    private static long Of(long size, long confidenceQ40, Ratio threshold, Ratio factor)
    {
        long shareQ40 = Confidence.ShareCeil(
            confidenceQ40, Scale.Convert(threshold.Raw, 40), Scale.Convert(factor.Raw, 40));
        return shareQ40 == 0 ? 0 : SizeContingency.ShareCeil(size, shareQ40);
    }
}
