using System;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>An account's rows after others are added to them: computed here, never taken from a caller.</summary>
/// <remarks>
/// A preimage is its tag, its count, then instrument and packed word of each row, strictly ascending. Both lists are
/// read from their ends, since the result is built turned around, as the machine reads numbers.
/// </remarks>
internal static class RowList
{
    /// <summary>The words before the first row.</summary>
    internal const int Head = 2;

    private const int RowWords = 2;
    private const int MaxRows = 128;

    private static Bytes? _own;
    private static int _ownCount;
    private static Bytes? _added;
    private static int _addedCount;

    /// <summary>The holder's cash from what was added, micro-units.</summary>
    internal static Int128 Cash;

    /// <summary>The buyer's rows, or the seller's, after fills at their prices and the current funding.</summary>
    /// <param name="rows">Rows before, whose hash the caller has compared.</param>
    /// <param name="fills">Rows of what the buyer gets, which <see cref="Fills"/> has checked.</param>
    /// <param name="isBuyer">Whether the quantities are the account's, or their opposite.</param>
    internal static Bytes Traded(Bytes rows, Bytes fills, bool isBuyer) => Merged(rows, fills, isBuyer ? 1 : -1, false);

    /// <summary>
    /// The rows after another account's are taken over at its own entry prices and funding. Where a row is held
    /// already, its index stands for both, and what the two differ by is paid.
    /// </summary>
    /// <param name="rows">Rows before, whose hash the caller has compared.</param>
    /// <param name="taken">The other account's rows, whose hash the caller has compared.</param>
    internal static Bytes TakenOver(Bytes rows, Bytes taken) => Merged(rows, taken, 1, true);

    /// <summary>Refuses what is no list of rows, and tells its words.</summary>
    internal static int CountOf(Bytes rows)
    {
        int count = Words.CountOf(rows);
        Contract.Require(count >= Head && Bytes.AreEqual(Bytes.Slice(rows, 0, 32), Tags.Rows()), "MalformedPreimage");
        Contract.Require(count <= Head + (RowWords * MaxRows), "TooManyRows");
        long listed = Word.Bits(Words.At(Bytes.Reversed(rows), count, 1), 0, 62);
        Contract.Require(listed * RowWords == count - Head, "MalformedPreimage");
        return count;
    }

    /// <summary>Whether a row differs from the one before it in the bits from one upwards.</summary>
    internal static bool Begins(Bytes reversed, int count, int at, int bit) =>
        at == Head || !Word.AreEqual(
            Word.Above(Words.At(reversed, count, at), bit),
            Word.Above(Words.At(reversed, count, at - RowWords), bit));

    private static Bytes Merged(Bytes rows, Bytes added, long sign, bool keepsIndex)
    {
        _ownCount = Words.CountOf(rows);
        _own = Bytes.Reversed(rows);
        _addedCount = Words.CountOf(added);
        _added = Bytes.Reversed(added);
        Cash = 0;
        Bytes after = Bytes.Of("");
        int own = _ownCount - RowWords;
        int other = _addedCount - RowWords;
        while (own >= Head || other >= Head)
        {
            int order = Order(own, other);
            if (order < 0)
            {
                after = Bytes.Join(after, Bytes.Slice(_own, (_ownCount - own - RowWords) * 32, 32 * RowWords));
            }
            else
            {
                Add(order == 0 ? own : 0, other, sign, keepsIndex);
                after = Position.Quantity == 0 ? after : Bytes.Join(after, Row(other));
            }

            own = order <= 0 ? own - RowWords : own;
            other = order >= 0 ? other - RowWords : other;
        }

        int count = Bytes.Length(after) / (32 * RowWords);
        Contract.Require(count <= MaxRows, "TooManyRows");
        Bytes counted = Bytes.Join(Bytes.OfEight(count), Tags.TwentyFourZeros());
        return Bytes.Reversed(Bytes.Join(Bytes.Join(after, counted), Bytes.Reversed(Tags.Rows())));
    }

    /// <summary>Which row is last: the account's (negative), the added one (positive), or both of one
    /// instrument.</summary>
    private static int Order(int own, int other)
    {
        if (own < Head || other < Head)
        {
            return own < Head ? 1 : -1;
        }

        Word held = Words.At(_own!, _ownCount, own);
        Word added = Words.At(_added!, _addedCount, other);
        return Word.AreEqual(held, added) ? 0 : Word.IsLess(held, added) ? 1 : -1;
    }

    private static void Add(int own, int other, long sign, bool keepsIndex)
    {
        Position.OpenNone();
        if (own != 0)
        {
            Position.Open(Words.At(_own!, _ownCount, own + 1));
        }

        Word packed = Words.At(_added!, _addedCount, other + 1);
        long index = Word.Field(packed, 64);
        long indexAfter = keepsIndex && own != 0 ? Position.FundingIndex : index;
        Position.Trade(
            Words.At(_added!, _addedCount, other),
            sign * Word.Field(packed, 192),
            Word.Field(packed, 128),
            index,
            indexAfter);
        Cash += Position.Cash;
    }

    /// <summary>The row in hand under an added row's instrument, turned around.</summary>
    private static Bytes Row(int other) =>
        Bytes.Join(Position.Packed(), Bytes.Slice(_added!, (_addedCount - 1 - other) * 32, 32));
}
