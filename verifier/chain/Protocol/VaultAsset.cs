using System;
using System.Numerics;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>A collateral asset of a vault's table.</summary>
/// <param name="Index">Its place; the cash asset has 0.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Token">Its token.</param>
/// <param name="Decimals">The token's own decimals, 0 to 18.</param>
public sealed record VaultAsset(byte Index, AssetId Asset, Address Token, byte Decimals)
{
    /// <summary>The places that both the vault's 1e-8 and the token can express.</summary>
    public int Places => int.Min(Quantity.Decimals, Decimals);

    /// <summary>An amount of <see cref="Places"/> places in the vault's 1e-8. Exact.</summary>
    public UInt128 ToRaw(long amount) => (UInt128)(amount * BigInteger.Pow(10, Quantity.Decimals - Places));

    /// <summary>An amount of <see cref="Places"/> places in the token's base units. Exact.</summary>
    public BigInteger ToToken(long amount) => amount * BigInteger.Pow(10, Decimals - Places);
}
