using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Risk;

/// <summary>
/// How the value of a position moves, in money of the settlement currency, so that it adds up over expiries and
/// underlyings. Every amount is floored once.
/// </summary>
/// <param name="Delta">F dV/dF: for a forward that moves by all of itself.</param>
/// <param name="Gamma">F^2 d2V/dF2 / 100: what that delta changes by when the forward moves by 0.01 of itself.</param>
/// <param name="Vega">dV/dsigma / 100: for a volatility that rises by 0.01.</param>
/// <param name="Theta">For one day that passes, forward and volatility still; zero at expiry.</param>
/// <param name="Rho">
/// dV/dr / 100: for a rate that rises by 0.01, the forward still; zero for a rate of zero or less.
/// </param>
public readonly record struct CashSensitivities(long Delta, long Gamma, long Vega, long Theta, long Rho)
{
    /// <summary>The sum, each amount within the money range.</summary>
    public CashSensitivities Plus(in CashSensitivities other) => new(
        Sum(Delta, other.Delta),
        Sum(Gamma, other.Gamma),
        Sum(Vega, other.Vega),
        Sum(Theta, other.Theta),
        Sum(Rho, other.Rho));

    private static long Sum(long left, long right) => MoneyRange.Clamp((Int128)left + right);
}

/// <summary>How the value of a position, or of all of one underlying, moves.</summary>
/// <param name="DeltaRaw">
/// The quantity of the future, settled alike and made at the forward, that moves as much, raw 1e-8: dV/dF where it is
/// settled in the quote, F dV/dF where it is settled in the coin.
/// </param>
/// <param name="GammaRaw">The change of that quantity for each quote unit that the forward moves, raw 1e-12.</param>
/// <param name="Cash">The same in money, and what has no quantity.</param>
public readonly record struct Sensitivities(long DeltaRaw, long GammaRaw, CashSensitivities Cash)
{
    /// <summary>Decimal places of <see cref="GammaRaw"/>.</summary>
    public const int GammaDecimals = 12;

    /// <summary>The sum; of one underlying's instruments only.</summary>
    public Sensitivities Plus(in Sensitivities other) => new(
        MoneyRange.Clamp((Int128)DeltaRaw + other.DeltaRaw),
        MoneyRange.Clamp((Int128)GammaRaw + other.GammaRaw),
        Cash.Plus(other.Cash));
}

/// <summary>The sensitivities of one row.</summary>
/// <param name="Instrument">The position, or a spot row standing for risk-cancelling collateral.</param>
/// <param name="Sensitivities">How it moves.</param>
public readonly record struct PositionSensitivities(InstrumentId Instrument, Sensitivities Sensitivities);

/// <summary>The sensitivities of all rows of one underlying.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Sensitivities">Their sum, exactly.</param>
public readonly record struct UnderlyingSensitivities(UnderlyingId Underlying, Sensitivities Sensitivities);
