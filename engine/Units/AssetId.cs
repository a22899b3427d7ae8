namespace Verifiable.Engine.Units;

/// <summary>A currency or collateral asset: up to six letters A-Z or digits, left-aligned and zero-padded.</summary>
/// <param name="Letters">The six ASCII bytes in the upper 48 bits, then sixteen zero bits.</param>
public readonly record struct AssetId(ulong Letters)
{
    /// <summary>Most letters an asset may have.</summary>
    public const int MaxLetters = 6;

    /// <summary>The identifier as a 32-byte word: the letters, then zeros.</summary>
    public Bytes32 Word => new(Letters, 0, 0, 0);

    /// <summary>Whether it is at most six letters A-Z or digits with nothing after padding.</summary>
    public bool IsWellFormed => (Letters & 0xFFFF) == 0 && AsciiName.IsWellFormed(Letters);

    /// <summary>Whether the name begins with USD: the dollar and the stable coins that stand for it.</summary>
    public bool IsDollar => Letters >> 40 == 0x555344;

    /// <summary>The letters without padding.</summary>
    public override string ToString() => AsciiName.ToText(Letters);
}
