using System;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>
/// A vault of one NEP-17 dollar: accounts hold cash and the hash of their rows, what leaves is gated by an attestation,
/// and an account below its maintenance margin is stopped by anyone who recomputes one scenario.
/// </summary>
/// <remarks>
/// An account is its owner's address. Amounts are raw units of the token, which has six places. A refusal faults the
/// transaction with the name that the same refusal has on every machine.
/// </remarks>
[Contract("VerifiableMarginVault")]
public static class MarginVault
{
    private const long LeaseSeconds = 15 * 60;
    private const long MillisecondsPerSecond = 1_000;
    private const int AllRights = 15;

    /// <summary>Sets the vault up once: it has no update, so it stays as it is.</summary>
    /// <param name="data">Owner, token, hashes of parameters and scenarios, attesters' keys and threshold,
    /// publishers' keys and threshold.</param>
    /// <param name="update">Whether the chain updates; this contract never does.</param>
    public static void Deploy(Any data, bool update)
    {
        Contract.Require(!update, "ActionUnknown");
        Items settings = Any.ToItems(data);
        Contract.Require(Items.Count(settings) == 8, "ConfigMismatch");
        Storage.Put(Bytes.Of("o"), Items.At(settings, 0));
        Storage.Put(Bytes.Of("u"), Items.At(settings, 1));
        Registry.SetModel(Items.At(settings, 2), Items.At(settings, 3));
        Committee.Install(Committee.Attesters, Items.At(settings, 4), Bytes.ToNumber(Items.At(settings, 5)));
        Committee.Install(Committee.Publishers, Items.At(settings, 6), Bytes.ToNumber(Items.At(settings, 7)));
    }

    /// <summary>Credits what the token's contract says was paid in.</summary>
    /// <param name="from">The payer, whose account is credited.</param>
    /// <param name="amount">Token units.</param>
    /// <param name="data">Not used.</param>
    public static void OnNEP17Payment(Hash160 from, long amount, Any data)
    {
        Contract.Require(Hash160.AreEqual(Runtime.Caller(), Token()), "AssetUnknown");
        Contract.Require(amount > 0, "AmountZero");
        Account.SetCash(from, Account.Cash(from) + amount);
        Events.Deposited(from, amount);
    }

    /// <summary>Pays out to the owner of an account without rows: no attestation, no price, no committee.</summary>
    /// <param name="account">The account; its owner signed.</param>
    /// <param name="amount">Token units.</param>
    /// <param name="recipient">Who is paid.</param>
    public static void WithdrawFlat(Hash160 account, long amount, Hash160 recipient)
    {
        RequireOwner(account);
        Contract.Require(Account.IsFlat(account), "NotFlat");
        PayOut(account, amount, recipient);
    }

    /// <summary>Pays out of an account that meets its initial margin afterwards, as k of n attest.</summary>
    /// <param name="account">The account; its owner signed.</param>
    /// <param name="amount">Token units.</param>
    /// <param name="recipient">Who is paid.</param>
    /// <param name="attestation">25 words, purpose Withdraw.</param>
    /// <param name="signatures">Signer index and 64 bytes, k times.</param>
    public static void Withdraw(
        Hash160 account, long amount, Hash160 recipient, Bytes attestation, Bytes signatures)
    {
        RequireOwner(account);
        RequireFree(account);
        Attested.Open(attestation, signatures, Attested.Withdraw, Now());
        Bytes action = Bytes.Join(Bytes.Join(Bytes.Of(account), Bytes.Of(recipient)), Bytes.OfEight(amount));
        Attested.RequireAccount(account, Account.RowsHash(account), Crypto.Sha256(action));
        Attested.RequireMargin(Account.Cash(account) - amount);
        PayOut(account, amount, recipient);
    }

    /// <summary>Changes the rows of two accounts by quantities that cancel, and moves a premium between them.</summary>
    /// <param name="first">Pays the premium; its owner signed.</param>
    /// <param name="second">Is paid; its owner signed.</param>
    /// <param name="premium">Token units, not negative.</param>
    /// <param name="firstRows">Rows before and after, two preimages.</param>
    /// <param name="secondRows">Rows before and after, two preimages.</param>
    /// <param name="firstProof">Attestation with purpose Trade, and its signatures.</param>
    /// <param name="secondProof">Attestation with purpose Trade, and its signatures.</param>
    public static void Trade(
        Hash160 first,
        Hash160 second,
        long premium,
        Items firstRows,
        Items secondRows,
        Items firstProof,
        Items secondProof)
    {
        RequireOwner(first);
        RequireOwner(second);
        Contract.Require(!Hash160.AreEqual(first, second), "AccountMismatch");
        Contract.Require(premium >= 0, "AmountZero");
        Rows.RequireZeroSum(
            Items.At(firstRows, 0), Items.At(secondRows, 0), Items.At(firstRows, 1), Items.At(secondRows, 1));
        Bytes trade = Bytes.Join(Bytes.Join(Bytes.Of(first), Bytes.Of(second)), Bytes.OfEight(premium));
        ChangeRows(first, -premium, firstRows, firstProof, Crypto.Sha256(trade));
        ChangeRows(second, premium, secondRows, secondProof, Crypto.Sha256(trade));
    }

    /// <summary>Stops an account below its maintenance margin: no attester is asked, one scenario is
    /// recomputed.</summary>
    /// <param name="account">The account.</param>
    /// <param name="rows">Its rows' preimage.</param>
    /// <param name="head">The latest market's head.</param>
    /// <param name="sections">The sections of the underlyings held, in the order of the rows.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="scenarios">The model's scenario set.</param>
    /// <param name="scenario">The scenario that shows it.</param>
    public static void Liquidate(
        Hash160 account, Bytes rows, Bytes head, Items sections, Bytes parameters, Bytes scenarios, int scenario)
    {
        Registry.RequireFresh(Now());
        Witness.Run(account, rows, head, sections, parameters, scenarios, scenario);
        Contract.Require(Witness.Equity < Witness.Maintenance, "NotBelowMaintenance");
        bool runs = Now() < Account.FrozenUntil(account);
        long round = runs ? Account.FrozenRound(account) : Registry.Round();
        Account.Freeze(account, Now() + LeaseSeconds, round);
        Events.LiquidationOpened(account, Registry.Round(), Witness.Equity, Witness.Maintenance);
    }

    /// <summary>
    /// Takes a stopped account over at a later round: its rows and cash go to the bidder, who pays for its equity less
    /// a tenth and meets the initial margin afterwards.
    /// </summary>
    /// <param name="account">The account that was stopped.</param>
    /// <param name="bidder">Who takes it over; its owner signed.</param>
    /// <param name="accountRows">The account's rows, then none.</param>
    /// <param name="bidderRows">The bidder's rows before and after.</param>
    /// <param name="bidderProof">Attestation with purpose Trade, and its signatures.</param>
    /// <param name="market">Head, sections array, parameters and scenarios of the witness.</param>
    /// <param name="sections">The sections of the underlyings held.</param>
    /// <param name="scenario">The scenario that shows the breach at this round.</param>
    public static void TakeOver(
        Hash160 account,
        Hash160 bidder,
        Items accountRows,
        Items bidderRows,
        Items bidderProof,
        Items market,
        Items sections,
        int scenario)
    {
        Contract.Require(!Hash160.AreEqual(account, bidder), "BidderIsOwner");
        RequireOwner(bidder);
        Contract.Require(Account.FrozenUntil(account) != 0, "NoAuction");
        Contract.Require(Now() < Account.FrozenUntil(account), "LeaseLapsed");
        Contract.Require(Registry.Round() > Account.FrozenRound(account), "SameRound");
        Bytes rows = Items.At(accountRows, 0);
        Witness.Run(
            account, rows, Items.At(market, 0), sections, Items.At(market, 1), Items.At(market, 2), scenario);
        Contract.Require(Witness.Equity < Witness.Maintenance, "NotBelowMaintenance");
        long paid = Witness.Equity > 0 ? Witness.Equity - (Witness.Equity / 10) : 0;
        long moved = Account.Cash(account) - paid;
        Contract.Require(
            Bytes.AreEqual(Crypto.Sha256(Items.At(accountRows, 1)), Crypto.Sha256(Tags.NoRows())), "NotFlat");
        Rows.RequireZeroSum(rows, Items.At(bidderRows, 0), Items.At(accountRows, 1), Items.At(bidderRows, 1));
        Bytes action = Crypto.Sha256(Bytes.Join(Bytes.Of(account), Bytes.Of(bidder)));
        ChangeRows(bidder, moved, bidderRows, bidderProof, action);
        Account.SetCash(account, paid);
        Account.SetRows(account, Tags.NoRows());
        Account.Advance(account);
        Account.Freeze(account, 0, 0);
        Events.TakenOver(account, bidder, paid);
    }

    /// <summary>Takes the publishers' next market.</summary>
    /// <param name="head">Tag, round, time, number of sections, and each section's SHA-256.</param>
    /// <param name="signatures">The publishers' signatures.</param>
    public static void RegisterMarket(Bytes head, Bytes signatures) =>
        Events.MarketRegistered(Registry.Register(head, signatures, Now()));

    /// <summary>
    /// Ends the attesters' committee by one attestation whose expected shortfall does not follow from its own totals.
    /// </summary>
    /// <param name="attestation">25 words that the committee signed.</param>
    /// <param name="signatures">Its signatures.</param>
    /// <param name="totals">The totals behind its totals' hash, 16 bytes each.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="scenarios">The model's scenario set.</param>
    /// <param name="hint">The totals' value at risk.</param>
    public static void Refute(
        Bytes attestation, Bytes signatures, Bytes totals, Bytes parameters, Bytes scenarios, long hint)
    {
        Attested.OpenSigned(attestation, signatures);
        Contract.Require(Bytes.AreEqual(Crypto.Sha256(totals), Attested.TotalsHash()), "MalformedPreimage");
        Contract.Require(Bytes.AreEqual(Crypto.Sha256(parameters), Registry.ParametersHash()), "ModelMismatch");
        Contract.Require(Bytes.AreEqual(Crypto.Sha256(scenarios), Registry.ScenariosHash()), "ModelMismatch");
        Model.Read(parameters);
        Scenario.Open(scenarios);
        Contract.Require(Model.ConfidencePpm != 0, "ScenarioNotMeasured");
        long shortfall = Tail.ExpectedShortfall(totals, hint);
        Contract.Require(shortfall != Attested.ExpectedShortfall(), "NotWrong");
        Committee.End(Committee.Attesters);
        Events.Refuted(Committee.Epoch(Committee.Attesters), shortfall);
    }

    /// <summary>Announces the next committee of a role; it waits seven days.</summary>
    /// <param name="attesters">Whether the attesters are meant, or the publishers.</param>
    /// <param name="keys">Compressed public keys, 33 bytes each.</param>
    /// <param name="threshold">How many sign.</param>
    public static void AnnounceCommittee(bool attesters, Bytes keys, long threshold)
    {
        Contract.Require(Runtime.HasWitness(Owner()), "NotOwner");
        long readyAt = Committee.Announce(RoleOf(attesters), keys, threshold, Now());
        Events.CommitteeAnnounced(RoleOf(attesters), readyAt);
    }

    /// <summary>Puts the announced committee of a role in place once its notice is over; anyone may.</summary>
    /// <param name="attesters">Whether the attesters are meant, or the publishers.</param>
    public static void ActivateCommittee(bool attesters) => Committee.Activate(RoleOf(attesters), Now());

    /// <summary>An account's cash, token units.</summary>
    /// <param name="account">The account.</param>
    [Safe]
    public static long Cash(Hash160 account) => Account.Cash(account);

    /// <summary>An account's sequence.</summary>
    /// <param name="account">The account.</param>
    [Safe]
    public static long Sequence(Hash160 account) => Account.Sequence(account);

    /// <summary>The SHA-256 of an account's rows.</summary>
    /// <param name="account">The account.</param>
    [Safe]
    public static Bytes RowsHash(Hash160 account) => Account.RowsHash(account);

    /// <summary>The hash of an account's book as attestations name it.</summary>
    /// <param name="account">The account.</param>
    [Safe]
    public static Bytes BookHash(Hash160 account) => Account.BookHash(account, Account.RowsHash(account));

    /// <summary>The time until which an account is stopped, seconds; 0 where it is not.</summary>
    /// <param name="account">The account.</param>
    [Safe]
    public static long FrozenUntil(Hash160 account) => Account.FrozenUntil(account);

    /// <summary>The latest market's round.</summary>
    [Safe]
    public static long Round() => Registry.Round();

    /// <summary>The number of a role's committee.</summary>
    /// <param name="attesters">Whether the attesters are meant, or the publishers.</param>
    [Safe]
    public static long Epoch(bool attesters) => Committee.Epoch(RoleOf(attesters));

    /// <summary>One scenario's profit or loss of any rows at any market, money: what a liquidator computes
    /// first.</summary>
    /// <param name="rows">Rows' preimage.</param>
    /// <param name="sections">The sections of the underlyings held.</param>
    /// <param name="observedAt">The market's time, seconds.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="scenarios">The scenario set.</param>
    /// <param name="scenario">The scenario.</param>
    [Safe]
    public static long ScenarioTotal(
        Bytes rows, Items sections, long observedAt, Bytes parameters, Bytes scenarios, int scenario)
    {
        Value(rows, sections, observedAt, parameters, scenarios, scenario);
        return Valuation.Total;
    }

    /// <summary>The value of any rows at any market, money.</summary>
    /// <param name="rows">Rows' preimage.</param>
    /// <param name="sections">The sections of the underlyings held.</param>
    /// <param name="observedAt">The market's time, seconds.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="scenarios">The scenario set.</param>
    [Safe]
    public static Int128 BaseValue(
        Bytes rows, Items sections, long observedAt, Bytes parameters, Bytes scenarios)
    {
        Value(rows, sections, observedAt, parameters, scenarios, 0);
        return Valuation.Value;
    }

    private static void Value(
        Bytes rows, Items sections, long observedAt, Bytes parameters, Bytes scenarios, int scenario)
    {
        Model.Read(parameters);
        Scenario.Open(scenarios);
        Scenario.Select(scenario);
        Valuation.Run(rows, sections, observedAt);
    }

    private static void ChangeRows(Hash160 account, long cashMove, Items rows, Items proof, Bytes action)
    {
        RequireFree(account);
        Bytes after = Items.At(rows, 1);
        Account.RequireRows(account, Items.At(rows, 0));
        Rows.Check(after);
        Attested.Open(Items.At(proof, 0), Items.At(proof, 1), Attested.Trade, Now());
        Attested.RequireAccount(account, Crypto.Sha256(after), action);
        long cash = Account.Cash(account) + cashMove;
        Contract.Require(cash >= 0, "CashWouldBeNegative");
        Attested.RequireMargin(cash);
        Account.SetCash(account, cash);
        Account.SetRows(account, after);
        Account.Advance(account);
        Events.BookChanged(account, Account.Sequence(account), Account.RowsHash(account));
    }

    private static void PayOut(Hash160 account, long amount, Hash160 recipient)
    {
        Contract.Require(amount > 0, "AmountZero");
        long cash = Account.Cash(account) - amount;
        Contract.Require(cash >= 0, "CashWouldBeNegative");
        Account.SetCash(account, cash);
        Account.Advance(account);
        Items transfer = Items.Of(Runtime.Self(), recipient, amount, Bytes.Of(""));
        Contract.Require(Runtime.Call(Token(), "transfer", AllRights, transfer), "DeltaMismatch");
        Events.Withdrawn(account, recipient, amount);
    }

    private static void RequireOwner(Hash160 account) =>
        Contract.Require(Runtime.HasWitness(account), "NotOwner");

    private static void RequireFree(Hash160 account) =>
        Contract.Require(Now() >= Account.FrozenUntil(account), "AccountFrozen");

    private static string RoleOf(bool attesters) => attesters ? Committee.Attesters : Committee.Publishers;

    private static Hash160 Token() => Hash160.Of(Storage.Get(Bytes.Of("u")));

    private static Hash160 Owner() => Hash160.Of(Storage.Get(Bytes.Of("o")));

    private static long Now() => Runtime.TimeMilliseconds() / MillisecondsPerSecond;
}
