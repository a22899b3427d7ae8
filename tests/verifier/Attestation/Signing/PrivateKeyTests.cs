using System;
using Verifiable.Attestation.Signing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class PrivateKeyTests
{
    // The first accounts of the mnemonic "test test ... junk", known from every local node.
    [Theory]
    [InlineData(
        "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")]
    [InlineData(
        "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
        "0x70997970C51812dc3A010C7d01b50e0d17dc79C8")]
    public void Address_KnownKey_IsTheKnownAddress(string secret, string address)
    {
        using PrivateKey key = new(Hex.Bytes(secret));

        Assert.Equal(address, key.Address.ToString());
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000001")]
    public void Create_OutsideTheRange_RefusesWithoutTheBytes(string secret)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => new PrivateKey(Hex.Bytes(secret)));

        Assert.Equal(ErrorCode.KeyOutOfRange, refusal.Code);
        Assert.DoesNotContain(secret, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OrderLessOne_IsAKey()
    {
        using PrivateKey key = new(Hex.Bytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140"));

        // -G: the address of the base point's negative, as eth-keys prints it.
        Assert.Equal("0x80C0dbf239224071c59dD8970ab9d542E3414aB2", key.Address.ToString());
    }

    [Fact]
    public void Generate_Twice_GivesDifferentKeys()
    {
        using PrivateKey first = PrivateKey.Generate();
        using PrivateKey second = PrivateKey.Generate();

        Assert.NotEqual(first.Address, second.Address);
    }

    [Fact]
    public void CopyTo_ThenCreate_IsTheSameKey()
    {
        using PrivateKey key = PrivateKey.Generate();
        byte[] secret = new byte[PrivateKey.Length];

        key.CopyTo(secret);
        using PrivateKey copy = new(secret);

        Assert.Equal(key.Address, copy.Address);
    }

    [Fact]
    public void Dispose_Key_NeitherSignsNorCopies()
    {
        PrivateKey key = PrivateKey.Generate();

        key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Secp256k1.Sign(default(Bytes32), key));
        Assert.Throws<ObjectDisposedException>(() => key.CopyTo(new byte[PrivateKey.Length]));
    }

    [Fact]
    public void ToString_Key_NamesTheAddressAlone()
    {
        using PrivateKey key = new(Hex.Bytes("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"));

        Assert.Equal("private key of 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", key.ToString());
    }
}
