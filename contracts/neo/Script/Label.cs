namespace Verifiable.Neo.Script;

/// <summary>A place of a fragment that jumps and calls name before it is known.</summary>
internal sealed class Label
{
    /// <summary>The fragment that holds the place.</summary>
    internal Fragment? Fragment { get; set; }

    /// <summary>The index of the instruction at the place.</summary>
    internal int Index { get; set; }
}
