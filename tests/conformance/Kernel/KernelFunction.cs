using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Conformance.Kernel;

/// <summary>The numbers that an argument may take, edges included.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
public readonly record struct Domain(Int128 Low, Int128 High)
{
    /// <summary>Every 64-bit number.</summary>
    public static Domain Any => new(long.MinValue, long.MaxValue);

    /// <summary>Every 64-bit number that is not negative.</summary>
    public static Domain NotNegative => new(0, long.MaxValue);

    /// <summary>Total volatilities of every machine: what lies above 16 is cut off before.</summary>
    public static Domain Volatility => new(long.MinValue, Black76.MaxVolatilityQ46);

    /// <summary>Total volatilities that are priced, not taken as none.</summary>
    public static Domain PricedVolatility => new(Black76.LeastVolatilityQ46 + 1, Black76.MaxVolatilityQ46);

    /// <summary>Shifts, and one past either end.</summary>
    public static Domain Shift => new(-1, 64);

    /// <summary>False and true.</summary>
    public static Domain Truth => new(0, 1);

    /// <summary>One number: an edge, a neighbour of zero, of any magnitude, or uniform.</summary>
    public Int128 Draw(Seeded seeded)
    {
        Int128 drawn = seeded.Between(0, 7) switch
        {
            0 => Low + seeded.Between(0, 2),
            1 => High - seeded.Between(0, 2),
            2 => seeded.Between(-2, 2),
            3 => Wide(seeded) >> (int)seeded.Between(0, 126),
            4 => (Int128)1 << (int)seeded.Between(0, 62),
            5 => -((Int128)1 << (int)seeded.Between(0, 62)) + seeded.Between(-1, 1),
            6 => seeded.OfAnyMagnitude(63),
            _ => Low + (Int128)((UInt128)Wide(seeded) % ((UInt128)(High - Low) + 1)),
        };
        return Int128.Clamp(drawn, Low, High);
    }

    /// <summary>127 random bits.</summary>
    private static Int128 Wide(Seeded seeded) => new(seeded.Bits() >> 1, seeded.Bits());
}

/// <summary>A row of arguments and what the engine makes of it.</summary>
/// <param name="Arguments">The arguments.</param>
/// <param name="Result">The result; 0 where it refuses.</param>
/// <param name="Refusal">The name of the refusal, or null.</param>
public sealed record KernelOutcome(Int128[] Arguments, Int128 Result, string? Refusal);

/// <summary>One function of the kernel, on both machines.</summary>
/// <param name="Name">Its name in the harness.</param>
/// <param name="Domains">The numbers that each argument may take.</param>
/// <param name="Engine">The function of the engine.</param>
public sealed record KernelFunction(string Name, Domain[] Domains, Func<Int128[], Int128> Engine)
{
    /// <summary>A random row of arguments.</summary>
    public Int128[] Draw(Seeded seeded) => [.. Domains.Select(domain => domain.Draw(seeded))];

    /// <summary>The engine's result, or the name of its refusal.</summary>
    public KernelOutcome Run(Int128[] row)
    {
        try
        {
            return new KernelOutcome(row, Engine(row), null);
        }
        catch (MarginException refusal)
        {
            return new KernelOutcome(row, 0, refusal.Code.ToString());
        }
    }

    /// <summary>Every function, by the harness's names.</summary>
    public static IReadOnlyDictionary<string, KernelFunction> All { get; } = Functions().ToDictionary(f => f.Name);

    private static IEnumerable<KernelFunction> Functions() =>
        [.. Numerics(), .. Pricing(), .. KernelMarginFunctions.All()];

    private static KernelFunction[] Numerics() =>
    [
        Of("bitsShiftRight", [Domain.Any, new(0, 63)], a => Bits.ShiftRight((long)a[0], (int)a[1])),
        Of("bitsLowBits", [Domain.Any, new(0, 62)], a => Bits.LowBits((long)a[0], (int)a[1])),
        Of("bitsLength", [Domain.NotNegative], a => Bits.Length((long)a[0])),
        Of("saturationBetween", [Domain.Any, new(long.MinValue, 0), Domain.NotNegative], Three(Saturation.Between)),
        Of("mulShiftFloor", [Domain.Any, Domain.Any, Domain.Shift],
            a => MulShift.Floor((long)a[0], (long)a[1], (int)a[2])),
        Of("mulShiftCeil", [Domain.Any, Domain.Any, Domain.Shift],
            a => MulShift.Ceil((long)a[0], (long)a[1], (int)a[2])),
        Of("mulShiftClamp", [Domain.Any, Domain.Any, Domain.Shift, Domain.NotNegative],
            a => MulShift.Clamp((long)a[0], (long)a[1], (int)a[2], (long)a[3])),
        Of("mulShiftWide", [Domain.Any, Domain.Any, Domain.Shift],
            a => MulShift.Wide((long)a[0], (long)a[1], (int)a[2])),
        Of("divideShiftFloor", [Domain.Any, Domain.Shift, Domain.Any],
            a => DivideShift.Floor((long)a[0], (int)a[1], (long)a[2])),
        Of("divideShiftClamp", [new(Int128.MinValue >> 1, Int128.MaxValue >> 1), Domain.Any, Domain.NotNegative],
            a => DivideShift.Clamp(a[0], (long)a[1], (long)a[2])),
        Of("scaleConvert", [Domain.Any, Domain.Shift], a => Scale.Convert((long)a[0], (int)a[1])),
        Of("scaleClamp", [Domain.Any, Domain.Shift], a => Scale.Clamp((long)a[0], (int)a[1])),
        Of("squareRootFloor", [new(-2, SquareRoot.MaxRadicand + 2)], a => SquareRoot.Floor(a[0])),
        Of("logarithmNatural", [Domain.Any], One(Logarithm.Natural)),
        Of("exponentialNatural", [Domain.Any], One(Exponential.Natural)),
        Of("powerOfRatio", [Domain.Any, Domain.Any, Domain.Any], Three(Power.OfRatio)),
        Of("normalDistributionCentred", [Domain.Any], One(NormalDistribution.Centred)),
        Of("normalDistributionWeightedDifference", [Domain.NotNegative, Domain.Any, Domain.NotNegative, Domain.Any],
            Four(NormalDistribution.WeightedDifference)),
    ];

    private static KernelFunction[] Pricing() =>
    [
        Of("black76SquareRootOfYears", [Domain.Any], One(Black76.SquareRootOfYears)),
        Of("black76Years", [Domain.Any], One(Black76.Years)),
        Of("black76TotalVolatility", [Domain.Any, Domain.Any], Two(Black76.TotalVolatility)),
        Of("black76Reciprocal", [Domain.Any], One(Black76.Reciprocal)),
        Of("cellCall", Option, Five(Cell.Call)),
        Of("cellPut", Option, Five(Cell.Put)),
        Of("cellBlack", [.. Option[..3], Domain.PricedVolatility, Domain.Any], Five(Cell.Black)),
        Of("cellLinear", [Domain.NotNegative], One(Cell.Linear)),
        Of("cellCoinOption", [Domain.NotNegative, Domain.Any], Two(Cell.CoinOption)),
        Of("cellCoinLinear", [Domain.Any], One(Cell.CoinLinear)),
        Of("cellStrikeRatioCeil", [Domain.Any, Domain.Any], Two(Cell.StrikeRatioCeil)),
        Of("cellBoundRatioCeil", [Domain.Any, Domain.Any], Two(Cell.BoundRatioCeil)),
        Of("cellToBoundRatioCeil", [Domain.NotNegative], One(Cell.ToBoundRatioCeil)),
        Of("cellUnitForward", [Domain.NotNegative, Domain.Any], Two(Cell.UnitForward)),
        Of("cellOutsideListingRange", [Domain.Any, Domain.Any],
            a => Cell.OutsideListingRange((long)a[0], (long)a[1]) ? 1 : 0),
        Of("cellBoundLong", [Domain.Truth, Domain.NotNegative, Domain.NotNegative],
            a => Cell.BoundLong(a[0] == 1, (long)a[1], (long)a[2])),
        Of("cellBoundShort", [Domain.Truth, Domain.NotNegative, Domain.NotNegative],
            a => Cell.BoundShort(a[0] == 1, (long)a[1], (long)a[2])),
        Of("scenarioFactorOfResidual", [Domain.Any, Domain.Any, Domain.Any], Three(ScenarioFactor.OfResidual)),
        Of("scenarioFactorOfForward", [Domain.Any, Domain.Any, Domain.Any], Three(ScenarioFactor.OfForward)),
        Of("scenarioFactorLog", [Domain.Any], One(ScenarioFactor.Log)),
        Of("scenarioFactorAtLeastLeast", [Domain.Any], One(ScenarioFactor.AtLeastLeast)),
        Of("volatilityShockTermScale", Anything(4), Four(VolatilityShock.TermScale)),
        Of("volatilityShockUp", Anything(4), Four(VolatilityShock.Up)),
        Of("volatilityShockDown", [Domain.Any, Domain.Any, Domain.Any], Three(VolatilityShock.Down)),
        Of("volatilityShockSkew", Anything(9), Skew),
        Of("sviSmileVolatility", Anything(8), Smile),
        Of("discountFactor", [Domain.Any, Domain.Any], Two(Discount.Factor)),
        Of("discountLongSide", Anything(5), Five(Discount.LongSide)),
        Of("discountShortSide", Anything(5), Five(Discount.ShortSide)),
    ];

    /// <summary>
    /// Factor, strike ratio, log moneyness, total volatility and its reciprocal, unrelated and beyond any range.
    /// </summary>
    private static Domain[] Option =>
        [Domain.NotNegative, Domain.NotNegative, Domain.Any, Domain.Volatility, Domain.Any];

    private static Domain[] Anything(int arguments) => [.. Enumerable.Repeat(Domain.Any, arguments)];

    private static Int128 Skew(Int128[] a) => VolatilityShock.Skew(
        (long)a[0],
        (long)a[1],
        (long)a[2],
        (long)a[3],
        (long)a[4],
        (long)a[5],
        (long)a[6],
        (long)a[7],
        (long)a[8]);

    private static Int128 Smile(Int128[] a) => SviSmile.Volatility(
        (long)a[0], (long)a[1], (long)a[2], (long)a[3], (long)a[4], (long)a[5], (long)a[6], (long)a[7]);

    internal static KernelFunction Of(string name, Domain[] domains, Func<Int128[], Int128> engine) =>
        new(name, domains, engine);

    internal static Func<Int128[], Int128> One(Func<long, long> f) => a => f((long)a[0]);

    internal static Func<Int128[], Int128> Two(Func<long, long, long> f) => a => f((long)a[0], (long)a[1]);

    internal static Func<Int128[], Int128> Three(Func<long, long, long, long> f) =>
        a => f((long)a[0], (long)a[1], (long)a[2]);

    internal static Func<Int128[], Int128> Four(Func<long, long, long, long, long> f) =>
        a => f((long)a[0], (long)a[1], (long)a[2], (long)a[3]);

    internal static Func<Int128[], Int128> Five(Func<long, long, long, long, long, long> f) =>
        a => f((long)a[0], (long)a[1], (long)a[2], (long)a[3], (long)a[4]);
}
