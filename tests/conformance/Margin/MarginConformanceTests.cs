using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance.Margin;

/// <summary>Whole books through the engine and through the contract: every number of the result, bit for bit.</summary>
/// <remarks>
/// Half of the models measure a tail, half of the inputs are beyond what any listing accepts, a quarter settle in coin.
/// Expired, settled and partly fixed expiries, volatilities of zero, factors of 0 and 64, spot rows and risk-cancelling
/// collateral are all among what the generators draw.
/// </remarks>
public sealed class MarginConformanceTests(EngineMachine machine, ITestOutputHelper output)
    : IClassFixture<EngineMachine>
{
    private const int Models = 50;
    private const int BooksOfAModel = 20;

    [Fact]
    public async Task Margin_AThousandBooks_HasTheEnginesBits()
    {
        Seeded seeded = Seeded.Printed(output);
        Tally tally = new();
        for (int model = 0; model < Campaign.Scale(Models); model++)
        {
            MarginCase[] books = [.. EnforcedCase.Books(seeded, model, BooksOfAModel)];
            Bytes32 modelId = await machine.ScheduleAsync(books[0].Model, books[0].Scenarios);
            foreach (MarginCase one in books)
            {
                await CompareAsync(tally, modelId, one);
            }
        }

        output.WriteLine($"{tally.Books} books, {tally.Totals} totals, {tally.Differing.Count} differing");
        Assert.Equal(Campaign.Scale(Models * BooksOfAModel), tally.Books);
        Assert.True(tally.Totals >= Campaign.Scale(10_000));
        Assert.True(tally.Differing.Count == 0, string.Join('\n', tally.Differing.Take(20)));
    }

    private async Task CompareAsync(Tally tally, Bytes32 modelId, MarginCase one)
    {
        MarginResult expected = one.Margin();
        AbiValue input = EngineMachine.Input(one.Market, one.Book);
        NamedValues totals = await machine.CallAsync(
            "scenarioTotals", modelId, 0UL, (ulong)one.Scenarios.Scenarios.Length, input);
        NamedValues margin = await machine.CallAsync("margin", modelId, input, TailHint.Of(one, expected.Totals));
        AbiValue[] fields = [.. margin.Items[0].Value.AsItems()];
        AbiValue[] losses = [.. fields[1].AsItems()];
        long equity = MoneyRange.Clamp(one.Book.Cash.Raw + fields[0].AsInt128());
        Int128[] found =
        [
            equity, losses[0].AsInt128(), losses[1].AsInt128(), losses[2].AsInt128(), fields[2].AsInt128(),
            fields[3].AsInt128(), .. totals.Items[0].Value.AsItems().Select(total => total.AsInt128()),
        ];
        Int128[] wanted =
        [
            expected.Equity.Raw, expected.WorstLoss.Raw, expected.ValueAtRisk.Raw, expected.ExpectedShortfall.Raw,
            expected.InitialMargin.Raw, expected.MaintenanceMargin.Raw,
            .. expected.Totals.Select(total => (Int128)total.Raw),
        ];
        tally.Add(found, wanted);
    }

    /// <summary>What was compared, and the books that differ.</summary>
    private sealed class Tally
    {
        public int Books { get; private set; }

        public int Totals { get; private set; }

        public List<string> Differing { get; } = [];

        public void Add(Int128[] found, Int128[] wanted)
        {
            Books++;
            Totals += wanted.Length - 6;
            if (!found.SequenceEqual(wanted))
            {
                Differing.Add($"book {Books}: contract {string.Join(' ', found)}\nengine {string.Join(' ', wanted)}");
            }
        }
    }
}
