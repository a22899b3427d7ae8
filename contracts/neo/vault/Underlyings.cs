using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>How much an account may hold: what a witness of it can show in one transaction.</summary>
/// <remarks>
/// A node takes no script of more than 65,535 bytes. An account that grows shows the sections of all that it then holds,
/// beside model, scenarios and rows: what a liquidation shows and more, so that what enters fits. One that does not grow
/// is not asked: a market that became deeper stops nobody from trading what is held.
/// </remarks>
internal static class Underlyings
{
    /// <summary>Refuses rows that became more, or have an underlying that those before lack, unless the sections of all
    /// are there. All sections of the market also show which underlyings it no longer lists.</summary>
    internal static void RequireShown(Bytes before, Bytes after, Items sections)
    {
        if (Registry.ShowsAll || !Grow(before, after))
        {
            return;
        }

        int count = Words.CountOf(after);
        Bytes reversed = Bytes.Reversed(after);
        for (int at = RowList.Head; at < count; at += 2)
        {
            if (RowList.Begins(reversed, count, at, InstrumentId.UnderlyingBit))
            {
                Word underlying = InstrumentId.Underlying(Words.At(reversed, count, at));
                Contract.Require(Market.Open(sections, underlying), "MissingSection");
            }
        }
    }

    private static bool Grow(Bytes before, Bytes after)
    {
        if (Bytes.Length(after) > Bytes.Length(before))
        {
            return true;
        }

        int count = Words.CountOf(after);
        Bytes reversed = Bytes.Reversed(after);
        for (int at = RowList.Head; at < count; at += 2)
        {
            bool begins = RowList.Begins(reversed, count, at, InstrumentId.UnderlyingBit);
            if (begins && !Hold(before, InstrumentId.Underlying(Words.At(reversed, count, at))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Hold(Bytes rows, Word underlying)
    {
        int count = Words.CountOf(rows);
        Bytes reversed = Bytes.Reversed(rows);
        int at = RowList.Head;
        while (at < count && !Word.AreEqual(InstrumentId.Underlying(Words.At(reversed, count, at)), underlying))
        {
            at += 2;
        }

        return at < count;
    }
}
