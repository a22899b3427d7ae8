using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>The inputs of one margin under any rule.</summary>
internal sealed record RuleCase(MarketSnapshot Market, MarginModel Model, Book Book)
{
    public MarginResult Margin() => MarginRules.Compute(Market, Model, Book);
}
