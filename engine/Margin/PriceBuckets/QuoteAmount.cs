using System;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>
/// An amount of quote units as money of the settlement currency: in coin, over the underlying's spot.
/// </summary>
internal static class QuoteAmount
{
    private const long RawPerCoin = 1_000_000_000;

    /// <summary>floor of the amount.</summary>
    /// <param name="array">The market and the currency.</param>
    /// <param name="underlying">The underlying whose coin it may be.</param>
    /// <param name="quoteRaw">Quote units, raw 1e-8, not negative.</param>
    internal static long InMoney(RiskArray array, int underlying, long quoteRaw)
    {
        AssetId settlement = array.Model.Settlement;
        if (settlement.IsDollar)
        {
            return MoneyRange.Floor(quoteRaw, Price.Decimals - Money.DecimalsOf(settlement));
        }

        long spot = array.Underlyings[underlying].Market?.Spot.Raw ?? 1;
        return MoneyRange.Clamp((Int128)quoteRaw * RawPerCoin / (spot < 1 ? 1 : spot));
    }
}
