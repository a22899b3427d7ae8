using System.Collections.Generic;
using System.Linq;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Conformance.Kernel;
using static Verifiable.Tests.Conformance.Kernel.KernelFunction;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>Every function of the kernel: those that the EVM repeats, and the four that it leaves out.</summary>
internal static class KernelFunctions
{
    private static readonly Domain Money = new(0, MoneyRange.Limit);
    private static readonly Domain Volatility = new(0, 1L << 60);

    internal static IReadOnlyDictionary<string, KernelFunction> All { get; } =
        KernelFunction.All.Values.Concat(OfTheEngineAlone()).ToDictionary(static function => function.Name);

    private static KernelFunction[] OfTheEngineAlone() =>
    [
        Of("acrossUnderlyingsLossCeil", [Money, Money, Domain.Any], Three(AcrossUnderlyings.LossCeil)),
        Of("antiProcyclicalityVolatility",
            [Volatility, Volatility, Domain.NotNegative, Volatility, new(0, 1L << 40), Volatility],
            a => AntiProcyclicality.Volatility(
                (long)a[0], (long)a[1], (long)a[2], (long)a[3], (long)a[4], (long)a[5])),
        Of("antiProcyclicalityScaleCeil", [Volatility, Domain.Any], Two(AntiProcyclicality.ScaleCeil)),
        Of("creditReliefOfInitial", [Money, Money, Money, new(0, 1L << 40)], Four(CreditRelief.OfInitial)),
    ];
}
