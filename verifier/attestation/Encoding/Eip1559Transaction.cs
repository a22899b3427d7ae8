using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Encoding;

/// <summary>A transaction of type 2 (EIP-1559); amounts are in wei.</summary>
/// <remarks>Compare transactions by <see cref="SigningHash"/>: record equality compares lists by reference.</remarks>
public sealed record Eip1559Transaction
{
    private const byte Type = 2;
    private static readonly BigInteger WordLimit = BigInteger.One << 256;

    /// <summary>The chain that may execute it.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The number of transactions the sender sent before; below 2^64 - 1 (EIP-2681).</summary>
    public required ulong Nonce { get; init; }

    /// <summary>The most that the block's producer receives per gas; 0 to 2^256 - 1.</summary>
    public required BigInteger MaxPriorityFeePerGas { get; init; }

    /// <summary>The most that the sender pays per gas; 0 to 2^256 - 1.</summary>
    public required BigInteger MaxFeePerGas { get; init; }

    /// <summary>The most gas it may use.</summary>
    public required ulong GasLimit { get; init; }

    /// <summary>The callee; null creates a contract.</summary>
    public required Address? To { get; init; }

    /// <summary>The wei that move with it; 0 to 2^256 - 1.</summary>
    public BigInteger Value { get; init; } = BigInteger.Zero;

    /// <summary>The call's bytes, or the creation code.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The announced addresses and storage keys.</summary>
    public IReadOnlyList<AccessListEntry> AccessList { get; init; } = [];

    /// <summary>The digest that the sender signs.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.TransactionMalformed"/>.</exception>
    public Bytes32 SigningHash() => Keccak256.Hash(Envelope(Fields()));

    /// <summary>The signed transaction.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.TransactionMalformed"/>.</exception>
    public SignedTransaction Sign(PrivateKey key)
    {
        List<RlpItem> fields = Fields();
        RecoverableSignature signature = Secp256k1.Sign(Keccak256.Hash(Envelope(fields)), key);
        fields.Add(RlpItem.OfNumber(signature.Parity));
        fields.Add(RlpItem.OfNumber(ToNumber(signature.R)));
        fields.Add(RlpItem.OfNumber(ToNumber(signature.S)));
        byte[] raw = Envelope(fields);
        return new SignedTransaction(this, signature, key.Address, raw, Keccak256.Hash(raw));
    }

    /// <summary>Reads a signed transaction and recovers its sender.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.TransactionMalformed"/>: another type, not canonical, a number outside its range, or a
    /// signature that recovers to nobody.
    /// </exception>
    public static SignedTransaction Decode(ReadOnlyMemory<byte> raw)
    {
        if (raw.Length < 2 || raw.Span[0] != Type)
        {
            throw Malformed("type", raw.IsEmpty ? "no bytes" : $"{raw.Span[0]}", "2");
        }

        try
        {
            return Decode(raw, Rlp.Decode(raw[1..]).ToList("transaction"));
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.RlpMalformed)
        {
            throw Malformed(refusal.Path, refusal.Value, refusal.Accepted);
        }
    }

    private static SignedTransaction Decode(ReadOnlyMemory<byte> raw, IReadOnlyList<RlpItem> fields)
    {
        if (fields.Count != 12)
        {
            throw Malformed("transaction", $"{fields.Count} fields", "12 fields");
        }

        Eip1559Transaction transaction = new()
        {
            ChainId = (ulong)fields[0].ToNumber(sizeof(ulong), "chainId"),
            Nonce = (ulong)fields[1].ToNumber(sizeof(ulong), "nonce"),
            MaxPriorityFeePerGas = fields[2].ToNumber(Bytes32.Length, "maxPriorityFeePerGas"),
            MaxFeePerGas = fields[3].ToNumber(Bytes32.Length, "maxFeePerGas"),
            GasLimit = (ulong)fields[4].ToNumber(sizeof(ulong), "gasLimit"),
            To = ReadCallee(fields[5].ToSpan("to")),
            Value = fields[6].ToNumber(Bytes32.Length, "value"),
            Data = fields[7].ToSpan("data").ToArray(),
            AccessList = [.. fields[8].ToList("accessList").Select(ReadEntry)],
        };

        BigInteger parity = fields[9].ToNumber(1, "yParity");
        RecoverableSignature signature = new(
            ToWord(fields[10].ToNumber(Bytes32.Length, "r")),
            ToWord(fields[11].ToNumber(Bytes32.Length, "s")),
            (byte)parity);
        return Secp256k1.TryRecover(transaction.SigningHash(), signature, out Address sender)
            ? new SignedTransaction(transaction, signature, sender, raw, Keccak256.Hash(raw.Span))
            : throw Malformed("signature", $"yParity {parity}", "a signature with low s that recovers to an address");
    }

    private static Address? ReadCallee(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? null : ReadAddress(bytes, "to");

    private static AccessListEntry ReadEntry(RlpItem item)
    {
        IReadOnlyList<RlpItem> pair = item.ToList("accessList");
        return pair.Count == 2
            ? new AccessListEntry(
                ReadAddress(pair[0].ToSpan("accessList"), "accessList"),
                [.. pair[1].ToList("storageKeys").Select(ReadStorageKey)])
            : throw Malformed("accessList", $"{pair.Count} members", "an address and its storage keys");
    }

    private static Bytes32 ReadStorageKey(RlpItem item)
    {
        ReadOnlySpan<byte> bytes = item.ToSpan("storageKeys");
        return bytes.Length == Bytes32.Length
            ? Bytes32.Read(bytes)
            : throw Malformed("storageKeys", $"{bytes.Length} bytes", "32 bytes");
    }

    private static Address ReadAddress(ReadOnlySpan<byte> bytes, string name) => bytes.Length == 20
        ? Address.Read(bytes)
        : throw Malformed(name, $"{bytes.Length} bytes", "20 bytes");

    private List<RlpItem> Fields()
    {
        Require(Nonce < ulong.MaxValue, "nonce", Nonce, "below 2^64 - 1");
        RequireWord(MaxPriorityFeePerGas, "maxPriorityFeePerGas");
        RequireWord(MaxFeePerGas, "maxFeePerGas");
        RequireWord(Value, "value");
        Require(
            MaxPriorityFeePerGas <= MaxFeePerGas, "maxPriorityFeePerGas", MaxPriorityFeePerGas, "at most maxFeePerGas");
        Require(GasLimit * MaxFeePerGas < WordLimit, "maxFeePerGas", MaxFeePerGas, "gasLimit * maxFeePerGas < 2^256");
        return
        [
            RlpItem.OfNumber(ChainId),
            RlpItem.OfNumber(Nonce),
            RlpItem.OfNumber(MaxPriorityFeePerGas),
            RlpItem.OfNumber(MaxFeePerGas),
            RlpItem.OfNumber(GasLimit),
            RlpItem.OfBytes(To?.ToArray() ?? []),
            RlpItem.OfNumber(Value),
            RlpItem.OfBytes(Data),
            RlpItem.OfList([.. AccessList.Select(ToItem)]),
        ];
    }

    private static RlpItem ToItem(AccessListEntry entry) => RlpItem.OfList(
    [
        RlpItem.OfBytes(entry.Address.ToArray()),
        RlpItem.OfList([.. entry.StorageKeys.Select(key => RlpItem.OfBytes(key.ToArray()))]),
    ]);

    private static byte[] Envelope(List<RlpItem> fields) => [Type, .. Rlp.Encode(RlpItem.OfList(fields))];

    private static BigInteger ToNumber(Bytes32 word) => new(word.ToArray(), isUnsigned: true, isBigEndian: true);

    private static Bytes32 ToWord(BigInteger number)
    {
        byte[] word = new byte[Bytes32.Length];
        number.TryWriteBytes(word.AsSpan(Bytes32.Length - number.GetByteCount(isUnsigned: true)), out _, true, true);
        return Bytes32.Read(word);
    }

    private static void RequireWord(BigInteger number, string name) =>
        Require(number.Sign >= 0 && number < WordLimit, name, number, "0 to 2^256 - 1");

    private static void Require(bool holds, string name, BigInteger number, string accepted)
    {
        if (!holds)
        {
            throw Malformed(name, number.ToString(System.Globalization.CultureInfo.InvariantCulture), accepted);
        }
    }

    private static MarginException Malformed(string path, string value, string accepted) =>
        new(ErrorCode.TransactionMalformed, string.Empty, path, value, accepted);
}
