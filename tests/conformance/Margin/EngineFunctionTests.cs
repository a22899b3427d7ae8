using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance.Margin;

/// <summary>The engine contract's functions: that the parts make the whole, and what each refuses.</summary>
public sealed class EngineFunctionTests(EngineMachine machine, ITestOutputHelper output)
    : IClassFixture<EngineMachine>
{
    private const ulong Joint = 0;
    private const ulong Tail = 1;
    private const ulong Count = 2;
    private const ulong Basis = 3;
    private const ulong Unsized = 4;
    private const int Models = 40;

    [Fact]
    public async Task Parts_OfRandomBooks_MakeTheEnginesMargin()
    {
        Seeded seeded = Seeded.Printed(output);
        for (int index = 0; index < Models; index++)
        {
            MarginCase one = EnforcedCase.Next(seeded);
            MarginResult expected = one.Margin();
            Bytes32 modelId = await machine.ScheduleAsync(one.Model, one.Scenarios);
            AbiValue input = EngineMachine.Input(one.Market, one.Book);
            int scenario = (int)seeded.Between(0, expected.Totals.Length - 1);

            NamedValues value = await machine.CallAsync("baseValue", modelId, input);
            NamedValues total = await machine.CallAsync("scenarioTotal", modelId, (ulong)scenario, input);
            NamedValues addOns = await machine.CallAsync("addOns", modelId, input);
            NamedValues losses = await machine.CallAsync(
                "measures", modelId, EngineMachine.Packed(expected.Totals), TailHint.Of(one, expected.Totals));
            NamedValues requirement = await machine.CallAsync(
                "requirement", modelId, losses.Items[0].Value, addOns.Items[0].Value);

            Assert.Equal(expected.Equity.Raw - one.Book.Cash.Raw, value.Items[0].Value.AsInt128());
            Assert.Equal(expected.Totals[scenario].Raw, total.Items[0].Value.AsInt64());
            Assert.Equal(expected.InitialMargin.Raw, requirement.Items[0].Value.AsInt64());
            Assert.Equal(expected.MaintenanceMargin.Raw, requirement.Items[1].Value.AsInt64());
        }
    }

    /// <summary>No scenarios prove more than the engine's maintenance margin, and the right ones prove it.</summary>
    [Fact]
    public async Task WitnessedMaintenance_OfRandomBooks_IsALowerBoundThatTheWorstReach()
    {
        Seeded seeded = Seeded.Printed(output);
        int reached = 0;
        int drawn = 0;
        for (int index = 0; index < Models; index++)
        {
            MarginCase one = EnforcedCase.Next(seeded);
            MarginResult expected = one.Margin();
            Bytes32 modelId = await machine.ScheduleAsync(one.Model, one.Scenarios);
            AbiValue input = EngineMachine.Input(one.Market, one.Book);
            long best = 0;
            foreach (AbiValue witness in Witnesses(seeded, one, expected))
            {
                NamedValues proved = await machine.CallAsync("witnessedMaintenance", modelId, witness, input);
                Assert.Equal(expected.Equity.Raw - one.Book.Cash.Raw, proved.Items[0].Value.AsInt128());
                best = Math.Max(best, proved.Items[1].Value.AsInt64());
                drawn++;
            }

            Assert.True(best <= expected.MaintenanceMargin.Raw);
            reached += best == expected.MaintenanceMargin.Raw ? 1 : 0;
        }

        output.WriteLine($"{drawn} witnesses, {reached} of {Models} books proved in full");
        Assert.Equal(Models, reached);
    }

    /// <summary>Where the worst scenario binds, the engine's maintenance margin less its parts for size.</summary>
    [Fact]
    public async Task WitnessedMaintenance_Unsized_IsAllButWhatIsAddedForSize()
    {
        Seeded seeded = Seeded.Printed(output);
        int sized = 0;
        for (int index = 0; index < Models;)
        {
            MarginCase one = EnforcedCase.Next(seeded);
            MarginResult margin = one.Margin();
            if (!margin.Components.Any(part => part.Kind == ComponentKind.Scan && part.Maintenance.Raw > 0))
            {
                continue;
            }

            index++;
            Bytes32 modelId = await machine.ScheduleAsync(one.Model, one.Scenarios);
            long size = margin.Components
                .Where(part =>
                    part.Kind is ComponentKind.Perpetual or ComponentKind.ShortOption or ComponentKind.Concentration)
                .Sum(part => part.Maintenance.Raw);

            NamedValues proved = await machine.CallAsync(
                "witnessedMaintenance",
                modelId,
                Witness(Unsized, [margin.WorstScenario]),
                EngineMachine.Input(one.Market, one.Book));

            Assert.Equal(margin.Equity.Raw - one.Book.Cash.Raw, proved.Items[0].Value.AsInt128());
            Assert.Equal(margin.MaintenanceMargin.Raw - size, proved.Items[1].Value.AsInt64());
            sized += size > 0 ? 1 : 0;
        }

        output.WriteLine($"{Models} books, {sized} of them with parts for size");
        Assert.True(sized > Models / 4);
    }

    [Fact]
    public async Task Margin_OfAFullBook_HasTheEnginesBits()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 128);

        await AssertMarginAsync(one, EngineMachine.Input(one.Market, one.Book));
    }

    [Fact]
    public async Task Margin_WithoutASection_TakesTheBoundsOfAMarketThatDoesNotListIt()
    {
        MarginCase full = SampleBook.Of("portfolio-scan-1.0", 20);
        MarginCase one = full with { Market = full.Market with { Underlyings = [] } };
        byte[][] sections = [MarketRows.Sections(full.Market)[0]];

        await AssertMarginAsync(one, EngineMachine.Input(full.Market, full.Book, sections));
    }

    [Fact]
    public async Task Measures_HintOffByOne_IsRefused()
    {
        MarginCase one = SampleBook.Of("portfolio-1.0", 5);
        MarginResult result = one.Margin();
        Bytes32 modelId = await machine.ScheduleAsync(one.Model, one.Scenarios);
        long hint = TailHint.Of(one, result.Totals);
        byte[] totals = EngineMachine.Packed(result.Totals);

        string?[] errors =
        [
            await machine.RefusalAsync("measures", modelId, totals, hint),
            await machine.RefusalAsync("measures", modelId, totals, hint + 1),
            await machine.RefusalAsync("measures", modelId, totals, hint - 1),
            await machine.RefusalAsync("measures", modelId, (byte[])[.. totals, .. new byte[16]], hint),
        ];

        Assert.Equal(new string?[] { null, "TailHintMismatch", "TailHintMismatch", "MalformedPreimage" }, errors);
    }

    [Fact]
    public async Task Model_ThatOnlyReports_IsNotEnforceable()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 5);
        ModelParameters apart = one.Model with { Across = new AcrossParameters(AcrossRule.SumOfWorsts, default) };
        Bytes32[] models =
        [
            await machine.ScheduleAsync(apart, one.Scenarios),
            await machine.ScheduleAsync(Documents.Profiles.Open("derive-standard-1.0").Model.Parameters, one.Scenarios),
        ];
        AbiValue input = EngineMachine.Input(one.Market, one.Book);

        string?[] errors = await Task.WhenAll(models.Select(id => machine.RefusalAsync("baseValue", id, input)));

        Assert.All(errors, error => Assert.Equal("ProfileNotEnforceable", error));
    }

    [Fact]
    public async Task Rows_UnsortedOrTooMany_AreRefused()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 129);
        Bytes32 modelId = await machine.ScheduleAsync(one.Model, one.Scenarios);
        Book twice = one.Book with { Positions = [one.Book.Positions[0], one.Book.Positions[0]] };

        string?[] errors =
        [
            await machine.RefusalAsync("baseValue", modelId, EngineMachine.Input(one.Market, one.Book)),
            await machine.RefusalAsync("baseValue", modelId, EngineMachine.Input(one.Market, twice)),
        ];

        Assert.Equal(new string?[] { "TooManyRows", "UnsortedRows" }, errors);
    }

    [Theory]
    [InlineData(Joint, new[] { 533 }, "ScenarioOutOfRange")]
    [InlineData(Joint, new[] { 40 }, "ScenarioNotMeasured")]
    [InlineData(Joint, new[] { 2, 2 }, "UnsortedWitness")]
    [InlineData(Joint, new int[0], "WitnessNotSupported")]
    [InlineData(Tail, new[] { 5 }, "ScenarioNotMeasured")]
    [InlineData(Tail, new[] { 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44 }, "WitnessTooLight")]
    [InlineData(Tail, new[] { 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45 }, null)]
    [InlineData(Count, new[] { 33 }, "WitnessNotSupported")]
    [InlineData(Basis, new[] { 1 }, "WitnessNotSupported")]
    [InlineData(Unsized, new[] { 40 }, "ScenarioNotMeasured")]
    [InlineData(Unsized, new int[0], "WitnessNotSupported")]
    [InlineData(Unsized, new[] { 5 }, null)]
    public async Task Witness_OfPortfolio_IsAcceptedOnlyWhereItProves(ulong kind, int[] scenarios, string? error)
    {
        MarginCase one = SampleBook.Of("portfolio-1.0", 3);
        Bytes32 modelId = await machine.ScheduleAsync(one.Model, one.Scenarios);

        string? refusal = await machine.RefusalAsync(
            "witnessedMaintenance", modelId, Witness(kind, scenarios), EngineMachine.Input(one.Market, one.Book));

        Assert.Equal(error, refusal);
    }

    /// <summary>
    /// Spot 60,000. A call sold at 63,000 is 5 % out of the money: 15 % less 5 % is under 13 %, so 7,800 for each of
    /// two. A put sold at 66,000 owes 6,000 and needs 15 %, 9,000. A perpetual of half a coin bought at 58,000 has gained
    /// 1,000 and needs 3,000. A call that is held counts as nothing.
    /// </summary>
    [Fact]
    public async Task StandardMargin_OfFourRows_IsThatOfTheRule()
    {
        Position[] rows =
        [
            Sample.Of(PerpetualOf(), 1, 58_000) with { Quantity = new Quantity(Sample.One / 2) },
            Sample.Call(61_000, 4), Sample.Call(63_000, -2), Sample.Put(66_000, -1),
        ];
        AbiValue[] spots = [.. rows.Select(_ => (AbiValue)(60_000 * Sample.One))];

        NamedValues answer = await machine.Engine.CallAsync(
            "standardMargin", [Verifiable.Chain.Protocol.ContractValues.Of([.. rows]), spots]);

        Assert.Equal((1_000 - 6_000) * Sample.Dollar, answer.Items[0].Value.AsInt64());
        Assert.Equal((15_600 + 9_000 + 3_000) * Sample.Dollar, answer.Items[1].Value.AsInt64());
    }

    private static InstrumentId PerpetualOf() => InstrumentId.Create(
        Sample.Btc, Sample.Usd, Settlement.Linear, default, default, InstrumentKind.Perpetual);

    private static AbiValue Witness(ulong kind, IEnumerable<int> scenarios) => AbiValue.Of(
        kind, new AbiValue.Sequence([.. scenarios.Select(scenario => (AbiValue)(ulong)scenario)]));

    /// <summary>The witnesses that reach the margin, whichever loss binds, and one of scenarios at random.</summary>
    private static IEnumerable<AbiValue> Witnesses(Seeded seeded, MarginCase one, MarginResult result)
    {
        ImmutableArray<Scenario> scenarios = one.Scenarios.Scenarios;
        bool split = one.Scenarios.HasTail && scenarios.Any(scenario => !scenario.IsTail);
        int[] tail = [.. Enumerable.Range(0, scenarios.Length).Where(index => !split || scenarios[index].IsTail)];
        int[] scan = [.. Enumerable.Range(0, scenarios.Length).Where(index => !split || !scenarios[index].IsTail)];
        MeasureParameters measure = one.Model.Measure;
        yield return Witness(Basis, []);
        if (measure.Kind == MeasureKind.Scan || measure.AtLeastWorst)
        {
            yield return Witness(Joint, [result.WorstScenario]);
            yield return Witness(Joint, [scan[seeded.Between(0, scan.Length - 1)]]);
        }

        if (measure.Kind != MeasureKind.Scan)
        {
            ulong kind = measure.Kind == MeasureKind.ExpectedShortfall ? Tail : Count;
            long sum = tail.Sum(index => (long)scenarios[index].Weight);
            long mass = (long)((((Int128)sum * (1_000_000 - measure.ConfidencePpm)) + 999_999) / 1_000_000);
            yield return Witness(kind, Heaviest(tail.OrderBy(index => result.Totals[index].Raw), scenarios, mass));
            yield return Witness(kind, Heaviest(tail.OrderBy(_ => seeded.Bits()), scenarios, mass));
        }
    }

    /// <summary>The first in an order whose weights reach a mass, ascending.</summary>
    private static IEnumerable<int> Heaviest(
        IEnumerable<int> ordered, ImmutableArray<Scenario> scenarios, long mass)
    {
        List<int> taken = [];
        foreach (int index in ordered)
        {
            if (taken.Sum(own => (long)scenarios[own].Weight) < mass)
            {
                taken.Add(index);
            }
        }

        return taken.Order();
    }

    private async Task AssertMarginAsync(MarginCase one, AbiValue input)
    {
        MarginResult expected = one.Margin();
        Bytes32 modelId = await machine.ScheduleAsync(one.Model, one.Scenarios);

        NamedValues margin = await machine.CallAsync("margin", modelId, input, 0L);

        AbiValue[] fields = [.. margin.Items[0].Value.AsItems()];
        Assert.Equal(expected.Equity.Raw - one.Book.Cash.Raw, fields[0].AsInt128());
        Assert.Equal(expected.WorstLoss.Raw, fields[1].AsItems()[0].AsInt128());
        Assert.Equal(expected.InitialMargin.Raw, fields[2].AsInt128());
        Assert.Equal(expected.MaintenanceMargin.Raw, fields[3].AsInt128());
    }
}
