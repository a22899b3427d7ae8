using System;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>Where a raw SVI smile can be evaluated.</summary>
internal static class SviDomain
{
    /// <summary>
    /// Whether a + b * sigma is not negative: the kernel bounds log-moneyness by four times its square root.
    /// </summary>
    internal static bool Contains(SviParameters svi) =>
        ((Int128)svi.A.Raw * Ratio.One) + ((Int128)svi.B.Raw * svi.Sigma.Raw) >= 0;
}
