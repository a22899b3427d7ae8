using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Verifiable.Attestation.Encoding;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Encoding;

public sealed class Eip1559TransactionTests(ITestOutputHelper output)
{
    private static readonly Eip1559Transaction Transfer = new()
    {
        ChainId = 31337,
        Nonce = 7,
        MaxPriorityFeePerGas = 1,
        MaxFeePerGas = 2,
        GasLimit = 21_000,
        To = Address.Parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
        Value = 3,
    };

    [VectorFact(VectorKind.TypedTransactions)]
    public void Sign_EthersTypeTwo_IsTheSignedTransaction()
    {
        List<JsonElement> rows = [.. TypedRows().Where(IsTypeTwo)];

        output.WriteLine($"{rows.Count} transactions of type 2");
        Assert.NotEmpty(rows);
        Assert.All(rows, AssertEthers);
    }

    [VectorFact(VectorKind.TypedTransactions)]
    public void Decode_EthersOtherTypes_Refuses()
    {
        List<JsonElement> rows = [.. TypedRows().Where(row => !IsTypeTwo(row))];

        output.WriteLine($"{rows.Count} transactions of other types");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => AssertRefused(Hex.Bytes(row, "signed")));
    }

    [VectorFact(VectorKind.LegacyTransactions)]
    public void Decode_EthereumTestsLegacy_Refuses()
    {
        // Their signatures are high and without a chain: what a type-2 client must not take for its own.
        List<JsonElement> rows =
            [.. VectorFile.Of(VectorKind.LegacyTransactions, output).SelectMany(file => file.Root.EnumerateArray())];

        output.WriteLine($"{rows.Count} transactions of type 0");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => AssertRefused(Hex.Bytes(row, "signed")));
    }

    [VectorFact(VectorKind.LegacyTransactions)]
    public void Rlp_EthereumTestsLegacy_CarriesTheSendersSignature()
    {
        List<JsonElement> rows =
            [.. VectorFile.Of(VectorKind.LegacyTransactions, output).SelectMany(file => file.Root.EnumerateArray())];

        Assert.All(rows, AssertLegacy);
    }

    [VectorFact(VectorKind.Differential)]
    public void Sign_ViemAndEthers_IsEqual()
    {
        List<JsonElement> rows = [.. VectorFile.Of(VectorKind.Differential, output)
            .SelectMany(file => file.Root.GetProperty("tx1559").EnumerateArray())];

        output.WriteLine($"{rows.Count} transactions");
        Assert.NotEmpty(rows);
        Assert.All(rows, AssertDifferential);
    }

    [VectorFact(VectorKind.TransactionTests)]
    public void Decode_EthereumTests_AcceptsAndRefusesAsTheForkDoes()
    {
        List<JsonProperty> rows = [.. VectorFile.Of(VectorKind.TransactionTests, output)
            .SelectMany(file => file.Root.EnumerateObject())];

        output.WriteLine($"{rows.Count} transactions");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => AssertFork(row.Value));
    }

    [Fact]
    public void Sign_FeeOutsideAWord_Refuses()
    {
        AssertRefused(Transfer with { MaxFeePerGas = BigInteger.One << 256 }, "maxFeePerGas");
        AssertRefused(Transfer with { MaxPriorityFeePerGas = BigInteger.MinusOne }, "maxPriorityFeePerGas");
        AssertRefused(Transfer with { Value = BigInteger.One << 256 }, "value");
    }

    [Fact]
    public void Sign_FeesOrNonceThatNoBlockTakes_Refuses()
    {
        AssertRefused(Transfer with { MaxPriorityFeePerGas = 3 }, "maxPriorityFeePerGas");
        AssertRefused(Transfer with { MaxFeePerGas = BigInteger.One << 255 }, "maxFeePerGas");
        AssertRefused(Transfer with { Nonce = ulong.MaxValue }, "nonce");
    }

    [Theory]
    [InlineData(5, "13 bytes of address")]
    [InlineData(8, "one member")]
    public void Decode_FieldOfAnotherShape_Refuses(int field, string reason)
    {
        using PrivateKey key = PrivateKey.Generate();
        List<RlpItem> fields = [.. Rlp.Decode(Transfer.Sign(key).Raw[1..]).Items];

        fields[field] = field == 5
            ? RlpItem.OfBytes(new byte[13])
            : RlpItem.OfList([RlpItem.OfList([RlpItem.OfBytes(new byte[20])])]);

        output.WriteLine(reason);
        AssertRefused([2, .. Rlp.Encode(RlpItem.OfList(fields))]);
    }

    private IEnumerable<JsonElement> TypedRows() =>
        VectorFile.Of(VectorKind.TypedTransactions, output).SelectMany(file => file.Root.EnumerateArray());

    private static bool IsTypeTwo(JsonElement row) => row.GetProperty("tx").GetProperty("type").GetInt32() == 2;

    private static void AssertEthers(JsonElement row)
    {
        using PrivateKey key = new(Hex.Bytes(row, "key"));
        Eip1559Transaction transaction = Read(row.GetProperty("tx"), gasName: "gasLimit");

        SignedTransaction signed = transaction.Sign(key);

        Assert.Equal(row.GetProperty("signed").GetString(), Hex.Text(signed.Raw.Span));
        Assert.Equal(Keccak256.Hash(Hex.Bytes(row, "unsigned")), transaction.SigningHash());
        Assert.Equal(Hex.Text(Hex.Bytes(row, "address")), Hex.Text(signed.Sender.ToArray()));
        AssertRoundTrip(signed);
    }

    private static void AssertDifferential(JsonElement row)
    {
        using PrivateKey key = new(Hex.Bytes(row, "privateKey"));

        SignedTransaction signed = Read(row.GetProperty("tx"), gasName: "gas").Sign(key);

        Assert.Equal(row.GetProperty("raw").GetString(), Hex.Text(signed.Raw.Span));
        Assert.Equal(row.GetProperty("hash").GetString(), signed.Hash.ToString());
        AssertRoundTrip(signed);
    }

    private static void AssertRoundTrip(SignedTransaction signed)
    {
        SignedTransaction decoded = Eip1559Transaction.Decode(signed.Raw);

        Assert.Equal(signed.Sender, decoded.Sender);
        Assert.Equal(signed.Signature, decoded.Signature);
        Assert.Equal(signed.Hash, decoded.Hash);
        Assert.Equal(signed.Transaction.SigningHash(), decoded.Transaction.SigningHash());
    }

    /// <summary>The unsigned form with v, r, s empty hashes to what the signature recovers from.</summary>
    private static void AssertLegacy(JsonElement row)
    {
        using PrivateKey key = new(Hex.Bytes(row, "key"));
        IReadOnlyList<RlpItem> signed = Rlp.Decode(Hex.Bytes(row, "signed")).Items;
        IReadOnlyList<RlpItem> unsigned = Rlp.Decode(Hex.Bytes(row, "unsigned")).Items;
        Bytes32 digest = Keccak256.Hash(Rlp.Encode(RlpItem.OfList([.. signed.Take(6)])));
        bool high = signed[8].ToNumber(32, "s") > Order / 2;
        BigInteger s = high ? Order - signed[8].ToNumber(32, "s") : signed[8].ToNumber(32, "s");
        bool odd = signed[6].ToNumber(1, "v") == 28;

        Assert.Equal(
            unsigned.Take(6).Select(item => Hex.Text(item.Bytes.Span)),
            signed.Take(6).Select(item => Hex.Text(item.Bytes.Span)));
        Assert.Equal(key.Address, Secp256k1.Recover(digest, new RecoverableSignature(
            Hex.Word(signed[7].Bytes.Span),
            Hex.Word(s.ToByteArray(isUnsigned: true, isBigEndian: true)),
            (byte)(odd != high ? 1 : 0))));
    }

    private static void AssertFork(JsonElement row)
    {
        JsonElement result = row.GetProperty("result").GetProperty("Cancun");
        byte[] raw = Hex.Bytes(row, "txbytes");
        if (result.TryGetProperty("exception", out _))
        {
            AssertRefused(raw);
            return;
        }

        SignedTransaction decoded = Eip1559Transaction.Decode(raw);

        Assert.Equal(result.GetProperty("hash").GetString(), decoded.Hash.ToString());
        Assert.Equal(result.GetProperty("sender").GetString(), Hex.Text(decoded.Sender.ToArray()));
    }

    private static void AssertRefused(byte[] raw) => Assert.Equal(
        ErrorCode.TransactionMalformed, Assert.Throws<MarginException>(() => Eip1559Transaction.Decode(raw)).Code);

    private static void AssertRefused(Eip1559Transaction transaction, string path)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => transaction.SigningHash());

        Assert.Equal(ErrorCode.TransactionMalformed, refusal.Code);
        Assert.Equal(path, refusal.Path);
    }

    private static Eip1559Transaction Read(JsonElement tx, string gasName) => new()
    {
        ChainId = (ulong)Number(tx, "chainId"),
        Nonce = (ulong)Number(tx, "nonce"),
        MaxPriorityFeePerGas = Number(tx, "maxPriorityFeePerGas"),
        MaxFeePerGas = Number(tx, "maxFeePerGas"),
        GasLimit = (ulong)Number(tx, gasName),
        To = tx.TryGetProperty("to", out JsonElement to) ? Address.Read(Hex.Bytes(to.GetString()!)) : null,
        Value = Number(tx, "value"),
        Data = tx.TryGetProperty("data", out JsonElement data) ? Hex.Bytes(data.GetString()!) : default,
        AccessList = tx.TryGetProperty("accessList", out JsonElement list)
            ? [.. list.EnumerateArray().Select(Entry)]
            : [],
    };

    private static AccessListEntry Entry(JsonElement entry) => new(
        Address.Read(Hex.Bytes(entry, "address")),
        [.. entry.GetProperty("storageKeys").EnumerateArray().Select(key => Hex.Word(Hex.Bytes(key.GetString()!)))]);

    private static BigInteger Number(JsonElement tx, string member)
    {
        string text = tx.TryGetProperty(member, out JsonElement value) ? value.ToString() : "0";
        return text.StartsWith("0x", StringComparison.Ordinal)
            ? BigInteger.Parse($"0{text[2..]}", NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }

    // SEC 2 version 2, section 2.4.1.
    private static BigInteger Order => BigInteger.Parse(
        "0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);
}
