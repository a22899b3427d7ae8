using System;
using System.Collections.Immutable;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>
/// A market snapshot as words: a head that lists section hashes, then section 0 with the assets and one section an
/// underlying. A contract that needs one underlying reads one section.
/// </summary>
public static class MarketRows
{
    /// <summary>The head's preimage, then every section's preimage.</summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="round">The registry's round; zero off chain.</param>
    public static byte[] Write(MarketSnapshot market, ulong round)
    {
        ImmutableArray<byte[]> sections = Sections(market);
        WordList words = Head(market, round, sections);
        foreach (byte[] section in sections)
        {
            words.AddWords(section);
        }

        return words.ToArray();
    }

    /// <summary>marketHash: the hash of the head alone.</summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="round">The registry's round; zero off chain.</param>
    public static Bytes32 Hash(MarketSnapshot market, ulong round) => Head(market, round, Sections(market)).Hash();

    /// <summary>Every section's preimage: the assets, then each underlying.</summary>
    public static ImmutableArray<byte[]> Sections(MarketSnapshot market)
    {
        ImmutableArray<byte[]>.Builder sections = ImmutableArray.CreateBuilder<byte[]>();
        sections.Add(MarketSectionWriter.WriteAssets(market.Assets));
        foreach (UnderlyingMarket underlying in market.Underlyings)
        {
            sections.Add(MarketSectionWriter.WriteUnderlying(underlying, market.Quote));
        }

        return sections.ToImmutable();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.BundleMalformed"/> or <see cref="Kernel.ErrorCode.HashMismatch"/>.
    /// </exception>
    public static (MarketSnapshot Market, ulong Round) Read(ReadOnlySpan<byte> bytes, string file)
    {
        WordReader reader = new(bytes, file, "MARKET");
        reader.Tag(Tags.Market);
        long round = reader.Unsigned(long.MaxValue);
        Instant observedAt = new(reader.Unsigned(Instant.MaxSeconds));
        long count = reader.Unsigned(1 + MarketDocument.MaxUnderlyings);
        reader.Require(count >= 2, "the assets' section and at least one underlying's");
        Bytes32[] hashes = new Bytes32[count];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = reader.Word();
        }

        int start = reader.Position;
        ImmutableArray<AssetPrice> assets = MarketSectionReader.ReadAssets(ref reader);
        reader.RequireHash(start, hashes[0]);

        AssetId quote = default;
        ImmutableArray<UnderlyingMarket>.Builder underlyings = ImmutableArray.CreateBuilder<UnderlyingMarket>();
        for (int i = 1; i < hashes.Length; i++)
        {
            start = reader.Position;
            (UnderlyingMarket underlying, AssetId sectionQuote) = MarketSectionReader.ReadUnderlying(ref reader);
            reader.RequireHash(start, hashes[i]);
            reader.Require(i == 1 || sectionQuote == quote, "one quote currency");
            bool ascending = i == 1 || underlying.Underlying.Letters > underlyings[^1].Underlying.Letters;
            reader.Require(ascending, "underlyings strictly ascending");
            quote = sectionQuote;
            underlyings.Add(underlying);
        }

        MarketSnapshot market = new(observedAt, quote, assets, underlyings.ToImmutable());
        bool oldest = observedAt == MarketJsonReader.OldestTime(market.Assets, market.Underlyings);
        reader.Require(oldest, "a head whose time is the oldest of all rows");
        reader.End();
        return (market, (ulong)round);
    }

    private static WordList Head(MarketSnapshot market, ulong round, ImmutableArray<byte[]> sections)
    {
        WordList words = new();
        words.Add(Tags.Market);
        words.AddUnsigned(round);
        words.AddSigned(market.ObservedAt.Seconds);
        words.AddUnsigned((ulong)sections.Length);
        foreach (byte[] section in sections)
        {
            words.Add(Keccak256.Hash(section));
        }

        return words;
    }
}
