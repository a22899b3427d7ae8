using System;

namespace Verifiable.Tests.Engine.Oracle;

/// <summary>
/// The normal distribution function in double precision. Abramowitz and Stegun, Handbook of Mathematical Functions:
/// series 26.2.11, whose terms are all positive, up to 4, and the continued fraction 26.2.14 beyond.
/// </summary>
internal static class CumulativeNormal
{
    private const double SeriesLimit = 4;
    private const int FractionDepth = 60;

    public static double Of(double deviation)
    {
        double magnitude = Math.Abs(deviation);
        if (magnitude <= SeriesLimit)
        {
            double half = Density(magnitude) * Series(magnitude);
            return deviation < 0 ? 0.5 - half : 0.5 + half;
        }

        double tail = Density(magnitude) / Fraction(magnitude);
        return deviation < 0 ? tail : 1 - tail;
    }

    private static double Density(double deviation) => Math.Exp(-deviation * deviation / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>x + x^3/3 + x^5/15 + ...</summary>
    private static double Series(double deviation)
    {
        double term = deviation;
        double sum = 0;
        for (int odd = 1; sum + term != sum; odd += 2)
        {
            sum += term;
            term *= deviation * deviation / (odd + 2);
        }

        return sum;
    }

    /// <summary>x + 1/(x + 2/(x + 3/(x + ...))).</summary>
    private static double Fraction(double deviation)
    {
        double fraction = deviation;
        for (int depth = FractionDepth; depth >= 1; depth--)
        {
            fraction = deviation + (depth / fraction);
        }

        return fraction;
    }
}
