using Verifiable.Neo.Script;

namespace Verifiable.Neo.Translation;

/// <summary>One value of the evaluation stack during translation.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Range">The numbers that it can be.</param>
internal readonly record struct StackValue(ValueKind Kind, Interval Range)
{
    private const int NotPushed = -1;

    /// <summary>The index of the instruction that pushed it, where that is a constant's only instruction.</summary>
    internal int PushedAt { get; init; } = NotPushed;

    /// <summary>The constants of a table.</summary>
    internal Fragment? Table { get; init; }

    /// <summary>The name of an opaque type.</summary>
    internal string TypeName { get; init; } = string.Empty;

    /// <summary>The same value where paths join: how it came there is not known any more.</summary>
    internal StackValue Joined => this with { PushedAt = NotPushed };
}
