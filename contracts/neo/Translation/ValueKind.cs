namespace Verifiable.Neo.Translation;

/// <summary>What a value of the evaluation stack is, to the translator.</summary>
internal enum ValueKind
{
    /// <summary>An int, a bool or the number of an enumeration's member.</summary>
    Int32,

    /// <summary>A long.</summary>
    Int64,

    /// <summary>An Int128.</summary>
    Int128,

    /// <summary>An array of long, read only.</summary>
    LongArray,

    /// <summary>A table of constants; nothing is on the machine's stack.</summary>
    Table,

    /// <summary>A type of the contract framework, or a string: the machine's own bytes, arrays and handles.</summary>
    Opaque,
}
