using System.Linq;

namespace Verifiable.Documents.Json;

/// <summary>The members of one JSON object: which it must have and which it may have.</summary>
internal sealed class JsonShape
{
    private readonly int _requiredCount;

    /// <summary>A shape of required and optional members; at most 64 together.</summary>
    internal JsonShape(string[] required, string[] optional)
    {
        _requiredCount = required.Length;
        Names = [.. required, .. optional];
        Accepted = $"the members {string.Join(", ", Names)}";
    }

    /// <summary>A shape whose members are all required.</summary>
    internal JsonShape(params string[] required)
        : this(required, [])
    {
    }

    /// <summary>Every member's name, the required ones first.</summary>
    internal string[] Names { get; }

    /// <summary>The members as a phrase for a refusal.</summary>
    internal string Accepted { get; }

    /// <summary>The first required member that is not in the set of seen ones, or null.</summary>
    internal string? FirstMissing(ulong seen) =>
        Names.Take(_requiredCount).Where((_, index) => (seen >> index & 1) == 0).FirstOrDefault();
}
