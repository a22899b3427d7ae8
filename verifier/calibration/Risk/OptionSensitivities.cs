using System;
using MathNet.Numerics.Distributions;

namespace Verifiable.Calibration.Risk;

/// <summary>
/// Value, delta and gamma of a European option under the generalised Black-Scholes formula (Haug, "The Complete Guide
/// to Option Pricing Formulas", 1998, chapter 1): what makes a book of options a <see cref="DeltaGamma"/> book.
/// </summary>
/// <param name="Value">The value.</param>
/// <param name="Delta">Its derivative by the spot.</param>
/// <param name="Gamma">Its second derivative by the spot.</param>
public readonly record struct OptionSensitivities(double Value, double Delta, double Gamma)
{
    /// <summary>The sensitivities of a call or a put.</summary>
    /// <param name="isCall">A call, else a put.</param>
    /// <param name="spot">The spot, above 0.</param>
    /// <param name="strike">The strike, above 0.</param>
    /// <param name="dividendYield">The continuous yield of the underlying a year.</param>
    /// <param name="rate">The continuous rate a year.</param>
    /// <param name="years">The time to expiry, above 0.</param>
    /// <param name="volatility">The volatility a year, above 0.</param>
    public static OptionSensitivities Of(
        bool isCall,
        double spot,
        double strike,
        double dividendYield,
        double rate,
        double years,
        double volatility)
    {
        double least = Math.Min(Math.Min(spot, strike), Math.Min(years, volatility));
        if (!(least > 0))
        {
            throw Refusal.Parameter("spot, strike, years or volatility", least, "above 0");
        }

        double deviation = volatility * Math.Sqrt(years);
        double drift = (rate - dividendYield) * years;
        double d1 = ((Math.Log(spot / strike) + drift) / deviation) + (deviation / 2);
        double d2 = d1 - deviation;
        double sign = isCall ? 1 : -1;
        double yieldDiscount = Math.Exp(-dividendYield * years);
        double delta = sign * yieldDiscount * Normal.CDF(0, 1, sign * d1);
        double value = (spot * delta) - (sign * strike * Math.Exp(-rate * years) * Normal.CDF(0, 1, sign * d2));
        return new OptionSensitivities(
            value, delta, yieldDiscount * Normal.PDF(0, 1, d1) / (spot * deviation));
    }
}
