using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>What the vault keeps of an account: cash, sequence, the hash of its rows, and a liquidation's
/// lease.</summary>
internal static class Account
{
    /// <summary>Money, raw units of the dollar's sixth place.</summary>
    internal static long Cash(Hash160 owner) => Bytes.ToNumber(Storage.Get(Key("c", owner)));

    internal static void SetCash(Hash160 owner, long cash) => Storage.Put(Key("c", owner), Bytes.Of(cash));

    /// <summary>Rises with every change of the book and every withdrawal.</summary>
    internal static long Sequence(Hash160 owner) => Bytes.ToNumber(Storage.Get(Key("s", owner)));

    internal static void Advance(Hash160 owner) => Storage.Put(Key("s", owner), Bytes.Of(Sequence(owner) + 1));

    /// <summary>The SHA-256 of the rows' preimage.</summary>
    internal static Bytes RowsHash(Hash160 owner)
    {
        Bytes stored = Storage.Get(Key("r", owner));
        return Bytes.IsMissing(stored) ? Crypto.Sha256(Tags.NoRows()) : stored;
    }

    internal static void SetRows(Hash160 owner, Bytes rows) => Storage.Put(Key("r", owner), Crypto.Sha256(rows));

    /// <summary>Whether the account holds no rows.</summary>
    internal static bool IsFlat(Hash160 owner) => Bytes.AreEqual(RowsHash(owner), Crypto.Sha256(Tags.NoRows()));

    /// <summary>The time until which a liquidation holds the account; 0 where none does.</summary>
    internal static long FrozenUntil(Hash160 owner) => Bytes.ToNumber(Storage.Get(Key("f", owner)));

    /// <summary>The market round in which the liquidation was opened.</summary>
    internal static long FrozenRound(Hash160 owner) => Bytes.ToNumber(Storage.Get(Key("g", owner)));

    internal static void Freeze(Hash160 owner, long until, long round)
    {
        Storage.Put(Key("f", owner), Bytes.Of(until));
        Storage.Put(Key("g", owner), Bytes.Of(round));
    }

    /// <summary>Refuses rows that are not the account's.</summary>
    internal static void RequireRows(Hash160 owner, Bytes rows) =>
        Contract.Require(Bytes.AreEqual(Crypto.Sha256(rows), RowsHash(owner)), "BookMismatch");

    /// <summary>The hash of a book with these rows: the preimage of every machine, hashed by SHA-256.</summary>
    internal static Bytes BookHash(Hash160 owner, Bytes rowsHash)
    {
        Bytes consumer = Bytes.Join(Tags.TwelveZeros(), Bytes.Of(Runtime.Self()));
        Bytes head = Bytes.Join(Bytes.Join(Tags.Book(), consumer), Word(owner));
        return Crypto.Sha256(Bytes.Join(Bytes.Join(head, rowsHash), Crypto.Sha256(Tags.NoCollateral())));
    }

    /// <summary>The account's word: its address, then zeros.</summary>
    internal static Bytes Word(Hash160 owner) => Bytes.Join(Bytes.Of(owner), Tags.TwelveZeros());

    private static Bytes Key(string kind, Hash160 owner) => Bytes.Join(Bytes.Of(kind), Bytes.Of(owner));
}
