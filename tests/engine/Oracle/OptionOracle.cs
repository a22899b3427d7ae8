using System;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Engine.Oracle;

/// <summary>
/// Black's formula and the volatility columns in double precision, written from the published formulas.
/// </summary>
/// <remarks>Years have 365 days. Bounds: one unit of Q40 or Q46 a rounding, propagated to the first order.</remarks>
internal static class OptionOracle
{
    public const double UnitQ40 = 1.0 / (1L << 40);
    public const double UnitQ46 = 1.0 / (1L << 46);
    public const double SecondsPerYear = 31_536_000;
    private const double LeastVolatility = 1.0 / (1 << 14);
    private const double LeastFactor = 1.0 / (1 << 14);
    private const double ThirtyDays = 2_592_000;

    /// <summary>The value over the forward, undiscounted.</summary>
    /// <param name="isCall">Call or put.</param>
    /// <param name="factor">The scenario's forward over today's.</param>
    /// <param name="strike">The strike over today's forward.</param>
    /// <param name="sigma">The volatility of a year.</param>
    /// <param name="sqrtTau">Root of the years to expiry.</param>
    public static Approx Cell(bool isCall, Approx factor, double strike, Approx sigma, double sqrtTau)
    {
        double f = factor.Value;
        double v = Math.Min(16, sigma.Value * sqrtTau);
        double moved = (sigma.Slack * sqrtTau) + (UnitQ46 * (sigma.Value + 2));
        double roundings = (5 * UnitQ40) + factor.Slack + (1e-14 * Math.Max(f, strike));
        double slack = roundings + (0.4 * moved * Math.Min(f, strike));
        double intrinsic = Math.Max(0, isCall ? f - strike : strike - f);
        if (v <= LeastVolatility || f == 0)
        {
            return new Approx(intrinsic, slack);
        }

        double d1 = (Math.Log(f / strike) / v) + (v / 2);
        double call = (f * CumulativeNormal.Of(d1)) - (strike * CumulativeNormal.Of(d1 - v));
        double put = (strike * CumulativeNormal.Of(v - d1)) - (f * CumulativeNormal.Of(-d1));
        return new Approx(Math.Max(intrinsic, isCall ? call : put), slack);
    }

    /// <summary>A cell in coin: over the scenario's price, which counts as at least 2^-14 of today's.</summary>
    public static Approx InCoin(Approx cell, Approx factor)
    {
        double f = Math.Max(LeastFactor, factor.Value);
        double coins = cell.Value / f;
        return new Approx(coins, (cell.Slack / f) + (Math.Abs(coins) * factor.Slack / f) + UnitQ40);
    }

    /// <summary>
    /// (variable part * spot factor + settled part) / forward; spot and forward within the kernel's range.
    /// </summary>
    public static Approx Factor(double forward, double settledPart, Approx spotFactor)
    {
        double factor = (((forward - settledPart) * Clamped(spotFactor.Value)) + settledPart) / forward;
        return new Approx(Clamped(factor), spotFactor.Slack + (settledPart == 0 ? 0 : UnitQ40));
    }

    /// <summary>
    /// A scenario's spot over today's: its factor, or of a residual z e^(z sigma sqrt(horizon)), within the range.
    /// </summary>
    public static Approx Spot(ModelParameters model, Scenario scenario, int factor, UnderlyingMarket listed)
    {
        double move = Number.OfQ40(scenario.Shocks[factor].SpotFactorQ40);
        if (!scenario.IsResidual)
        {
            return move;
        }

        double root = Math.Sqrt(model.Measure.HorizonSeconds / SecondsPerYear);
        double spot = Math.Exp(move * (listed.TodayVolatility.Raw / 1e12) * root);
        return new Approx(
            Math.Min(64, Math.Max(LeastFactor, spot)), (2 * UnitQ40) + (spot * (Math.Abs(move) + 1) * 3 * UnitQ46));
    }

    /// <summary>(30 days / max(time, floor))^power, the short power up to 30 days.</summary>
    public static double TermScale(VolatilityShockParameters shock, double seconds)
    {
        double power = Number.Of(seconds <= ThirtyDays ? shock.ShortPower : shock.LongPower);
        return Math.Pow(ThirtyDays / Math.Max(1, Math.Max(seconds, shock.FloorSeconds)), power);
    }

    /// <summary>The volatility of a column.</summary>
    public static Approx Shocked(
        ModelParameters model,
        VolatilityColumn column,
        Approx sigma,
        double logStrike,
        double seconds,
        double ownFactor)
    {
        VolatilityShockParameters shock = model.VolatilityShock;
        SkewParameters skew = model.Skew;
        Approx scale = new(TermScale(shock, seconds), 3 * UnitQ40);
        Approx up = sigma * (1 + (new Approx(Number.Of(shock.Up), UnitQ40) * scale));
        Approx down = sigma * Approx.Max(0, 1 - (new Approx(Number.Of(shock.Down), UnitQ40) * scale));
        return column switch
        {
            VolatilityColumn.Up => Approx.Max(up, shock.MinimumUp.Raw / 1e12),
            VolatilityColumn.Down => down,
            VolatilityColumn.LinearSkew =>
                sigma * Rotation(skew, skew.LinearBase, skew.LinearSlope, logStrike, seconds),
            VolatilityColumn.AbsoluteSkew =>
                sigma * Rotation(skew, skew.AbsoluteBase, skew.AbsoluteSlope, Math.Abs(logStrike), seconds),
            VolatilityColumn.Own => sigma * ownFactor,
            _ => sigma,
        };
    }

    /// <summary>The volatility of a strike on Gatheral's raw SVI, cut off as the reference model does.</summary>
    public static Approx Svi(SviParameters svi, double strike)
    {
        double a = Number.Of(svi.A);
        double b = Number.Of(svi.B);
        double sigma = Number.Of(svi.Sigma);
        double wing = 4 * Math.Sqrt(a + (b * sigma));
        double k = Math.Clamp(Math.Log(strike / Number.Of(svi.Forward)), -wing, wing) - Number.Of(svi.M);
        double w = Math.Clamp(a + (b * ((Number.Of(svi.Rho) * k) + Math.Sqrt((k * k) + (sigma * sigma)))), 0, 20);
        double years = svi.Tau / SecondsPerYear;
        double moved = Math.Sqrt(w + 1e-12) - Math.Sqrt(w);
        double volatility = Math.Sqrt(w / years);
        return new Approx(volatility, (moved / Math.Sqrt(years)) + UnitQ46 + (volatility * UnitQ46 / years));
    }

    private static double Clamped(double factor) => factor <= 0 ? 0 : Math.Min(64, Math.Max(LeastFactor, factor));

    /// <summary>1 + clamp(k cap / k*, -cap, cap), never below zero.</summary>
    private static Approx Rotation(SkewParameters skew, Ratio capBase, Ratio capSlope, double logStrike, double seconds)
    {
        double root = Math.Sqrt(seconds / SecondsPerYear);
        double cap = Number.Of(capBase) + (Number.Of(capSlope) * root);
        double spread = root * Number.Of(skew.WidthScale)
            * (Number.Of(skew.VolatilityStatic) + (Number.Of(skew.VolatilityScale) * root));
        double star = Math.Max(Number.Of(skew.MinimumWidth), spread);
        double turn = logStrike >= 0 ? Math.Min(logStrike * cap / star, cap) : Math.Max(logStrike * cap / star, -cap);
        return new Approx(Math.Max(0, 1 + turn), (8 + (8 / star)) * (1 + Math.Abs(cap)) * UnitQ40);
    }
}
