using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Valuation;

/// <summary>
/// What collateral would lose if those who stand behind it defaulted: the sum of the costliest few defaults, each
/// ceil(value * loss given default) over the counterparty's assets.
/// </summary>
/// <remarks>
/// It grows with every value and every share, and never exceeds what all defaults together cost. Source: cover of the
/// default of the largest two, as article 43 of EMIR (Regulation 648/2012) asks of a central counterparty's resources.
/// </remarks>
internal sealed class CounterpartyDefaults(CounterpartyParameters parameters)
{
    private readonly long[] _losses = new long[parameters.Exposures.Length];

    /// <summary>Forgets what was counted: the memory serves any number of accounts.</summary>
    internal void Clear() => Array.Clear(_losses);

    /// <summary>Counts collateral of a positive value towards whoever stands behind it.</summary>
    internal void Add(AssetId asset, long value)
    {
        for (int at = 0; at < _losses.Length; at++)
        {
            CounterpartyRule rule = parameters.Exposures[at];
            if (value > 0 && rule.Backs(asset))
            {
                long loss = SizeContingency.ShareCeil(value, Scale.Convert(rule.LossGivenDefault.Raw, 40));
                _losses[at] = MoneyRange.Clamp((Int128)_losses[at] + loss);
            }
        }
    }

    /// <summary>The sum of the largest losses, as many as the model covers.</summary>
    internal long LargestSum()
    {
        Array.Sort(_losses);
        Int128 sum = 0;
        for (int at = _losses.Length - 1; at >= 0 && at >= _losses.Length - parameters.Largest; at--)
        {
            sum += _losses[at];
        }

        return MoneyRange.Clamp(sum);
    }
}
