using System.Linq;
using System.Numerics;

namespace Verifiable.Neo.Translation;

/// <summary>The least and greatest number that a value can be, as far as the translator can tell.</summary>
/// <remarks>
/// NeoVM's integers have 256 bits, so what C# checks must be checked by instructions. Where the interval of a result
/// lies within its type, the check could never fail and is left out.
/// </remarks>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
internal readonly record struct Interval(BigInteger Low, BigInteger High)
{
    internal static Interval Truth => new(0, 1);

    internal static Interval Int32 => OfBits(32);

    internal static Interval Int64 => OfBits(64);

    internal static Interval Int128 => OfBits(128);

    /// <summary>Whether it holds one number only.</summary>
    internal bool IsConstant => Low == High;

    internal static Interval Of(BigInteger constant) => new(constant, constant);

    internal bool Contains(Interval other) => Low <= other.Low && other.High <= High;

    internal Interval Union(Interval other) =>
        new(BigInteger.Min(Low, other.Low), BigInteger.Max(High, other.High));

    /// <summary>What both hold; this where they hold nothing in common.</summary>
    internal Interval Within(Interval other)
    {
        Interval common = new(BigInteger.Max(Low, other.Low), BigInteger.Min(High, other.High));
        return common.Low <= common.High ? common : this;
    }

    /// <summary>The interval after its numbers are cut off at a limit and at its negation.</summary>
    internal Interval Clamped(Interval limit)
    {
        BigInteger greatest = BigInteger.Max(BigInteger.Abs(limit.Low), BigInteger.Abs(limit.High));
        return limit.Low < 0
            ? new Interval(-greatest, greatest)
            : new Interval(BigInteger.Clamp(Low, -greatest, greatest), BigInteger.Clamp(High, -greatest, greatest));
    }

    public static Interval operator +(Interval left, Interval right) =>
        new(left.Low + right.Low, left.High + right.High);

    public static Interval operator -(Interval left, Interval right) =>
        new(left.Low - right.High, left.High - right.Low);

    public static Interval operator *(Interval left, Interval right) => Hull(
        left.Low * right.Low, left.Low * right.High, left.High * right.Low, left.High * right.High);

    /// <summary>Quotients towards zero. A divisor that may be 0 or 1 leaves the magnitude of the dividend.</summary>
    public static Interval operator /(Interval left, Interval right) => right.Low > 0
        ? Hull(left.Low / right.Low, left.Low / right.High, left.High / right.Low, left.High / right.High)
        : Hull(left.Low, left.High, -left.Low, -left.High, 0);

    /// <summary>Floors of the quotients by a divisor that is positive.</summary>
    internal Interval FlooredBy(Interval divisor)
    {
        BigInteger least = BigInteger.Max(1, divisor.Low);
        BigInteger most = BigInteger.Max(1, divisor.High);
        return Hull(Floor(Low, least), Floor(Low, most), Floor(High, least), Floor(High, most));
    }

    /// <summary>Remainders with the sign of the dividend, nearer to zero than the divisor.</summary>
    public static Interval operator %(Interval left, Interval right)
    {
        BigInteger most = BigInteger.Max(BigInteger.Abs(right.Low), BigInteger.Abs(right.High)) - 1;
        return new Interval(
            left.Low < 0 ? BigInteger.Max(left.Low, -most) : 0, left.High > 0 ? BigInteger.Min(left.High, most) : 0);
    }

    /// <summary>Shifts to the left by any of the counts.</summary>
    internal Interval ShiftedLeft(Interval count) =>
        this * new Interval(BigInteger.One << (int)count.Low, BigInteger.One << (int)count.High);

    /// <summary>Floors of the quotients by a power of two with any of the counts as exponent.</summary>
    internal Interval ShiftedRight(Interval count) => Hull(
        Low >> (int)count.Low, Low >> (int)count.High, High >> (int)count.Low, High >> (int)count.High);

    private static BigInteger Floor(BigInteger dividend, BigInteger divisor) =>
        BigInteger.DivRem(dividend, divisor, out BigInteger rest) - (rest.Sign < 0 ? 1 : 0);

    private static Interval OfBits(int bits)
    {
        BigInteger half = BigInteger.One << (bits - 1);
        return new Interval(-half, half - 1);
    }

    private static Interval Hull(params BigInteger[] corners) => new(corners.Min(), corners.Max());
}
