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

    /// <summary>Every function of the harnesses.</summary>
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
        int digested = rows.Take(MachineDigest.Rows).Count(static row => row.Refusal is null);
        MachineDigest.Write("evm", name, [.. results.Take(digested)]);
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

    /// <summary>The engine contract's loop writes cells without the kernel's functions, and has their bits.</summary>
    [Fact]
    public async Task Sweep_AHundredThousandOptions_HasTheKernelsCells()
    {
        Seeded seeded = Seeded.Printed(output);
        Int128[][] priced =
        [
            .. Enumerable.Range(0, Campaign.Scale(Cells)).Select(_ => SweepRow(seeded)),
        ];

        Int128[] results = await machine.RunAsync("cells", priced);

        output.WriteLine($"{results.Length} cells, {results.Count(cell => cell > 0)} above zero");
        Assert.Equal(priced.Length, results.Length);
        Assert.Empty(priced.Zip(results)
            .Where(pair => SweptCell(pair.First) != pair.Second)
            .Select(pair => $"({string.Join(", ", pair.First)}): {SweptCell(pair.First)}, {pair.Second}"));
    }

    /// <summary>The engine contract's logarithm reads a table in memory, and has the kernel's bits.</summary>
    [Fact]
    public async Task LoadedLogarithm_AHundredThousandNumbers_HasTheKernelsBits()
    {
        Seeded seeded = Seeded.Printed(output);
        long[] numbers =
        [
            1, 2, 3, (1L << 62) - 1, 1L << 62, long.MaxValue,
            .. Enumerable.Range(0, Campaign.Scale(Cells)).Select(_ => Math.Max(1, Math.Abs(seeded.OfAnyMagnitude(62)))),
        ];

        Int128[] results = await machine.RunAsync("loadedLogarithms", [.. numbers.Select(number => new Int128[] { number })]);

        Assert.Equal(numbers.Select(number => (Int128)Logarithm.Natural(number)), results);
    }

    /// <summary>
    /// Call or put, k, ln F - ln K, f, ln f, v: in the listing range, above the least volatility; factors of 0,
    /// 2^-14 and 2^6 among them, and deviations beyond 8 on either side.
    /// </summary>
    private static Int128[] SweepRow(Seeded seeded)
    {
        long forward = Math.Max(1 << 21, seeded.OfAnyMagnitude(52));
        long strike = seeded.Coin()
            ? Math.Max(1, (long)((Int128)forward * seeded.Between(1 << 18, 1 << 22) >> 20))
            : (long)((Int128)forward * seeded.Between(1, 1 << 28) >> 18) + (forward >> 20);
        long spot = seeded.Between(0, 9) switch
        {
            0 => 0,
            1 => seeded.Between(1, ScenarioFactor.LeastQ40),
            2 => ScenarioFactor.MaxQ40,
            _ => seeded.Between(1L << 38, 3L << 40),
        };
        long factor = ScenarioFactor.OfForward(forward, 0, spot);
        long volatility = seeded.Between(Black76.LeastVolatilityQ46 + 1, 1L << (int)seeded.Between(33, 50));
        return
        [
            seeded.Coin() ? 1 : 0,
            Cell.StrikeRatioCeil(strike, forward),
            Logarithm.Natural(forward) - Logarithm.Natural(strike),
            factor,
            factor > 0 ? ScenarioFactor.Log(factor) : 0,
            volatility,
        ];
    }

    private static long SweptCell(Int128[] row)
    {
        (long factor, long ratio, long moneyness) = ((long)row[3], (long)row[1], (long)(row[2] + row[4]));
        long volatility = (long)row[5];
        long inverse = Black76.Reciprocal(volatility);
        return row[0] == 1
            ? Cell.Call(factor, ratio, moneyness, volatility, inverse)
            : Cell.Put(factor, ratio, moneyness, volatility, inverse);
    }

    /// <summary>The functions that have a domain; all others are total.</summary>
    private static HashSet<string> Refusing { get; } =
    [
        "mulShiftFloor", "mulShiftCeil", "mulShiftClamp", "mulShiftWide", "divideShiftFloor", "divideShiftClamp",
        "scaleConvert", "scaleClamp", "squareRootFloor", "logarithmNatural", "exponentialNatural", "powerOfRatio",
        "cellStrikeRatioCeil", "cellBoundRatioCeil", "scenarioFactorOfForward", "scenarioFactorLog",
        "sviSmileVolatility", "tailMeasureValueAtRisk", "tailMeasureExpectedShortfall", "tailMeasureTailMass",
        "tailMeasureLeastMass",
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
