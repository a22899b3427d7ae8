using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Conformance.Margin;

/// <summary>Random cases of models that contracts recompute.</summary>
internal static class EnforcedCase
{
    /// <summary>Every other one measures a tail.</summary>
    internal static MarginCase Next(Seeded seeded) =>
        Of(seeded.Coin() ? new CaseGenerator(seeded).Next() : new MeasuredCaseGenerator(seeded).Next());

    /// <summary>The case without the members that only report.</summary>
    internal static MarginCase Of(MarginCase drawn) => drawn with
    {
        Model = drawn.Model with
        {
            Across = AcrossParameters.Joint,
            Limits = LimitParameters.None,
            Dynamic = DynamicParameters.None,
            Credit = CreditParameters.None,
            Counterparties = CounterpartyParameters.None,
        },
        Orders = [],
    };
}
