using System.Collections.Immutable;

namespace Verifiable.Documents;

/// <summary>The words of a model's optional members, each at the index of its enumeration member.</summary>
internal static class ExtensionNames
{
    /// <summary>Rules across underlyings.</summary>
    internal static readonly ImmutableArray<string> AcrossRules =
        ["jointScenario", "sumOfWorsts", "sumOfWorstsWithCredit"];

    /// <summary>What a tail measure is at least.</summary>
    internal static readonly ImmutableArray<string> Minimums = ["worst"];
}
