using System;
using System.Collections.Immutable;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>
/// A book as words. The hash covers the consumer, the account, the positions and the non-zero balances; sequence and
/// cash are attested beside it, because the consumer's contract keeps them itself.
/// </summary>
public static class BookRows
{
    /// <summary>The head with its two hashes, then the preimages of positions and of collateral.</summary>
    /// <param name="book">The book.</param>
    /// <param name="consumer">The contract that keeps the book; zero off chain.</param>
    public static byte[] Write(Book book, Address consumer)
    {
        WordList words = Head(book, consumer);
        words.AddWords(WritePositions(book.Positions));
        words.AddWords(WriteCollateral(book.Collateral));
        return words.ToArray();
    }

    /// <summary>bookHash: the hash of the head alone.</summary>
    public static Bytes32 Hash(Book book, Address consumer) => Head(book, consumer).Hash();

    /// <summary>The preimage of rowsHash.</summary>
    public static byte[] WritePositions(ImmutableArray<Position> positions) => PositionWords(positions).ToArray();

    /// <summary>rowsHash.</summary>
    public static Bytes32 HashPositions(ImmutableArray<Position> positions) => PositionWords(positions).Hash();

    /// <summary>The preimage of collateralHash.</summary>
    public static byte[] WriteCollateral(ImmutableArray<CollateralBalance> balances) =>
        CollateralWords(balances).ToArray();

    /// <summary>collateralHash.</summary>
    public static Bytes32 HashCollateral(ImmutableArray<CollateralBalance> balances) =>
        CollateralWords(balances).Hash();

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">The head, then the two preimages.</param>
    /// <param name="file">The file's name, for refusals.</param>
    /// <param name="sequence">The attested sequence.</param>
    /// <param name="cash">The attested cash.</param>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.BundleMalformed"/> or <see cref="Kernel.ErrorCode.HashMismatch"/>.
    /// </exception>
    public static (Book Book, Address Consumer) Read(ReadOnlySpan<byte> bytes, string file, ulong sequence, Money cash)
    {
        WordReader reader = new(bytes, file, "BOOK");
        reader.Tag(Tags.Book);
        Address consumer = new(reader.Word());
        reader.Require(consumer.Word.First == 0 && consumer.Word.Second >> 32 == 0, "an address of 20 bytes");
        Bytes32 account = reader.Word();
        Bytes32 rowsHash = reader.Word();
        Bytes32 collateralHash = reader.Word();

        int start = reader.Position;
        ImmutableArray<Position> positions = ReadPositions(ref reader);
        reader.RequireHash(start, rowsHash);
        start = reader.Position;
        ImmutableArray<CollateralBalance> collateral = ReadCollateral(ref reader);
        reader.RequireHash(start, collateralHash);
        reader.End();
        return (new Book(account, sequence, cash, collateral, positions), consumer);
    }

    private static WordList Head(Book book, Address consumer)
    {
        WordList words = new();
        words.Add(Tags.Book);
        words.Add(consumer.Word);
        words.Add(book.Account);
        words.Add(HashPositions(book.Positions));
        words.Add(HashCollateral(book.Collateral));
        return words;
    }

    private static WordList PositionWords(ImmutableArray<Position> positions)
    {
        WordList words = new();
        words.Add(Tags.Rows);
        words.AddUnsigned((ulong)positions.Length);
        foreach (Position position in positions)
        {
            words.Add(position.Instrument.Word);
            words.AddPacked(position.Quantity.Raw, position.EntryPrice.Raw, position.FundingIndex.Raw, 0);
        }

        return words;
    }

    private static WordList CollateralWords(ImmutableArray<CollateralBalance> balances)
    {
        ulong count = 0;
        WordList rows = new();
        foreach (CollateralBalance balance in balances)
        {
            // An emptied balance is no row: the contract deletes it, and the hash must not remember it.
            if (balance.Amount.Raw != 0)
            {
                count++;
                rows.Add(balance.Asset.Word);
                rows.AddHalves(balance.Amount.Raw, 0);
            }
        }

        WordList words = new();
        words.Add(Tags.Collateral);
        words.AddUnsigned(count);
        words.AddWords(rows.ToArray());
        return words;
    }

    private static ImmutableArray<Position> ReadPositions(ref WordReader reader)
    {
        reader.Tag(Tags.Rows);
        long count = reader.Unsigned(Book.MaxPositions);
        ImmutableArray<Position>.Builder positions = ImmutableArray.CreateBuilder<Position>();
        for (long i = 0; i < count; i++)
        {
            InstrumentId instrument = new(reader.Word());
            reader.Require(instrument.IsWellFormed, "an instrument of version 1");
            reader.Require(i == 0 || instrument.CompareTo(positions[^1].Instrument) > 0, "rows strictly ascending");

            (long quantity, long entryPrice, long fundingIndex, long padding) = reader.Packed();
            reader.Require(quantity != 0 && padding == 0, "a quantity other than zero, and no padding");
            bool hasFunding = instrument.Kind == InstrumentKind.Perpetual;
            reader.Require(instrument.HasEntryPrice == (entryPrice != 0), "an entry price exactly where it is needed");
            reader.Require(hasFunding || fundingIndex == 0, "a funding index only in perpetuals");
            positions.Add(new Position(
                instrument,
                new Quantity(reader.Within(quantity, 1 - Quantity.Limit, Quantity.Limit - 1)),
                reader.Price(entryPrice, 0),
                reader.Ratio(fundingIndex)));
        }

        return positions.ToImmutable();
    }

    private static ImmutableArray<CollateralBalance> ReadCollateral(ref WordReader reader)
    {
        reader.Tag(Tags.Collateral);
        long count = reader.Unsigned(uint.MaxValue);
        ImmutableArray<CollateralBalance>.Builder balances = ImmutableArray.CreateBuilder<CollateralBalance>();
        for (long i = 0; i < count; i++)
        {
            AssetId asset = reader.Asset();
            reader.Require(i == 0 || asset.Letters > balances[^1].Asset.Letters, "assets strictly ascending");
            (long amount, long padding) = reader.Halves();
            reader.Require(padding == 0, "no padding");
            balances.Add(new CollateralBalance(asset, new Quantity(reader.Within(amount, 1, Quantity.Limit - 1))));
        }

        return balances.ToImmutable();
    }
}
