using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance.Kernel;

/// <summary>The kernel in C# and on the EVM: the same bits, and the same refusals.</summary>
public sealed class KernelConformanceTests(KernelMachine machine, ITestOutputHelper output)
    : IClassFixture<KernelMachine>
{
    private const int RandomRows = 4_000;
    private const int RefusedRows = 40;
    private const int Cells = 100_000;

    /// <summary>Every function of the harness.</summary>
    public static TheoryData<string> Functions => [.. KernelFunction.All.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Function_RandomAndEdgeRows_SameBitsOnBothMachines(string name)
    {
        KernelOutcome[] rows = Draw(name);
        KernelOutcome[] priced = [.. rows.Where(row => row.Refusal is null)];

        Int128[] results = await machine.RunAsync(name, [.. priced.Select(row => row.Arguments)]);

        output.WriteLine($"{priced.Length} rows, {rows.Length - priced.Length} refused");
        Assert.NotEmpty(priced);
        AssertSame(priced, results);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Function_RowsThatTheEngineRefuses_SameErrorOnBothMachines(string name)
    {
        KernelOutcome[] refused = [.. Draw(name).Where(row => row.Refusal is not null).Take(RefusedRows)];

        string?[] errors = await Task.WhenAll(refused.Select(row => machine.RefusalAsync(name, row.Arguments)));

        output.WriteLine($"{refused.Length} rows");
        Assert.Equal(refused.Select(row => row.Refusal), errors);
        Assert.Equal(Refusing.Contains(name), refused.Length > 0);
    }

    [Theory]
    [InlineData("cellCall")]
    [InlineData("cellPut")]
    public async Task Cell_AHundredThousandOptions_SameBitsOnBothMachines(string name)
    {
        KernelFunction function = KernelFunction.All[name];
        Seeded seeded = Seeded.Printed(output);
        KernelOutcome[] rows = [.. Enumerable.Range(0, Cells).Select(_ => function.Run(Option(seeded)))];

        Int128[] results = await machine.RunAsync(name, [.. rows.Select(row => row.Arguments)]);

        output.WriteLine($"{results.Length} cells, {rows.Count(row => row.Result > 0)} above zero");
        Assert.Equal(Cells, results.Length);
        AssertSame(rows, results);
    }

    /// <summary>The functions that have a domain; all others are total.</summary>
    private static HashSet<string> Refusing { get; } =
    [
        "mulShiftFloor", "mulShiftCeil", "mulShiftClamp", "mulShiftWide", "divideShiftFloor", "divideShiftClamp",
        "scaleConvert", "scaleClamp", "squareRootFloor", "logarithmNatural", "exponentialNatural", "powerOfRatio",
        "cellStrikeRatioCeil", "cellBoundRatioCeil", "scenarioFactorOfForward", "scenarioFactorLog",
        "sviSmileVolatility",
    ];

    /// <summary>
    /// An option of the listing range and somewhat beyond, its arguments related as valuation relates them.
    /// </summary>
    private static Int128[] Option(Seeded seeded)
    {
        long forward = Math.Max(1, seeded.OfAnyMagnitude(60));
        long strike = seeded.Coin()
            ? Math.Max(1, (long)((Int128)forward * seeded.Between(1 << 18, 1 << 22) >> 20))
            : Math.Max(1, seeded.OfAnyMagnitude(62));
        long factor = ScenarioFactor.OfForward(forward, 0, seeded.Between(0, 3L << 40));
        long volatility = Black76.TotalVolatility(
            seeded.OfAnyMagnitude(52), Black76.SquareRootOfYears(seeded.OfAnyMagnitude(32)));
        long logMoneyness = Logarithm.Natural(forward) - Logarithm.Natural(strike)
            + (factor > 0 ? ScenarioFactor.Log(factor) : 0);
        long strikeRatio = Cell.StrikeRatioCeil(strike, forward);
        return [factor, strikeRatio, logMoneyness, volatility, Black76.Reciprocal(volatility)];
    }

    private KernelOutcome[] Draw(string name)
    {
        KernelFunction function = KernelFunction.All[name];
        Seeded seeded = Seeded.Printed(output);
        return [.. Enumerable.Range(0, RandomRows).Select(_ => function.Run(function.Draw(seeded)))];
    }

    private static void AssertSame(KernelOutcome[] engine, Int128[] contract)
    {
        Assert.Equal(engine.Length, contract.Length);
        Assert.Empty(engine.Zip(contract)
            .Where(pair => pair.First.Result != pair.Second)
            .Select(pair => $"({string.Join(", ", pair.First.Arguments)}): {pair.First.Result}, {pair.Second}"));
    }
}
