using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance.Margin;

/// <summary>
/// Gas of the engine contract as whole transactions by the receipt: calldata, the model read from code, everything
/// cold. A ceiling is 1 % above what was measured and never above the aim, so that a costlier change shows;
/// contracts/README has the table.
/// </summary>
public sealed class EngineGasTests(EngineMachine machine, ITestOutputHelper output) : IClassFixture<EngineMachine>
{
    private const string Scan = "portfolio-scan-1.0";
    private const string Tail = "portfolio-1.0";

    [Theory]
    [InlineData(20, 826_000)]
    [InlineData(50, 1_868_000)]
    [InlineData(100, 3_655_000)]
    public async Task ScenarioTotals_OfAllThirtyThree_StayWithin(int rows, long ceiling)
    {
        MarginCase book = SampleBook.Of(Scan, rows);
        Bytes32 modelId = await machine.ScheduleAsync(book.Model, book.Scenarios);

        ulong used = await machine.GasAsync(
            "scenarioTotals", modelId, 0UL, 33UL, EngineMachine.Input(book.Market, book.Book));

        AssertWithin(used, ceiling);
    }

    [Theory]
    [InlineData(20, 885_000)]
    [InlineData(100, 3_903_000)]
    public async Task Margin_OfAllThirtyThree_StaysWithin(int rows, long ceiling)
    {
        MarginCase book = SampleBook.Of(Scan, rows);
        Bytes32 modelId = await machine.ScheduleAsync(book.Model, book.Scenarios);

        ulong used = await machine.GasAsync("margin", modelId, EngineMachine.Input(book.Market, book.Book), 0L);

        AssertWithin(used, ceiling);
    }

    /// <summary>Unsized, then Joint.</summary>
    [Theory]
    [InlineData(4UL, 600_000)]
    [InlineData(0UL, 633_000)]
    public async Task WitnessedMaintenance_OfOneScenarioAtAHundredRows_StaysWithin(ulong kind, long ceiling)
    {
        MarginCase book = SampleBook.Of(Scan, 100);
        Bytes32 modelId = await machine.ScheduleAsync(book.Model, book.Scenarios);

        ulong used = await machine.GasAsync(
            "witnessedMaintenance",
            modelId,
            AbiValue.Of(kind, AbiValue.Of(22UL)),
            EngineMachine.Input(book.Market, book.Book));

        AssertWithin(used, ceiling);
    }

    [Fact]
    public async Task WitnessedMaintenance_OfATailAtAFullBook_StaysWithin()
    {
        MarginCase book = SampleBook.Of(Tail, 128);
        Bytes32 modelId = await machine.ScheduleAsync(book.Model, book.Scenarios);
        AbiValue[] worst = [.. Enumerable.Range(0, 13).Select(index => (AbiValue)(ulong)(33 + (38 * index)))];

        ulong used = await machine.GasAsync(
            "witnessedMaintenance",
            modelId,
            AbiValue.Of(1UL, new AbiValue.Sequence([.. worst])),
            EngineMachine.Input(book.Market, book.Book));

        AssertWithin(used, 2_814_000);
    }

    [Fact]
    public async Task Measures_OfFiveHundredTailTotals_StaysWithin()
    {
        MarginCase book = SampleBook.Of(Tail, 20);
        MarginResult result = book.Margin();
        Bytes32 modelId = await machine.ScheduleAsync(book.Model, book.Scenarios);

        ulong used = await machine.GasAsync(
            "measures", modelId, EngineMachine.Packed(result.Totals), TailHint.Of(book, result.Totals));

        AssertWithin(used, 282_000);
    }

    private void AssertWithin(ulong used, long ceiling)
    {
        output.WriteLine($"{used} gas");
        Assert.InRange((long)used, ceiling * 98 / 100, ceiling);
    }
}
