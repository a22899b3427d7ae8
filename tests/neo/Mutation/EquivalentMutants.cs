using System.Collections.Generic;
using System.IO;
using System.Linq;
using Verifiable.Tests.Neo.Kernel;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Neo.Mutation;

/// <summary>The mutants that change no result: each is listed with its reason in EquivalentMutants.txt.</summary>
internal static class EquivalentMutants
{
    private static readonly Dictionary<string, string> Reasons = File
        .ReadLines(Path.Combine(ReferenceData.Root, "tests", "neo", "Mutation", "EquivalentMutants.txt"))
        .Where(static line => line.Length > 0 && line[0] != '#')
        .Select(static line => line.Split(" : "))
        .ToDictionary(static parts => parts[0], static parts => parts[1]);

    /// <summary>Every line: the mutant's name and its reason.</summary>
    internal static IReadOnlyDictionary<string, string> All => Reasons;

    /// <summary>The reason, or null where a survivor is a fault of the tests.</summary>
    internal static string? ReasonFor(Mutant mutant) => Reasons.GetValueOrDefault(NameOf(mutant));

    /// <summary>Fragment, the instruction's number in it, and the change: what a new build keeps.</summary>
    internal static string NameOf(Mutant mutant)
    {
        (string fragment, int index) = KernelScript.PlaceOf(mutant.Offset);
        return $"{fragment} {index} {mutant.From} -> {mutant.To}";
    }
}
