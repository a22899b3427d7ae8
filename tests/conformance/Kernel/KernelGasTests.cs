using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance.Kernel;

/// <summary>Gas of the kernel's hot functions: exact, so a bound is the measured number rounded up.</summary>
public sealed class KernelGasTests(KernelMachine machine, ITestOutputHelper output) : IClassFixture<KernelMachine>
{
    private const long StrikeRatioQ40 = Cell.OneQ40 / 8 * 9;
    private const long StrikeRatioQ46 = StrikeRatioQ40 << 6;

    /// <summary>A volatility of 0.3.</summary>
    private const long VQ46 = (1L << 46) / 10 * 3;

    private static long LogMoneynessQ46 => -ScenarioFactor.Log(StrikeRatioQ40);

    [Fact]
    public async Task Table_OnceACall_Within2400()
    {
        ContractInstance contract = await machine.DeployAsync("KernelGas");

        NamedValues result = await contract.CallAsync("loadTable", []);

        AssertGas(result, 2_400);
    }

    [Fact]
    public async Task Centred_InASegment_Within410()
    {
        ContractInstance contract = await machine.DeployAsync("KernelGas");

        NamedValues result = await contract.CallAsync("centred", [1L << 46]);

        AssertGas(result, 410);
    }

    [Fact]
    public async Task Centred_Saturated_Within110()
    {
        ContractInstance contract = await machine.DeployAsync("KernelGas");

        NamedValues result = await contract.CallAsync("centred", [9L << 46]);

        AssertGas(result, 110);
    }

    [Fact]
    public async Task Call_NearTheMoney_Within1020()
    {
        ContractInstance contract = await machine.DeployAsync("KernelGas");

        NamedValues result = await contract.CallAsync(
            "call", [Cell.OneQ40, StrikeRatioQ46, LogMoneynessQ46, VQ46, Black76.Reciprocal(VQ46)]);

        AssertGas(result, 1_020);
    }

    // 11 spot factors by 3 columns, each cell multiplied by a notional and added to its total.
    [Fact]
    public async Task Sweep_ThirtyThreeCells_Within960ACell()
    {
        ContractInstance contract = await machine.DeployAsync("SweepHarness");
        long[] factors = [.. Enumerable.Range(0, 11).Select(i => Cell.OneQ40 / 20 * (15 + i))];
        AbiValue scenarios = AbiValue.Of([.. factors.Select(f => AbiValue.Of(f, ScenarioFactor.Log(f)))]);
        long[] volatilities = [VQ46 / 2, VQ46, VQ46 * 2];
        AbiValue columns = AbiValue.Of([.. volatilities.Select(v => (AbiValue)v)]);

        NamedValues result = await contract.CallAsync(
            "sweep", [AbiValue.Of(1_000_000L, StrikeRatioQ46, LogMoneynessQ46), scenarios, columns]);

        AssertGas(result, 33 * 960);
        Assert.Equal(
            factors.SelectMany(f => volatilities.Select(v => Total(f, v))),
            result["totals"].AsItems().Select(total => total.AsInt64()));
    }

    private static long Total(long factorQ40, long vQ46) => MulShift.Floor(
        1_000_000,
        Cell.Call(
            factorQ40, StrikeRatioQ46, LogMoneynessQ46 + ScenarioFactor.Log(factorQ40), vQ46, Black76.Reciprocal(vQ46)),
        40);

    private void AssertGas(NamedValues result, long bound)
    {
        long used = result["used"].AsInt64();
        output.WriteLine($"{used} gas");
        Assert.InRange(used, bound * 9 / 10, bound);
    }
}
