using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>What only the portfolio rule has a place for is refused by every other, and not left out.</summary>
public sealed class RuleRefusalTests(ITestOutputHelper output)
{
    public static TheoryData<MarginRule> Others =>
    [
        MarginRule.UndiscountedPortfolio, MarginRule.Standard, MarginRule.PriceBuckets, MarginRule.Span,
        MarginRule.Isolated, MarginRule.Cross,
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public void Compute_OpenOrders_AreRefusedByName(MarginRule rule)
    {
        (MarketSnapshot market, MarginModel model, Book book) = new RuleGenerator(Seeded.Printed(output)).Next(rule);
        OpenOrder order = new(book.Positions[0].Instrument, book.Positions[0].Quantity, default);

        MarginException listed = Assert.Throws<MarginException>(() => Listing.Check(market, model, book, [order]));
        MarginException valued = Assert.Throws<MarginException>(
            () => MarginRules.Compute(market, model, book, [order]));

        Assert.Equal((ErrorCode.ParameterOutOfRange, "/openOrders"), (listed.Code, listed.Path));
        Assert.Equal((ErrorCode.ParameterOutOfRange, "/openOrders"), (valued.Code, valued.Path));
    }

    /// <summary>Without a horizon residuals move nothing.</summary>
    [Fact]
    public void Check_ResidualsUnderUndiscountedPortfolio_AreRefused()
    {
        (MarketSnapshot market, MarginModel model, Book book) =
            new RuleGenerator(Seeded.Printed(output)).Next(MarginRule.UndiscountedPortfolio);
        Scenario residual = model.Scenarios.Scenarios[0] with { Traits = ScenarioTraits.Residual | ScenarioTraits.Tail };
        ScenarioSet scenarios = model.Scenarios with
        {
            Scenarios = [.. model.Scenarios.Scenarios.Append(residual)],
        };

        MarginException refusal = Assert.Throws<MarginException>(
            () => Listing.Check(market, model with { Scenarios = scenarios }, book));

        Assert.Equal((ErrorCode.ParameterOutOfRange, "/rule"), (refusal.Code, refusal.Path));
    }
}
