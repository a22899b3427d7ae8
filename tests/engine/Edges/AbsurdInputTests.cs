using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Edges;

/// <summary>
/// Valuing an existing book never refuses: a liquidation that can be made to revert is a shield for the debtor.
/// </summary>
public sealed class AbsurdInputTests(ITestOutputHelper output)
{
    private const int Books = 20_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compute_AbsurdInputs_NeverThrowsAndStaysInRange(bool withTail)
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        MeasuredCaseGenerator measured = new(random);
        Absurdity absurdity = new(random);
        Dictionary<string, int> faults = [];

        for (int book = 0; book < Books; book++)
        {
            MarginCase inputs = absurdity.Of(withTail ? measured.Next() : cases.Next());
            string fault = FaultOf(inputs.Margin);
            faults[fault] = faults.GetValueOrDefault(fault) + 1;
        }

        AssertNone(faults);
    }

    [Theory]
    [MemberData(nameof(RulePropertyTests.Rules), MemberType = typeof(RulePropertyTests))]
    public void Compute_AbsurdInputsUnderEveryRule_NeverThrowsAndStaysInRange(MarginRule rule)
    {
        Seeded random = Seeded.Printed(output);
        RuleGenerator rules = new(random);
        Absurdity absurdity = new(random);
        Dictionary<string, int> faults = [];

        for (int book = 0; book < Books / 10; book++)
        {
            (MarketSnapshot market, MarginModel model, Book held) = rules.Next(rule);
            MarginCase absurd = absurdity.Of(new MarginCase(market, Sample.Model, model.Scenarios, held));
            MarginModel absurdModel = model.Parameters.ReadsScenarios
                ? model with { Scenarios = absurd.Scenarios }
                : model;
            string fault = FaultOf(() => MarginRules.Compute(absurd.Market, absurdModel, absurd.Book));
            faults[fault] = faults.GetValueOrDefault(fault) + 1;
        }

        AssertNone(faults);
    }

    private void AssertNone(Dictionary<string, int> faults)
    {
        output.WriteLine(string.Join('\n', faults.Select(static fault => $"{fault.Value}: {fault.Key}")));
        Assert.Equal([string.Empty], faults.Keys);
    }

    private static string FaultOf(Func<MarginResult> compute)
    {
        try
        {
            MarginResult margin = compute();
            IEnumerable<long> amounts = margin.Totals.Select(static total => total.Raw)
                .Concat(
                    [margin.Equity.Raw, margin.InitialMargin.Raw, margin.MaintenanceMargin.Raw, margin.WorstLoss.Raw])
                .Concat([margin.ValueAtRisk.Raw, margin.ExpectedShortfall.Raw]);
            return amounts.All(static amount => amount is > -Money.Limit and < Money.Limit)
                && margin.InitialMargin.Raw >= margin.MaintenanceMargin.Raw
                && margin.Excess.Raw <= margin.Equity.Raw
                ? string.Empty
                : "an amount out of range";
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            string code = fault is MarginException refusal ? $" {refusal.Code}" : string.Empty;
            return $"{fault.GetType().Name}{code}\n{string.Join('\n', fault.StackTrace!.Split('\n').Take(4))}";
        }
    }
}
