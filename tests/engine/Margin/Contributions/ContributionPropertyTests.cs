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

    /// <summary>A scan's parts are the rows' losses in the worst scenario times the multiplier, each within a unit.</summary>
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
