using System.Numerics;
using Verifiable.Chain.Protocol;
using Verifiable.Engine.Units;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Protocol;

/// <summary>An amount in the vault's units and in the token's is the same amount, and exact.</summary>
public sealed class VaultAssetTests
{
    // 1.25 of a token: of 6 decimals 1,250,000 base units, of 8 125,000,000, of 18 1.25e18; raw 125,000,000 in all.
    [Theory]
    [InlineData(6, 6, 1_250_000, "1250000")]
    [InlineData(8, 8, 125_000_000, "125000000")]
    [InlineData(18, 8, 125_000_000, "1250000000000000000")]
    [InlineData(0, 0, 1, "1")]
    public void Amount_InPlaces_IsExactInBothUnits(byte decimals, int places, long amount, string tokens)
    {
        VaultAsset asset = new(1, new AssetId(0x4554480000000000), default, decimals);

        Assert.Equal(places, asset.Places);
        Assert.Equal(BigInteger.Parse(tokens), asset.ToToken(amount));
        Assert.Equal(decimals == 0 ? 100_000_000UL : 125_000_000UL, asset.ToRaw(amount));
    }
}
