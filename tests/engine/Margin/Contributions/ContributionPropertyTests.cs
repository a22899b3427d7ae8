using System;
using System.Linq;
using System.Numerics;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>Requirements by holding and component, and scenarios by row, add up to the last unit.</summary>
public sealed class ContributionPropertyTests(ITestOutputHelper output)
{
    private const int Books = 3_000;

    [Fact]
    public void Contributions_OfEveryPortfolio_AddUpExactly()
    {
        int ownedByTheAccount = 0;
        BookChanges.ForAll(output, Books, withRotations: true, (_, inputs, _) =>
        {
            MarginResult margin = inputs.Margin();
            MarginContributions parts = MarginContributions.Of(
                inputs.Market, new MarginModel(inputs.Model, inputs.Scenarios), inputs.Book, inputs.Orders.AsSpan());

            AssertAddsUp(margin, parts);
            ownedByTheAccount += parts.Components.Count(static component =>
                component.Component.Kind != ComponentKind.Credit && component.Parts[^1] != default);
        });
        output.WriteLine($"{ownedByTheAccount} components of {Books} books go to the account as a whole");
        Assert.True(ownedByTheAccount < Books / 100);
    }

    [Theory]
    [MemberData(nameof(RulePropertyTests.Rules), MemberType = typeof(RulePropertyTests))]
    public void Contributions_UnderEveryRule_AddUpExactly(MarginRule rule)
    {
        RuleGenerator rules = new(Seeded.Printed(output));
        for (int book = 0; book < 500; book++)
        {
            (MarketSnapshot market, MarginModel model, Book held) = rules.Next(rule);

            AssertAddsUp(MarginRules.Compute(market, model, held), MarginContributions.Of(market, model, held, []));
        }
    }

    /// <summary>A scan's parts are the rows' losses in the worst scenario times the multiplier, within a unit.</summary>
    [Fact]
    public void Scan_OfAJointScenario_GoesByTheWorstScenario()
    {
        CaseGenerator cases = new(Seeded.Printed(output));
        int scans = 0;
        for (int book = 0; book < Books; book++)
        {
            MarginCase inputs = cases.Next();
            MarginResult margin = inputs.Margin();
            ComponentContributions scan = MarginContributions.Of(
                inputs.Market, new MarginModel(inputs.Model, inputs.Scenarios), inputs.Book, [])
                .Components.Single(static component => component.Component.Kind == ComponentKind.Scan);
            if (scan.Component.Initial.Raw == 0)
            {
                continue;
            }

            scans++;
            Assert.All(margin.Explanation.Zip(scan.Parts), pair => Assert.True(BigInteger.Abs(
                ((BigInteger)pair.Second.Initial * margin.WorstLoss.Raw)
                + ((BigInteger)pair.First.Contribution.Raw * scan.Component.Initial.Raw)) < margin.WorstLoss.Raw));
        }

        output.WriteLine($"{scans} scans of {Books} books");
        Assert.True(scans > Books / 3);
    }

    /// <summary>
    /// A tail's parts are the rows' losses beyond value at risk, weighted, and at it with the rest of the tail's mass.
    /// </summary>
    [Fact]
    public void Tail_OfExpectedShortfall_GoesByTheTail()
    {
        int tails = 0;
        BookChanges.ForAll(output, Books, withRotations: true, (_, inputs, _) =>
        {
            MarginModel model = new(inputs.Model, inputs.Scenarios);
            ComponentContributions tail = MarginContributions.Of(
                inputs.Market, model, inputs.Book, inputs.Orders.AsSpan())
                .Components.Single(static component => component.Component.Kind == ComponentKind.Tail);
            if (tail.Component.Initial.Raw == 0)
            {
                return;
            }

            tails++;
            BigInteger[] weights = TailLosses(inputs, model);
            BigInteger sum = weights.Aggregate(BigInteger.Zero, static (total, weight) => total + weight);
            BigInteger gross = weights.Aggregate(
                BigInteger.Zero, static (total, weight) => total + BigInteger.Abs(weight));

            // Each loss is floored to a unit a scenario, and its share of the mass to 2^-40: of a row's own and of all.
            BigInteger unit = 25 * ((gross >> 40) + TailMass(inputs));
            Assert.All(weights.Zip(tail.Parts), pair => Assert.True(
                BigInteger.Abs((pair.Second.Initial * sum) - (tail.Component.Initial.Raw * pair.First))
                    <= (2 * sum) + (tail.Component.Initial.Raw * unit)
                        + (unit * weights.Length * BigInteger.Abs(pair.Second.Initial))));
        });
        output.WriteLine($"{tails} tails of {Books} books");
        Assert.True(tails > Books / 10);
    }

    /// <summary>A rule by position owes each position exactly what it needs alone.</summary>
    [Theory]
    [InlineData(MarginRule.Isolated)]
    [InlineData(MarginRule.Cross)]
    public void Position_UnderARuleByPosition_ContributesWhatItNeedsAlone(MarginRule rule)
    {
        RuleGenerator rules = new(Seeded.Printed(output));
        for (int book = 0; book < 500; book++)
        {
            (MarketSnapshot market, MarginModel model, Book held) = rules.Next(rule);
            MarginContributions parts = MarginContributions.Of(market, model, held, []);

            Assert.All(held.Positions, position =>
            {
                Book alone = held with { Collateral = [], Positions = [position] };
                MarginResult needed = MarginRules.Compute(market, model, alone);
                int at = parts.Contributors.IndexOf(
                    new Contributor(ContributorKind.Position, position.Instrument, default));
                Assert.All(parts.Components.Where(static part => part.Component.Kind != ComponentKind.Haircut), part =>
                    Assert.Equal(
                        needed.Components.Single(own => own.Kind == part.Component.Kind).Initial.Raw,
                        part.Parts[at].Initial));
            });
        }
    }

    [Fact]
    public void Profits_OfEveryScenario_AddUpToItsTotal() =>
        BookChanges.ForAll(output, Books, withRotations: true, (_, inputs, _) =>
        {
            MarginResult margin = inputs.Margin();
            ProfitMatrix matrix = ProfitMatrix.Of(
                inputs.Market,
                new MarginModel(inputs.Model, inputs.Scenarios),
                inputs.Book,
                inputs.Orders.AsSpan(),
                [.. Enumerable.Range(0, margin.Totals.Length)]);

            Assert.Equal(margin.Totals.AsEnumerable(), matrix.Scenarios.Select(static row => row.Total));
            Assert.Equal(
                margin.Explanation.Select(static share => share.Contribution),
                matrix.Scenarios[margin.WorstScenario].Shares.AsEnumerable());
        });

    /// <summary>By row: the tail's losses in millionths of a weight.</summary>
    private static BigInteger[] TailLosses(MarginCase inputs, MarginModel model)
    {
        int[] tail = [.. Enumerable.Range(0, inputs.Scenarios.Scenarios.Length)
            .Where(at => inputs.Scenarios.Scenarios[at].IsTail)];
        ProfitMatrix matrix = ProfitMatrix.Of(
            inputs.Market, model, inputs.Book, inputs.Orders.AsSpan(), tail);
        ScenarioProfits[] worstFirst = [.. matrix.Scenarios.OrderBy(static row => row.Total.Raw)];
        BigInteger left = TailMass(inputs);
        BigInteger[] losses = new BigInteger[matrix.Rows.Length];
        bool onlyThreshold = inputs.Model.Measure.Kind == MeasureKind.ValueAtRisk;
        BigInteger passed = 0;
        foreach (ScenarioProfits scenario in worstFirst)
        {
            BigInteger weight = (BigInteger)inputs.Scenarios.Scenarios[scenario.Scenario].Weight * 1_000_000;
            passed += weight;
            bool isThreshold = passed >= TailMass(inputs);
            BigInteger counted = isThreshold ? left : onlyThreshold ? 0 : weight;
            for (int row = 0; row < losses.Length; row++)
            {
                losses[row] -= counted * scenario.Shares[row].Raw;
            }

            left -= counted;
            if (isThreshold)
            {
                break;
            }
        }

        return losses;
    }

    private static BigInteger TailMass(MarginCase inputs) =>
        inputs.Scenarios.Scenarios.Where(static scenario => scenario.IsTail)
            .Aggregate(BigInteger.Zero, static (sum, scenario) => sum + scenario.Weight)
        * (1_000_000 - inputs.Model.Measure.ConfidencePpm);

    private static void AssertAddsUp(MarginResult margin, MarginContributions parts)
    {
        Assert.Equal(margin.Components.AsEnumerable(), parts.Components.Select(static part => part.Component));
        Assert.All(parts.Components, part =>
        {
            Assert.Equal(parts.Contributors.Length, part.Parts.Length);
            Assert.Equal(part.Component.Initial.Raw, part.Parts.Sum(static own => own.Initial));
            Assert.Equal(part.Component.Maintenance.Raw, part.Parts.Sum(static own => own.Maintenance));
        });
        Staged[] totals = [.. Enumerable.Range(0, parts.Contributors.Length).Select(parts.TotalOf)];
        Assert.Equal(margin.InitialMargin.Raw, totals.Sum(static own => own.Initial));
        Assert.Equal(margin.MaintenanceMargin.Raw, totals.Sum(static own => own.Maintenance));
    }
}
