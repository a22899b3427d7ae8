using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>The first words of preimages, as on every machine: they tell kinds apart, and are no hashes to
/// check.</summary>
internal static class Tags
{
    internal static Bytes Rows() => Bytes.Hex("d3071283085a1d884e1e006b9da88c925005b0102898e353fc5926e4a84c4263");

    internal static Bytes Market() => Bytes.Hex("42e8281d97f69668be08125a9a89d167f8131ca2c7f3ab7b4572689b57ce7fc2");

    internal static Bytes Book() => Bytes.Hex("4cd0b26a404b4172ae4bc292e6c57e671248ac2e4634013ed110815dd60e5026");

    /// <summary>The preimage of no collateral: this vault's only asset is its cash.</summary>
    internal static Bytes NoCollateral() => Bytes.Hex(
        "435c81ccbbfdf04f8e46f755bbd105ff09090fb405eaee4170b6a89c2bf99d58"
        + "0000000000000000000000000000000000000000000000000000000000000000");

    /// <summary>The preimage of no rows.</summary>
    internal static Bytes NoRows() => Bytes.Hex(
        "d3071283085a1d884e1e006b9da88c925005b0102898e353fc5926e4a84c4263"
        + "0000000000000000000000000000000000000000000000000000000000000000");

    /// <summary>What fills an address up to a word.</summary>
    internal static Bytes TwelveZeros() => Bytes.Hex("000000000000000000000000");

    /// <summary>What fills eight bytes up to a word.</summary>
    internal static Bytes TwentyFourZeros() => Bytes.Hex("000000000000000000000000000000000000000000000000");
}
