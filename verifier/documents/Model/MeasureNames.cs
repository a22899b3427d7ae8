using System.Collections.Immutable;

namespace Verifiable.Documents;

/// <summary>The words for measures, each at the index of its enumeration member.</summary>
internal static class MeasureNames
{
    /// <summary>Kinds of measures.</summary>
    internal static readonly ImmutableArray<string> Kinds = ["scan", "expectedShortfall", "valueAtRisk"];

    /// <summary>One ratio unit in millionths: levels are kept as whole millionths.</summary>
    internal const long RawPerPpm = 1_000_000;
}
