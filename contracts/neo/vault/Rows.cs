using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>The rows of books: their form, and that a trade makes and takes away nothing.</summary>
internal static class Rows
{
    private const int Head = 2;
    private const int MaxRows = 128;

    /// <summary>Refuses rows that are not canonical: sorted strictly, no quantity zero, the count in the
    /// head.</summary>
    internal static void Check(Bytes rows)
    {
        int count = Words.CountOf(rows);
        Bytes reversed = Bytes.Reversed(rows);
        Contract.Require(AreTagged(rows), "MalformedPreimage");
        Contract.Require(count <= Head + (2 * MaxRows), "TooManyRows");
        Contract.Require(Word.Bits(Words.At(reversed, count, 1), 0, 62) * 2 == count - Head, "MalformedPreimage");
        for (int at = Head; at < count; at += 2)
        {
            bool ascends = at == Head
                || Word.IsLess(Words.At(reversed, count, at - 2), Words.At(reversed, count, at));
            Contract.Require(ascends, "UnsortedRows");
            Contract.Require(Word.Field(Words.At(reversed, count, at + 1), 192) != 0, "QuantityZero");
        }
    }

    /// <summary>Refuses four lists of rows unless every instrument's quantities before and after are equal.</summary>
    internal static void RequireZeroSum(Bytes firstBefore, Bytes secondBefore, Bytes firstAfter, Bytes secondAfter)
    {
        RequireSame(firstAfter, secondAfter, firstBefore, secondBefore);
        RequireSame(firstBefore, secondBefore, firstAfter, secondAfter);
    }

    /// <summary>Every instrument of the first two lists has the same sum in the other two.</summary>
    private static void RequireSame(Bytes first, Bytes second, Bytes third, Bytes fourth)
    {
        RequireSameRows(first, first, second, third, fourth);
        RequireSameRows(second, first, second, third, fourth);
    }

    private static void RequireSameRows(Bytes listed, Bytes first, Bytes second, Bytes third, Bytes fourth)
    {
        int count = Words.CountOf(listed);
        Bytes reversed = Bytes.Reversed(listed);
        for (int at = Head; at < count; at += 2)
        {
            Word instrument = Words.At(reversed, count, at);
            bool same = QuantityOf(first, instrument) + QuantityOf(second, instrument)
                == QuantityOf(third, instrument) + QuantityOf(fourth, instrument);
            Contract.Require(same, "NotZeroSum");
        }
    }

    private static System.Int128 QuantityOf(Bytes rows, Word instrument)
    {
        int count = Words.CountOf(rows);
        Bytes reversed = Bytes.Reversed(rows);
        for (int at = Head; at < count; at += 2)
        {
            if (Word.AreEqual(Words.At(reversed, count, at), instrument))
            {
                return Word.Field(Words.At(reversed, count, at + 1), 192);
            }
        }

        return 0;
    }

    private static bool AreTagged(Bytes rows) =>
        Bytes.Length(rows) >= 32 * Head && Bytes.AreEqual(Bytes.Slice(rows, 0, 32), Tags.Rows());
}
