using Verifiable.Engine.Units;

namespace Verifiable.Tests.Engine.Oracle;

/// <summary>Units as doubles.</summary>
internal static class Number
{
    public static double Of(Price price) => price.Raw / 1e8;

    public static double Of(Quantity quantity) => quantity.Raw / 1e8;

    public static double Of(Ratio ratio) => ratio.Raw / 1e12;

    public static double OfQ40(long number) => number / (double)(1L << 40);
}
