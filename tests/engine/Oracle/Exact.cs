using System.Numerics;

namespace Verifiable.Tests.Engine.Oracle;

/// <summary>The kernel's roundings in arithmetic without a width, from their definitions.</summary>
internal static class Exact
{
    public static readonly BigInteger MoneyLimit = BigInteger.Pow(2, 62) - 1;

    /// <summary>floor(dividend / divisor) for a positive divisor.</summary>
    public static BigInteger Floor(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>ceil(dividend / divisor) for a positive divisor.</summary>
    public static BigInteger Ceil(BigInteger dividend, BigInteger divisor) => -Floor(-dividend, divisor);

    /// <summary>The nearest number within the limit on both sides.</summary>
    public static BigInteger Clamp(BigInteger number, BigInteger limit) =>
        BigInteger.Max(-limit, BigInteger.Min(limit, number));

    /// <summary>The nearest amount of money.</summary>
    public static BigInteger Money(BigInteger amount) => Clamp(amount, MoneyLimit);

    public static BigInteger Two(int power) => BigInteger.Pow(2, power);

    public static BigInteger Ten(int power) => BigInteger.Pow(10, power);
}
