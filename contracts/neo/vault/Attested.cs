using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>An attestation: 25 words in the order of the struct of every machine, with SHA-256 for every
/// hash.</summary>
internal static class Attested
{
    internal const long Withdraw = 1;
    internal const long Report = 3;
    internal const long Trade = 4;

    private const int WordCount = 25;
    private const int TotalsHashWord = 12;
    private const int ExpectedShortfallWord = 17;
    private const long MaxValiditySeconds = 600;
    private const long Blocks = 1L << 32;

    private static Bytes? _bytes;
    private static Bytes? _reversed;

    /// <summary>
    /// Takes an attestation that k of n signed for this network and this contract, is valid now, and speaks of the
    /// vault's model, its latest market and a block of this chain.
    /// </summary>
    internal static void Open(Bytes attestation, Bytes signatures, long purpose, long now)
    {
        OpenSigned(attestation, signatures);
        Contract.Require(Number(24) == purpose, "WrongPurpose");
        long validUntil = Number(20);
        Contract.Require(now <= validUntil, "AttestationExpired");
        Contract.Require(validUntil <= now + MaxValiditySeconds, "ValidityTooLong");
        Contract.Require(Number(10) == Registry.Round(), "NotLatestRound");
        Contract.Require(Bytes.AreEqual(Part(11), Registry.MarketHash()), "MarketHashMismatch");
        Registry.RequireFresh(now);
        RequireBlock(Number(21));
    }

    /// <summary>Takes an attestation by its form, consumer, model, epoch and signatures alone.</summary>
    internal static void OpenSigned(Bytes attestation, Bytes signatures)
    {
        Contract.Require(Bytes.Length(attestation) == 32 * WordCount, "MalformedPreimage");
        _bytes = attestation;
        _reversed = Bytes.Reversed(attestation);
        Bytes consumer = Bytes.Join(Tags.TwelveZeros(), Bytes.Of(Runtime.Self()));
        Contract.Require(Bytes.AreEqual(Part(0), consumer), "WrongConsumer");
        Contract.Require(Bytes.AreEqual(Part(7), Registry.EngineId()), "ModelMismatch");
        Contract.Require(Bytes.AreEqual(Part(8), Registry.ParametersHash()), "ModelMismatch");
        Contract.Require(Bytes.AreEqual(Part(9), Registry.ScenariosHash()), "ModelMismatch");
        Contract.Require(Number(23) == Committee.Epoch(Committee.Attesters), "EpochNotActive");
        Bytes message = Bytes.Join(Domain("VerifiableMargin/neo/1"), attestation);
        Committee.RequireSigned(Committee.Attesters, message, signatures);
    }

    /// <summary>Binds it to an account: its sequence, its book before and after, its action.</summary>
    internal static void RequireAccount(Hash160 owner, Bytes rowsHashAfter, Bytes actionHash)
    {
        Contract.Require(Bytes.AreEqual(Part(1), Account.Word(owner)), "AccountMismatch");
        Contract.Require(Number(2) == Account.Sequence(owner), "SequenceMismatch");
        Contract.Require(Bytes.AreEqual(Part(3), Account.BookHash(owner, Account.RowsHash(owner))), "BookMismatch");
        Contract.Require(Bytes.AreEqual(Part(4), Account.BookHash(owner, rowsHashAfter)), "BookMismatch");
        Contract.Require(Bytes.AreEqual(Part(6), actionHash), "ActionMismatch");
    }

    /// <summary>Refuses unless the account ends with the attested cash and meets its initial margin.</summary>
    internal static void RequireMargin(long cashAfter)
    {
        Contract.Require(cashAfter >= Number(5), "CashBelowAttested");
        Contract.Require(Number(13) >= Number(14), "InitialMarginNotMet");
    }

    /// <summary>The attested hash of the scenario totals.</summary>
    internal static Bytes TotalsHash() => Part(TotalsHashWord);

    /// <summary>The attested expected shortfall, money: any number that fits a word.</summary>
    internal static Word ExpectedShortfall() => At(ExpectedShortfallWord);

    /// <summary>What keeps a signature to one kind of message, one network and this contract.</summary>
    internal static Bytes Domain(string tag) => Bytes.Join(
        Bytes.Join(Bytes.Of(tag), Bytes.OfEight(Runtime.Network())), Bytes.Of(Runtime.Self()));

    /// <summary>The state that was attested is this chain's: the block is one of it. A hash is written as Neo's tools
    /// print it, from the machine's last byte to its first.</summary>
    private static void RequireBlock(long number)
    {
        Contract.Require(number >= 0 && number < Blocks, "BlockOutOfRange");
        Items block = Ledger.Block(Bytes.Of(number));
        Contract.Require(!Items.IsMissing(block), "BlockOutOfRange");
        Contract.Require(Bytes.AreEqual(Bytes.Reversed(Items.At(block, 0)), Part(22)), "BlockHashMismatch");
    }

    private static Word At(int word) => Words.At(_reversed!, WordCount, word);

    private static Bytes Part(int word) => Bytes.Slice(_bytes!, 32 * word, 32);

    private static long Number(int word) => Words.Number(At(word));
}
