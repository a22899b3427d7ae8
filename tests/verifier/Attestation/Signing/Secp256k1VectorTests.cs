using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class Secp256k1VectorTests(ITestOutputHelper output)
{
    // SEC 2 version 2, section 2.4.1.
    private static readonly BigInteger Order = Number(
        Hex.Bytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));

    private static readonly BigInteger FieldPrime = Number(
        Hex.Bytes("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"));

    [VectorFact(VectorKind.WycheproofEcdsa)]
    public void Verify_Wycheproof_AcceptsTheValidAndRefusesTheRest()
    {
        List<(string Name, string Outcome)> cases = [.. VectorFile.Of(VectorKind.WycheproofEcdsa, output)
            .SelectMany(file => file.Root.GetProperty("testGroups").EnumerateArray())
            .SelectMany(group => group.GetProperty("tests").EnumerateArray().Select(test => Judge(group, test)))];

        Print(cases.CountBy(row => row.Outcome));
        Assert.NotEmpty(cases);
        Assert.DoesNotContain(cases, row => row.Outcome == "wrong");
    }

    [VectorFact(VectorKind.SignatureTriples)]
    public void Sign_Noble_IsTheDeterministicSignature()
    {
        List<JsonElement> rows = [.. VectorFile.Of(VectorKind.SignatureTriples, output).SelectMany(file =>
            file.Root.GetProperty("valid").EnumerateArray()
                .Concat(file.Root.GetProperty("extraEntropy").EnumerateArray()))];

        List<string> differing = [.. rows.Where(row => !SignsTo(row)).Select(row => row.ToString())];

        output.WriteLine($"{rows.Count} signatures");
        Assert.NotEmpty(rows);
        Assert.Empty(differing);
    }

    [VectorFact(VectorKind.SignatureTriples)]
    public void PrivateKey_NobleOutOfRange_Refuses()
    {
        List<JsonElement> rows = [.. VectorFile.Of(VectorKind.SignatureTriples, output)
            .SelectMany(file => file.Root.GetProperty("invalid").GetProperty("sign").EnumerateArray())];

        output.WriteLine($"{rows.Count} keys");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(
            ErrorCode.KeyOutOfRange,
            Assert.Throws<MarginException>(() => new PrivateKey(Hex.Bytes(row, "d"))).Code));
    }

    [VectorFact(VectorKind.SignatureTriples)]
    public void TryRecover_NobleRefused_NeverGivesTheKey()
    {
        // Most rows name a public key that is no point; a recovered key is one, so it must differ from the row's.
        List<JsonElement> rows = [.. VectorFile.Of(VectorKind.SignatureTriples, output)
            .SelectMany(file => file.Root.GetProperty("invalid").GetProperty("verify").EnumerateArray())];

        output.WriteLine($"{rows.Count} signatures");
        Assert.NotEmpty(rows);
        Assert.DoesNotContain(rows, row => Parities(row).Any(signature =>
            Secp256k1.Verify(Hex.Word(row, "m"), signature, KeyAddress(Hex.Bytes(row, "Q")))));
    }

    [VectorFact(VectorKind.DeterministicNonces)]
    public void Nonces_Noble_AreThoseOfRfc6979()
    {
        List<JsonElement> rows =
            [.. VectorFile.Of(VectorKind.DeterministicNonces, output).SelectMany(file => file.Root.EnumerateArray())];

        output.WriteLine($"{rows.Count} keys and messages");
        Assert.NotEmpty(rows);
        Assert.All(rows, AssertNonces);
    }

    [VectorFact(VectorKind.KeyAddresses)]
    public void PrivateKey_EthereumTests_HasTheAddress()
    {
        List<JsonElement> rows =
            [.. VectorFile.Of(VectorKind.KeyAddresses, output).SelectMany(file => file.Root.EnumerateArray())];

        output.WriteLine($"{rows.Count} keys");
        Assert.NotEmpty(rows);
        Assert.All(rows, AssertKeyAddress);
    }

    [VectorFact(VectorKind.Differential)]
    public void Sign_ViemAndEthers_AreEqual()
    {
        List<JsonElement> rows = [.. VectorFile.Of(VectorKind.Differential, output)
            .SelectMany(file => file.Root.GetProperty("sig").EnumerateArray())];

        output.WriteLine($"{rows.Count} signatures");
        Assert.NotEmpty(rows);
        Assert.All(rows, AssertDifferential);
    }

    private static (string Name, string Outcome) Judge(JsonElement group, JsonElement test)
    {
        string name = $"{group.GetProperty("type")} {test.GetProperty("tcId")} {test.GetProperty("comment")}";
        bool isValid = test.GetProperty("result").GetString() == "valid";
        bool bitcoin = group.GetProperty("type").GetString() == "EcdsaBitcoinVerify";
        byte[] encoded = Hex.Bytes(test, "sig");
        bool parsed = group.GetProperty("type").GetString() == "EcdsaP1363Verify"
            ? TryReadPlain(encoded, out BigInteger r, out BigInteger s)
            : TryReadDer(encoded, out r, out s);
        if (!parsed || !IsScalar(r) || !IsScalar(s))
        {
            return (name, isValid ? "wrong" : "refused: not two scalars");
        }

        byte[] publicKey = Hex.Bytes(group.GetProperty("publicKey"), "uncompressed");
        Address signer = Address.Read(Keccak256.Hash(publicKey.AsSpan(1)).ToArray().AsSpan(12));
        Bytes32 digest = Bytes32.Read(SHA256.HashData(Hex.Bytes(test, "msg")));
        bool high = s > Order / 2;
        if (high && Accepts(digest, r, s, signer))
        {
            return (name, "wrong");
        }

        bool accepted = (!high || !bitcoin) && Accepts(digest, r, high ? Order - s : s, signer);
        return (name, (accepted, isValid) switch
        {
            (true, true) => high ? "accepted with s negated, refused with high s" : "accepted",
            (false, false) => "refused",

            // r = x - n: Ethereum's v 27 and 28 cannot say that x lies above the order.
            (false, true) when r + Order < FieldPrime => "refused: x above the order has no Ethereum form",
            _ => "wrong",
        });
    }

    private static bool Accepts(Bytes32 digest, BigInteger r, BigInteger s, Address signer) =>
        Secp256k1.Verify(digest, new RecoverableSignature(Word(r), Word(s), 0), signer)
        || Secp256k1.Verify(digest, new RecoverableSignature(Word(r), Word(s), 1), signer);

    private static bool TryReadPlain(byte[] encoded, out BigInteger r, out BigInteger s)
    {
        bool sized = encoded.Length == 2 * Bytes32.Length;
        r = sized ? Number(encoded.AsSpan(0, Bytes32.Length)) : 0;
        s = sized ? Number(encoded.AsSpan(Bytes32.Length)) : 0;
        return sized;
    }

    private static bool TryReadDer(byte[] encoded, out BigInteger r, out BigInteger s)
    {
        r = 0;
        s = 0;
        try
        {
            AsnReader reader = new(encoded, AsnEncodingRules.DER);
            AsnReader sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            r = sequence.ReadInteger();
            s = sequence.ReadInteger();
            sequence.ThrowIfNotEmpty();
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool SignsTo(JsonElement row)
    {
        using PrivateKey key = new(Hex.Bytes(row, "d"));
        RecoverableSignature signature = Secp256k1.Sign(Hex.Word(row, "m"), key);
        return Hex.Bytes(row, "signature").AsSpan().SequenceEqual(signature.ToBytes().AsSpan(0, 64))
            && Secp256k1.Recover(Hex.Word(row, "m"), signature) == key.Address;
    }

    private static IEnumerable<RecoverableSignature> Parities(JsonElement row)
    {
        byte[] signature = Hex.Bytes(row, "signature");
        Bytes32 r = Bytes32.Read(signature);
        Bytes32 s = Bytes32.Read(signature.AsSpan(Bytes32.Length));
        return [new RecoverableSignature(r, s, 0), new RecoverableSignature(r, s, 1)];
    }

    /// <summary>
    /// An address of the key's bytes as they stand; a compressed key is expanded where it is a point.
    /// </summary>
    private static Address KeyAddress(byte[] publicKey)
    {
        BigInteger x = Number(publicKey.AsSpan(1, Bytes32.Length));
        BigInteger root = BigInteger.ModPow((x * x * x) + 7, (FieldPrime + 1) / 4, FieldPrime);
        BigInteger y = root.IsEven == (publicKey[0] == 2) ? root : FieldPrime - root;
        byte[] coordinates = publicKey.Length == 1 + (2 * Bytes32.Length)
            ? publicKey[1..]
            : [.. publicKey[1..33], .. Word(y).ToArray()];
        return Address.Read(Keccak256.Hash(coordinates).ToArray().AsSpan(12));
    }

    private static void AssertNonces(JsonElement row)
    {
        byte[] digest = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(row.GetProperty("message").GetString()!));
        byte[] secret = Hex.Bytes(row, "d");
        using PrivateKey key = new(secret);
        RecoverableSignature signature = Secp256k1.Sign(Bytes32.Read(digest), key);
        BigInteger s = Number(signature.S.ToArray());
        BigInteger numerator = Number(digest) + (Number(signature.R.ToArray()) * Number(secret));

        // k s = hash + r d, where a negated s means a negated k.
        BigInteger nonce = numerator * BigInteger.ModPow(s, Order - 2, Order) % Order;
        BigInteger expected = Number(Hex.Bytes(row, "k0"));
        Assert.True(nonce == expected || nonce == Order - expected);

        // The later nonces are asked for only when a nonce does not serve, which no known input does.
        DeterministicNonces nonces = new(secret, Bytes32.Read(digest));
        string[] first16 = [.. Enumerable.Range(0, 16).Select(_ => nonces.Next().ToString(16).PadLeft(64, '0'))];
        Assert.Equal(row.GetProperty("k0").GetString(), first16[0]);
        Assert.Equal(row.GetProperty("k1").GetString(), first16[1]);
        Assert.Equal(row.GetProperty("k15").GetString(), first16[15]);
    }

    /// <remarks>
    /// The rows' <c>sig_of_emptystring</c> is left out: its digest is not named, and it recovers to the key under none
    /// of Keccak, SHA-256, SHA-3 and doubled hashes of nothing (other clients skip it too).
    /// </remarks>
    private static void AssertKeyAddress(JsonElement row)
    {
        using PrivateKey key = new(Hex.Bytes(row, "key"));
        string seed = row.GetProperty("seed").GetString()!;

        Assert.Equal(Hex.Word(row, "key"), Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(seed)));
        Assert.Equal(Hex.Text(Hex.Bytes(row, "addr")), Hex.Text(key.Address.ToArray()));
    }

    private static void AssertDifferential(JsonElement row)
    {
        using PrivateKey key = new(Hex.Bytes(row, "privateKey"));

        RecoverableSignature signature = Secp256k1.Sign(Hex.Word(row, "hash"), key);

        Assert.Equal(row.GetProperty("address").GetString(), key.Address.ToString());
        Assert.Equal(
            new RecoverableSignature(Hex.Word(row, "r"), Hex.Word(row, "s"), row.GetProperty("yParity").GetByte()),
            signature);
    }

    private void Print(IEnumerable<KeyValuePair<string, int>> counts) =>
        output.WriteLine(string.Join("\n", counts.Select(count => $"{count.Value,5} {count.Key}")));

    private static bool IsScalar(BigInteger number) => number.Sign > 0 && number < Order;

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static Bytes32 Word(BigInteger number) => Hex.Word(number.ToByteArray(isUnsigned: true, isBigEndian: true));
}
