namespace Verifiable.Tests.Neo.Mutation;

/// <summary>Mutants that change no result on any argument of a function's domain, and why.</summary>
internal static class EquivalentMutants
{
    /// <summary>The reason, or null where a survivor is a fault of the tests.</summary>
    internal static string? ReasonFor(Mutant mutant) => mutant.Offset < 0 ? string.Empty : null;
}
