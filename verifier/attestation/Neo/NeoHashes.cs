using System;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Attestation.Neo;

/// <summary>The hashes of an attestation for Neo: the preimages of every machine, hashed by SHA-256.</summary>
/// <remarks>The two families of hashes never mix: where a preimage holds hashes, they are SHA-256 too.</remarks>
public static class NeoHashes
{
    private const int TotalBytes = 16;

    /// <summary>The SHA-256 of a preimage.</summary>
    public static Bytes32 Of(ReadOnlySpan<byte> preimage) => Bytes32.Read(SHA256.HashData(preimage));

    /// <summary>The head of a market: tag, round, time, number of sections, and each section's SHA-256.</summary>
    public static byte[] MarketHead(MarketSnapshot market, ulong round)
    {
        ImmutableArray<byte[]> sections = MarketRows.Sections(market);
        WordList words = new WordList()
            .Add(Tags.Market)
            .AddUnsigned(round)
            .AddSigned(market.ObservedAt.Seconds)
            .AddUnsigned((ulong)sections.Length);
        foreach (byte[] section in sections)
        {
            words.Add(Of(section));
        }

        return words.ToArray();
    }

    /// <summary>A book's hash. The vault on Neo has no collateral besides its cash.</summary>
    /// <param name="contract">The vault's script hash, as an address.</param>
    /// <param name="account">The account's word.</param>
    /// <param name="rows">The rows.</param>
    public static Bytes32 Book(Address contract, Bytes32 account, ImmutableArray<Position> rows) => Of(new WordList()
        .Add(Tags.Book)
        .Add(contract)
        .Add(account)
        .Add(Of(BookRows.WritePositions(rows)))
        .Add(Of(BookRows.WriteCollateral([])))
        .Bytes);

    /// <summary>The account's word: the owner's script hash, then zeros.</summary>
    public static Bytes32 Account(ReadOnlySpan<byte> owner)
    {
        Span<byte> word = stackalloc byte[Bytes32.Length];
        owner.CopyTo(word);
        return Bytes32.Read(word);
    }

    /// <summary>The totals in the order of the scenarios, 16 bytes each, most significant first.</summary>
    public static byte[] Totals(ImmutableArray<Money> totals)
    {
        byte[] bytes = new byte[TotalBytes * totals.Length];
        for (int at = 0; at < totals.Length; at++)
        {
            BinaryPrimitives.WriteInt128BigEndian(bytes.AsSpan(at * TotalBytes), totals[at].Raw);
        }

        return bytes;
    }
}
