using System.Collections.Generic;
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

    /// <summary>Books of one model; of every other pair of models in markets that no listing accepts.</summary>
    internal static IEnumerable<MarginCase> Books(Seeded seeded, int model, int count)
    {
        CaseGenerator cases = new(seeded);
        Absurdity absurdity = new(seeded);
        bool isAbsurd = model % 4 >= 2;
        MarginCase sane = Of(model % 2 == 0 ? cases.Next() : new MeasuredCaseGenerator(seeded).Next());
        MarginCase first = isAbsurd ? absurdity.Of(sane) : sane;

        // A registry refuses a set without any factor.
        first = first.Scenarios.Factors.IsEmpty ? first with { Scenarios = sane.Scenarios } : first;
        yield return first;
        for (int book = 1; book < count; book++)
        {
            MarginCase another = cases.Another(sane);
            MarginCase drawn = isAbsurd ? absurdity.Of(another) : another;
            yield return drawn with { Model = first.Model, Scenarios = first.Scenarios };
        }
    }

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
