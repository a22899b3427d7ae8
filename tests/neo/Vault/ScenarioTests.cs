using System;
using System.Collections.Generic;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;
using Verifiable.Tests.Neo.Stratis;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>Whole scenarios of whole books: the vault's recomputation against the engine's totals and equity.</summary>
public sealed class ScenarioTests(ITestOutputHelper output)
{
    private const int Cases = 60;

    [Fact]
    public void ScenarioTotal_OfRandomBooks_HasTheEnginesBits()
    {
        Seeded seeded = Seeded.Printed(output);
        VaultMachine machine = new();
        List<string> differences = [];
        int scenarios = 0;
        for (int index = 0; index < Campaign.Scale(Cases); index++)
        {
            MarginCase one = VaultCase.Next(seeded);
            MarginResult expected = one.Margin();
            int scenario = (int)seeded.Between(0, expected.Totals.Length - 1);
            scenarios++;
            CallOutcome total = machine.ScenarioTotal(one, scenario);
            CallOutcome value = machine.BaseValue(one);
            if (total.Fault is not null || total.Value.GetInteger() != expected.Totals[scenario].Raw)
            {
                differences.Add($"{index}: scenario {scenario} {expected.Totals[scenario]}, {total}");
            }

            (long Total, string? Refusal) stratis = StratisScenario.Total(one, scenario);
            if (stratis != (expected.Totals[scenario].Raw, null))
            {
                differences.Add($"{index}: scenario {scenario} {expected.Totals[scenario]}, Stratis {stratis}");
            }

            if (value.Fault is not null || value.Value.GetInteger() != expected.Equity.Raw - one.Book.Cash.Raw)
            {
                differences.Add($"{index}: value {expected.Equity} less cash {one.Book.Cash}, {value}");
            }
        }

        output.WriteLine($"{scenarios} scenarios");
        Assert.Empty(differences);
    }

    /// <summary>Missing underlyings, expiries, strikes and volatilities, and the ends of every range: no
    /// refusal.</summary>
    [Fact]
    public void ScenarioTotal_InMarketsThatNoListingAccepts_HasTheEnginesBits()
    {
        Seeded seeded = Seeded.Printed(output);
        Absurdity absurdity = new(seeded);
        VaultMachine machine = new();
        List<string> differences = [];
        int unlisted = 0;
        for (int index = 0; index < Campaign.Scale(Cases); index++)
        {
            MarginCase drawn = absurdity.Of(VaultCase.Next(seeded));
            MarginCase one = drawn with { Book = drawn.Book with { Cash = default } };
            MarginResult expected = one.Margin();
            int scenario = (int)seeded.Between(0, expected.Totals.Length - 1);
            unlisted += expected.Assumed == Assumptions.None ? 0 : 1;
            CallOutcome total = machine.ScenarioTotal(one, scenario);
            CallOutcome value = machine.BaseValue(one);
            if (total.Fault is not null || total.Value.GetInteger() != expected.Totals[scenario].Raw)
            {
                differences.Add($"{index}: scenario {scenario} {expected.Totals[scenario]}, {total}");
            }

            if (value.Fault is not null
                || MoneyRange.Clamp((Int128)value.Value.GetInteger()) != expected.Equity.Raw)
            {
                differences.Add($"{index}: value {expected.Equity}, {value}");
            }
        }

        output.WriteLine($"{unlisted} books with rows that nothing prices");
        Assert.Empty(differences);
        Assert.NotEqual(0, unlisted);
    }
}
