using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;
using Verifiable.Tests.Neo.Stratis;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using RealChain = Verifiable.Benchmarks.Inputs.Chain;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>Books in a real option chain, ETH on 2024-01-08, under the shipped portfolio model.</summary>
public sealed class RealBookTests(ITestOutputHelper output)
{
    private const int Books = 16;
    private const int LeastScenarios = 500;

    [Fact]
    public void ScenarioTotal_OfBooksInARealChain_HasTheEnginesBitsOnNeoAndInStratisForm()
    {
        Seeded seeded = Seeded.Printed(output);
        VaultMachine machine = new();
        InstrumentId[] options = RealChain.Options(RealChain.Market);
        List<string> differences = [];
        int scenarios = 0;
        for (int book = 0; book < (Campaign.Scale(Books)); book++)
        {
            MarginCase one = Draw(seeded, options);
            MarginResult expected = one.Margin();
            for (int scenario = 0; scenario < expected.Totals.Length; scenario++)
            {
                CallOutcome total = machine.ScenarioTotal(one, scenario);
                (long Total, string? Refusal) stratis = StratisScenario.Total(one, scenario);
                scenarios++;
                if (total.Fault is not null || total.Value.GetInteger() != expected.Totals[scenario].Raw)
                {
                    differences.Add($"{book}, {scenario}, Neo: {expected.Totals[scenario]}, {total}");
                }

                if (stratis != (expected.Totals[scenario].Raw, null))
                {
                    differences.Add($"{book}, {scenario}, Stratis: {expected.Totals[scenario]}, {stratis}");
                }
            }
        }

        output.WriteLine($"{scenarios} scenarios of real books, each on NeoVM and in Stratis form, "
            + $"{differences.Count} differences");
        Assert.Empty(differences);
        Assert.True(scenarios >= LeastScenarios);
    }

    private static MarginCase Draw(Seeded seeded, InstrumentId[] options)
    {
        ImmutableArray<Position> rows =
        [
            .. Enumerable.Range(0, (int)seeded.Between(3, 12))
                .Select(_ => seeded.Pick<InstrumentId>(options)).Distinct().Order()
                .Select(option => new Position(
                    option, new Quantity(seeded.Between(1, 50_00000000) * (seeded.Coin() ? 1 : -1)), default, default)),
        ];
        return new MarginCase(
            RealChain.Market,
            RealChain.ScanModel,
            RealChain.ScanOf(RealChain.Market),
            new Book(default, 0, new Money(1_000_000_000_000), [], rows));
    }
}
