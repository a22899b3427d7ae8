using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class Secp256k1Tests(ITestOutputHelper output)
{
    // SEC 2 version 2, section 2.4.1.
    private const string OrderHex = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    // go-ethereum's Key of the web3.js documentation: web3.eth.accounts.sign('Some data', ...).
    private static readonly Bytes32 SomeDataDigest =
        Hex.Word(Hex.Bytes("0x1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655"));

    [Fact]
    public void Sign_DocumentedMessage_IsTheDocumentedSignature()
    {
        using PrivateKey key = new(Hex.Bytes("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"));

        RecoverableSignature signature = Secp256k1.Sign(SomeDataDigest, key);

        Assert.Equal("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23", key.Address.ToString());
        Assert.Equal(
            "0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
            + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c",
            Hex.Text(signature.ToBytes()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Recover_HighS_Refuses(byte parity)
    {
        using PrivateKey key = new(Hex.Bytes(new string('1', 64)));
        RecoverableSignature low = Secp256k1.Sign(SomeDataDigest, key);
        RecoverableSignature high = low with { S = Negate(low.S), Parity = parity };

        MarginException refusal = Assert.Throws<MarginException>(() => Secp256k1.Recover(SomeDataDigest, high));

        Assert.Equal(ErrorCode.SignatureRejected, refusal.Code);
    }

    [Theory]
    [InlineData("00", "01", 0)]
    [InlineData("01", "00", 0)]
    [InlineData(OrderHex, "01", 0)]
    [InlineData("01", OrderHex, 0)]
    [InlineData("01", "01", 2)]
    [InlineData("01", "01", 255)]
    [InlineData("05", "01", 0)]
    public void TryRecover_PartOutsideItsDomain_Refuses(string r, string s, byte parity)
    {
        // 5 is the smallest x without a point: 5^3 + 7 = 132 is no square modulo p.
        RecoverableSignature signature = new(Hex.Word(Hex.Bytes(r)), Hex.Word(Hex.Bytes(s)), parity);

        bool recovered = Secp256k1.TryRecover(SomeDataDigest, signature, out Address signer);

        Assert.False(recovered);
        Assert.Equal(default, signer);
    }

    [Fact]
    public void TryRecover_SignatureOfThePointAtInfinity_Refuses()
    {
        // With R = G, r = x(G) and s = digest, the key would be r^-1 (s R - digest G) = 0 G.
        Bytes32 digest = Hex.Word(Hex.Bytes("01"));
        Bytes32 baseX = Hex.Word(Hex.Bytes("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"));

        bool recovered = Secp256k1.TryRecover(digest, new RecoverableSignature(baseX, digest, 0), out _);

        Assert.False(recovered);
    }

    [Fact]
    public void Verify_AnotherDigestOrSigner_IsFalse()
    {
        using PrivateKey key = new(Hex.Bytes(new string('1', 64)));
        using PrivateKey other = new(Hex.Bytes(new string('2', 64)));
        RecoverableSignature signature = Secp256k1.Sign(SomeDataDigest, key);

        Assert.True(Secp256k1.Verify(SomeDataDigest, signature, key.Address));
        Assert.False(Secp256k1.Verify(SomeDataDigest, signature, other.Address));
        Assert.False(Secp256k1.Verify(SomeDataDigest with { Fourth = 0 }, signature, key.Address));
    }

    [NativeFact]
    public void Sign_RandomKeysAndDigests_EqualsLibsecp256k1()
    {
        Seeded random = Seeded.Printed(output);

        List<string> differing = [.. Enumerable.Range(0, 2_000).Select(_ => SignBoth(random)).OfType<string>()];

        Assert.Empty(differing);
    }

    [NativeFact]
    public void TryRecover_RandomParts_EqualsLibsecp256k1()
    {
        Seeded random = Seeded.Printed(output);

        List<string> differing = [.. Enumerable.Range(0, 4_000).Select(_ => RecoverBoth(random)).OfType<string>()];

        Assert.Empty(differing);
    }

    private static string? SignBoth(Seeded random)
    {
        byte[] secret = random.Bytes(PrivateKey.Length);
        Bytes32 digest = Bytes32.Read(random.Bytes(Bytes32.Length));
        using PrivateKey key = new(secret);

        RecoverableSignature ours = Secp256k1.Sign(digest, key);
        (byte[] compact, int recoveryId) = NativeSecp256k1.Sign(digest, secret);

        bool equal = ours == new RecoverableSignature(
            Bytes32.Read(compact), Bytes32.Read(compact.AsSpan(Bytes32.Length)), (byte)recoveryId);
        return equal ? null : $"key {Hex.Text(secret)} digest {digest}";
    }

    /// <summary>Random r and low s: about half have a point, and each such pair recovers to some key.</summary>
    private static string? RecoverBoth(Seeded random)
    {
        Bytes32 digest = Bytes32.Read(random.Bytes(Bytes32.Length));
        Bytes32 r = Bytes32.Read(random.Bytes(Bytes32.Length));
        Bytes32 s = Bytes32.Read(random.Bytes(Bytes32.Length));
        RecoverableSignature signature = new(r, s with { First = s.First >> 2 }, (byte)(random.Coin() ? 1 : 0));

        bool recovered = Secp256k1.TryRecover(digest, signature, out Address signer);
        byte[] publicKey = NativeSecp256k1.Recover(
            digest, [.. signature.R.ToArray(), .. signature.S.ToArray()], signature.Parity);

        bool equal = recovered
            ? publicKey.Length > 0 && signer == Address.Read(Keccak256.Hash(publicKey).ToArray().AsSpan(12))
            : publicKey.Length == 0;
        return equal ? null : $"{signature} digest {digest}";
    }

    private static Bytes32 Negate(Bytes32 scalar)
    {
        BigInteger order = new(Hex.Bytes(OrderHex), isUnsigned: true, isBigEndian: true);
        BigInteger number = new(scalar.ToArray(), isUnsigned: true, isBigEndian: true);
        return Hex.Word((order - number).ToByteArray(isUnsigned: true, isBigEndian: true));
    }
}
