using System.Collections.Immutable;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;

namespace Verifiable.Tests.Conformance.Margin;

/// <summary>The hint of a case's totals.</summary>
internal static class TailHint
{
    internal static long Of(MarginCase inputs, ImmutableArray<Money> totals) =>
        Attestation.Evidence.TailHint.Of(inputs.Model, inputs.Scenarios, totals);
}
