using System;
using MathNet.Numerics;

namespace Verifiable.Tests.Verifier.Documents.Importers;

/// <summary>
/// Black's formula of 1976 in double precision, undiscounted and per unit of forward, with MathNet.Numerics' erfc for
/// the normal distribution: the opinion that the engine's integers are held against.
/// </summary>
public static class DoubleBlack76
{
    public static double Value(bool isCall, double strikeOverForward, double years, double volatility)
    {
        double total = volatility * Math.Sqrt(years);
        double d1 = (-Math.Log(strikeOverForward) / total) + (total / 2);
        double d2 = d1 - total;
        return isCall
            ? Normal(d1) - (strikeOverForward * Normal(d2))
            : (strikeOverForward * Normal(-d2)) - Normal(-d1);
    }

    /// <summary>Change of the value for a change of one in volatility.</summary>
    public static double Vega(double strikeOverForward, double years, double volatility)
    {
        double total = volatility * Math.Sqrt(years);
        double d1 = (-Math.Log(strikeOverForward) / total) + (total / 2);
        return Math.Exp(-d1 * d1 / 2) / Math.Sqrt(2 * Math.PI) * Math.Sqrt(years);
    }

    private static double Normal(double deviation) => SpecialFunctions.Erfc(-deviation / Math.Sqrt(2)) / 2;
}
