using System;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>The notional of a perpetual or future without its sign, rounded up.</summary>
internal static class LinearSize
{
    /// <summary>At its own price; where nothing tells that price, at what the valuation assumed.</summary>
    internal static long Of(RiskArray array, in ResolvedRow row)
    {
        ref readonly ExpiryTerms terms = ref array.Groups[row.Group];
        long assumed = MoneyRange.Clamp(Int128.Abs(row.Notional));
        long listed = terms.Known
            ? SizeContingency.AtSpotCeil(
                terms.Forward.Raw, Int128.Abs(row.Quantity), Money.DecimalsOf(array.Model.Settlement))
            : 0;
        return listed > assumed ? listed : assumed;
    }
}
