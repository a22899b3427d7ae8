using System;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>
/// Rows found by hand, each for one instruction of the script that no random row told from its mutant.
/// </summary>
internal static class PinnedRows
{
    private const long OneQ40 = 1L << 40;
    private const long OneQ46 = 1L << 46;
    private const long LastDeviationQ46 = (8L << 46) - 1;

    /// <summary>Function and arguments.</summary>
    internal static (string Function, Int128[] Row)[] All { get; } =
    [
        // A result between 2^62 and 2^63, which fits.
        ("mulShiftCeil", [(1L << 62) + 5, 1, 0]),

        // Equal scales, strikes apart by 1,500: past 2^10, not past 2^11.
        ("cellOutsideListingRange", [1_500, 1]),

        // The least exponent.
        ("discountFactor", [OneQ46, 1]),

        // One unit that is saved and not credited.
        ("acrossUnderlyingsLossCeil", [5, 6, 0]),

        // A release between the held volatility and the buffered one.
        ("antiProcyclicalityVolatility", [100, 0, 0, 0, OneQ40, 150]),

        // The least multiplier, 2^-40, with a volatility that shows it.
        ("volatilityShockDown", [1L << 60, OneQ40 - 1, OneQ40]),
        ("volatilityShockSkew", [1L << 60, -(1L << 60), 0, 0, OneQ40 - 1, 1, 0, 0, 0]),

        // A mass of one millionth, and one of a weight and a millionth.
        ("tailMeasureTailMass", [0, 0, 0, 0, 1, 0, 0, 0, 999_999]),
        ("tailMeasureLeastMass", [0, 0, 0, 0, 1_000_001, 0, 0, 0, 999_999]),

        // 10^6 times the excess leaves one over a multiple of the mass, 1,799,997.
        ("tailMeasureExpectedShortfall", [-1_000_000 - 1_559_998, -1_000_000, 0, 0, 1, 1, 1, 0, 400_001]),

        // One unit of relief; the least positive rate; the least positive factor; the least width.
        ("creditReliefOfInitial", [5, 4, 9, 0]),
        ("discountLongSide", [OneQ40, 1, 1L << 62, 0, OneQ46]),
        ("scenarioFactorOfForward", [1, 0, 1]),
        ("volatilityShockSkew", [1L << 50, -32, 0, 0, 1L << 39, 1, 0, 0, 0]),

        // A strike past the wing on either side, and a wing of the least root.
        ("sviSmileVolatility", [1L << 40, 1L << 44, 0, 0, 1L << 20, 175, 100, OneQ46]),
        ("sviSmileVolatility", [1L << 40, OneQ46, 0, 0, 1L << 20, 100, 300, 1L << 36]),
        ("sviSmileVolatility", [1, 1L << 50, 0, 0, 0, 200, 100, OneQ46]),

        // Results at either end of 64 bits, which fit.
        ("divideShiftFloor", [long.MaxValue, 0, 1]),
        ("divideShiftFloor", [long.MinValue, 0, 1]),
        ("mulShiftFloor", [long.MaxValue, 1, 0]),
        ("mulShiftFloor", [long.MinValue, 1, 0]),
        ("mulShiftCeil", [long.MinValue, 1, 0]),

        // Where a branch begins: the least volatility, the ends of the listing range, the last exponent of nothing.
        ("black76Reciprocal", [1L << 32]),
        ("cellOutsideListingRange", [1 << 10, 1]),
        ("cellOutsideListingRange", [1, 1 << 20]),
        ("exponentialNatural", [-2_040_693_581_152_256]),

        ("squareRootFloor", [long.MaxValue]),

        // The last deviation on either side, alone and in both terms.
        ("normalDistributionCentred", [LastDeviationQ46]),
        ("normalDistributionCentred", [-LastDeviationQ46]),
        ("normalDistributionWeightedDifference", [OneQ40, LastDeviationQ46, OneQ46, LastDeviationQ46]),
        ("normalDistributionWeightedDifference", [OneQ40, -LastDeviationQ46, OneQ46, -LastDeviationQ46]),

        // Exactly the mass that suffices; thirty days under a longer floor; multipliers of zero.
        ("tailMeasureValueAtRisk", [1, 2, 3, 4, 1, 1, 1, 1, 500_000]),
        ("volatilityShockTermScale", [2_592_000, 5_184_000, 1L << 45, OneQ46]),
        ("volatilityShockDown", [OneQ46, OneQ40, OneQ40]),
        ("volatilityShockSkew", [OneQ46, -OneQ46, 0, 0, OneQ40, 1, 0, 0, 0]),

        // Strikes beyond the limit of a distance, over the greatest width.
        ("volatilityShockSkew", [OneQ46, 1L << 62, 0, 0, OneQ40, 1L << 60, 0, 0, 0]),
        ("volatilityShockSkew", [OneQ46, -(1L << 62), 0, 0, OneQ40, 1L << 60, 0, 0, 0]),

        // The first coefficient of the first segment, in the one argument of 1,024 that its last place reaches.
        ("logarithmNatural", [1_143_171_014_410_896]),
    ];
}
