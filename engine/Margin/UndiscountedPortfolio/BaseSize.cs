using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>
/// The size of a balance: at its underlying's spot where it cancels that one's risk, whatever the stable coin is worth;
/// else its value.
/// </summary>
internal static class BaseSize
{
    internal static long Of(ResolvedBook book, in ResolvedBalance balance)
    {
        if (balance.Rule.RiskCancels.Letters != 0)
        {
            foreach (UnderlyingTerms terms in book.Array.Underlyings)
            {
                if (terms.Underlying == balance.Rule.RiskCancels && terms.Market is not null)
                {
                    int moneyDecimals = Money.DecimalsOf(book.Array.Model.Settlement);
                    return SizeContingency.AtSpotCeil(terms.Market.Spot.Raw, balance.Amount, moneyDecimals);
                }
            }
        }

        return balance.Value > 0 ? balance.Value : 0;
    }
}
