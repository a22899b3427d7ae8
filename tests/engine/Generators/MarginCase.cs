using System.Collections.Immutable;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>The four inputs of one margin.</summary>
internal sealed record MarginCase(MarketSnapshot Market, ModelParameters Model, ScenarioSet Scenarios, Book Book)
{
    /// <summary>The account's open orders.</summary>
    public ImmutableArray<OpenOrder> Orders { get; init; } = [];

    public MarginResult Margin() =>
        MarginRules.Compute(Market, new MarginModel(Model, Scenarios), Book, Orders.AsSpan());
}
