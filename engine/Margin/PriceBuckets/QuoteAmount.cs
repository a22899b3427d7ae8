using System;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>An amount of quote units as money of the settlement currency: in coin, over the underlying's spot.</summary>
internal static class QuoteAmount
{
    /// <summary>floor of the amount.</summary>
    /// <param name="array">The market and the currency.</param>
    /// <param name="underlying">The underlying whose coin it may be.</param>
    /// <param name="quoteRaw">Quote units, raw 1e-12, not negative.</param>
    internal static long InMoney(RiskArray array, int underlying, long quoteRaw)
    {
        AssetId settlement = array.Model.Settlement;
        if (settlement.IsDollar)
        {
            return MoneyRange.Floor(quoteRaw, Ratio.Decimals - Money.DecimalsOf(settlement));
        }

        // Raw 1e-12 over raw 1e-8 with nine places: times 10^5.
        long spot = array.Underlyings[underlying].Market?.Spot.Raw ?? 1;
        return MoneyRange.Clamp((Int128)quoteRaw * 100_000 / (spot < 1 ? 1 : spot));
    }
}
