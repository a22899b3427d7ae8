using System;
using System.Linq;
using Verifiable.Kernel.Margin;
using static Verifiable.Tests.Conformance.Kernel.KernelFunction;

namespace Verifiable.Tests.Conformance.Kernel;

/// <summary>The functions of the kernel's margin folder that the contracts repeat, with their domains.</summary>
internal static class KernelMarginFunctions
{
    /// <summary>Scenarios of a row of the tail measures, as the harness reads them.</summary>
    private const int Scenarios = 4;

    private static readonly Domain Money = new(-MoneyRange.Limit, MoneyRange.Limit);
    private static readonly Domain Sum = new(-((Int128)1 << 100), (Int128)1 << 100);
    private static readonly Domain Product = new(-((Int128)1 << 126) + 1, ((Int128)1 << 126) - 1);
    private static readonly Domain Ratio = new(0, (Int128)1 << 47);
    private static readonly Domain One = new(0, (Int128)1 << 40);
    private static readonly Domain Price = new(0, MoneyRange.Limit);
    private static readonly Domain Cell = new(-((Int128)1 << 62), (Int128)1 << 62);
    private static readonly Domain Decimals = new(6, 9);
    private static readonly Domain Coin = new(8, 9);

    internal static KernelFunction[] All() => [.. Amounts(), .. AddOns(), .. Values(), .. Tails()];

    private static KernelFunction[] Amounts() =>
    [
        Of("moneyRangeClamp", [Product], a => MoneyRange.Clamp(a[0])),
        Of("moneyRangeFloor", [Product, new(0, 18)], a => MoneyRange.Floor(a[0], (int)a[1])),
        Of("moneyRangeCeil", [Product, new(0, 18)], a => MoneyRange.Ceil(a[0], (int)a[1])),
        Of("expiryTotalDiscounted", [Sum, One], a => ExpiryTotal.Discounted(a[0], (long)a[1])),
        Of("expiryTotalShocked", [Sum, One, Cell, Cell],
            a => ExpiryTotal.Shocked(a[0], (long)a[1], (long)a[2], (long)a[3])),
        Of("expiryTotalProfit", [Money, Money, Domain.Truth],
            a => ExpiryTotal.Profit((long)a[0], (long)a[1], a[2] == 1)),
        Of("underlyingTotalDampened", [Sum, One], a => UnderlyingTotal.Dampened(a[0], (long)a[1])),
        Of("requirementOfLossCeil", [Price, Ratio], Two(Requirement.OfLossCeil)),
        Of("requirementLossOf", [Money], One(Requirement.LossOf)),
        Of("requirementBinding", [Price, Price, Price], Three(Requirement.Binding)),
        Of("requirementEquity", [Sum], a => Requirement.Equity(a[0])),
    ];

    private static KernelFunction[] AddOns() =>
    [
        Of("basisContingencyFactorCeil", [Ratio, Ratio, new(0, (Int128)1 << 55)],
            Three(BasisContingency.FactorCeil)),
        Of("basisContingencyOfExpiry", [Sum, Sum, Sum, One, Cell],
            a => BasisContingency.OfExpiry(a[0], a[1], a[2], (long)a[3], (long)a[4])),
        Of("collateralLimitExcess", [Sum, Price], a => CollateralLimit.Excess(a[0], (long)a[1])),
        Of("concentrationShareCeil", [Price, new(0, 1L << 50), new((1L << 50) + 1, MoneyRange.Limit), Ratio],
            Four(Concentration.ShareCeil)),
        Of("concentrationDeltaSizeCeil", [Money, Cell, Cell, Ratio], Four(Concentration.DeltaSizeCeil)),
        Of("confidenceShareCeil", [One, Ratio, Ratio], Three(Confidence.ShareCeil)),
        Of("nakedShortsAtStrike", [Money, Money], Two(NakedShorts.AtStrike)),
        Of("sizeContingencyAtSpotCeil", [Price, new(0, (Int128)1 << 80), Decimals],
            a => SizeContingency.AtSpotCeil((long)a[0], a[1], (int)a[2])),
        Of("sizeContingencyShareCeil", [Price, Ratio], Two(SizeContingency.ShareCeil)),
        Of("stableContingencyMultiplierCeil", [Ratio, Ratio, Ratio], Three(StableContingency.MultiplierCeil)),
    ];

    private static KernelFunction[] Values() =>
    [
        Of("positionValueNotional", [Price, Money, Decimals],
            a => PositionValue.Notional((long)a[0], (long)a[1], (int)a[2])),
        Of("positionValueCoinNotional", [Money, Coin], a => PositionValue.CoinNotional((long)a[0], (int)a[1])),
        Of("positionValueCoinNotionalAt", [Price, Price, Money, Coin],
            a => PositionValue.CoinNotionalAt((long)a[0], (long)a[1], (long)a[2], (int)a[3])),
        Of("positionValueOfCell", [Money, Cell], Two(PositionValue.OfCell)),
        Of("positionValueProfit", [Price, Price, Money, Decimals],
            a => PositionValue.Profit((long)a[0], (long)a[1], (long)a[2], (int)a[3])),
        Of("positionValueCoinProfit", [Price, Price, Money, Coin],
            a => PositionValue.CoinProfit((long)a[0], (long)a[1], (long)a[2], (int)a[3])),
        Of("positionValueFundingCeil", [Money, Money, Money, Decimals],
            a => PositionValue.FundingCeil((long)a[0], (long)a[1], (long)a[2], (int)a[3])),
        Of("positionValueInStable", [Price, Domain.Any], Two(PositionValue.InStable)),
        Of("positionValueCollateral", [Price, Price, Decimals],
            a => PositionValue.Collateral((long)a[0], (long)a[1], (int)a[2])),
    ];

    /// <summary>Totals, weights and a level that may be one past the highest, which leaves no tail.</summary>
    private static KernelFunction[] Tails() =>
    [
        Of("tailMeasureValueAtRisk", Tail(), a => TailMeasure.ValueAtRisk(Totals(a), Weights(a), Level(a))),
        Of("tailMeasureExpectedShortfall", Tail(), a => TailMeasure.ExpectedShortfall(
            Totals(a), Weights(a), Level(a), TailMeasure.ValueAtRisk(Totals(a), Weights(a), Level(a)))),
        Of("tailMeasureTailMass", Tail(), a => TailMeasure.TailMass(Weights(a), Level(a))),
        Of("tailMeasureLeastMass", Tail(), a => TailMeasure.LeastMass(Weights(a), Level(a))),
    ];

    private static Domain[] Tail() =>
    [
        .. Enumerable.Repeat(Money, Scenarios),
        .. Enumerable.Repeat(new Domain(1, uint.MaxValue), Scenarios),
        new(0, TailMeasure.PpmPerOne),
    ];

    private static long[] Totals(Int128[] a) => [.. a.Take(Scenarios).Select(total => (long)total)];

    private static long[] Weights(Int128[] a) => [.. a.Skip(Scenarios).Take(Scenarios).Select(weight => (long)weight)];

    private static long Level(Int128[] a) => (long)a[2 * Scenarios];
}
