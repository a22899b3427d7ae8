using System;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Importers;

/// <summary>The volatility at which the engine's own kernel gives a price: its Black-76 inverted in integers.</summary>
/// <remarks>
/// The kernel's value does not fall as volatility rises, but for its last bit, so bisection over the raw volatilities
/// ends between two neighbours with the price between their values. No start value, no derivative, no failure to
/// converge: 46 valuations. A neighbour is 1e-12 of volatility away, a few of the kernel's last bits at the most.
/// </remarks>
public static class ImpliedVolatility
{
    /// <summary>Largest remaining difference that is the kernel's last bits and not its step: 2^-36, 1.5e-11.</summary>
    private const long ResolutionQ40 = 1 << 4;

    /// <summary>Inverts a price.</summary>
    /// <param name="valuation">The option.</param>
    /// <param name="targetQ40">The undiscounted price per unit of forward, Q40.</param>
    /// <param name="volatility">The volatility, raw 1e-12, whose value is nearest; zero without a solution.</param>
    /// <returns>Whether there is a volatility, and if not, why.</returns>
    public static ImpliedVolatilityOutcome Solve(
        in OptionValuation valuation,
        long targetQ40,
        out Volatility volatility)
    {
        volatility = default;
        if (targetQ40 <= valuation.IntrinsicQ40)
        {
            return ImpliedVolatilityOutcome.AtOrBelowIntrinsic;
        }

        long lowRaw = 0;
        long highRaw = Volatility.MaxRaw;
        if (valuation.CellQ40(new Volatility(highRaw)) < targetQ40)
        {
            return ImpliedVolatilityOutcome.AboveModelBound;
        }

        while (highRaw - lowRaw > 1)
        {
            long middleRaw = (lowRaw + highRaw) >> 1;
            bool below = valuation.CellQ40(new Volatility(middleRaw)) < targetQ40;
            (lowRaw, highRaw) = below ? (middleRaw, highRaw) : (lowRaw, middleRaw);
        }

        long belowQ40 = targetQ40 - valuation.CellQ40(new Volatility(lowRaw));
        long aboveQ40 = valuation.CellQ40(new Volatility(highRaw)) - targetQ40;
        if (Math.Min(belowQ40, aboveQ40) > ResolutionQ40)
        {
            return ImpliedVolatilityOutcome.InsideLeastVolatility;
        }

        volatility = new Volatility(belowQ40 < aboveQ40 ? lowRaw : highRaw);
        return ImpliedVolatilityOutcome.Solved;
    }
}
