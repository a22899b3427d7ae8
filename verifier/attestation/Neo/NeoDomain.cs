using System;
using System.Buffers.Binary;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;

namespace Verifiable.Attestation.Neo;

/// <summary>The network and contract that a signature for Neo is meant for.</summary>
/// <param name="Network">The network's number.</param>
/// <param name="Contract">The vault's script hash, its bytes in the machine's order.</param>
public readonly record struct NeoDomain(uint Network, Address Contract)
{
    private const int NetworkBytes = 8;

    /// <summary>What is signed of an attestation: its SHA-256 is the digest.</summary>
    /// <param name="words">The attestation's 25 words.</param>
    public byte[] Message(ReadOnlySpan<byte> words) => Tagged("VerifiableMargin/neo/1"u8, words);

    /// <summary>What publishers sign of a market.</summary>
    /// <param name="head">The market's head.</param>
    public byte[] MarketMessage(ReadOnlySpan<byte> head) => Tagged("VerifiableMargin/neo-market/1"u8, head);

    /// <summary>One signature as the vault reads it: the signer's index, then r and s.</summary>
    /// <param name="index">The signer's place among the committee's keys.</param>
    /// <param name="message">The message.</param>
    /// <param name="key">The signer's key.</param>
    public static byte[] Sign(byte index, ReadOnlySpan<byte> message, PrivateKey key)
    {
        RecoverableSignature signature = Secp256k1.Sign(NeoHashes.Of(message), key);
        return [index, .. signature.R.ToArray(), .. signature.S.ToArray()];
    }

    private byte[] Tagged(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> body)
    {
        byte[] network = new byte[NetworkBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(network, Network);
        return [.. tag, .. network, .. Contract.ToArray(), .. body];
    }
}
