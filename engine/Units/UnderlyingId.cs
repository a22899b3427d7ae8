namespace Verifiable.Engine.Units;

/// <summary>An underlying: up to eight letters A-Z or digits, left-aligned and zero-padded.</summary>
/// <param name="Letters">The eight ASCII bytes, the first most significant.</param>
public readonly record struct UnderlyingId(ulong Letters)
{
    /// <summary>Most letters an underlying may have.</summary>
    public const int MaxLetters = 8;

    /// <summary>The identifier as a 32-byte word: the letters, then zeros.</summary>
    public Bytes32 Word => new(Letters, 0, 0, 0);

    /// <summary>Whether there is a first letter, only A-Z and 0-9, and no letter after padding.</summary>
    public bool IsWellFormed => AsciiName.IsWellFormed(Letters);

    /// <summary>The letters without padding.</summary>
    public override string ToString() => AsciiName.ToText(Letters);
}
