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
    /// <param name="data">Owner, token, hashes of engine, parameters and scenarios, attesters' keys and threshold,
    /// publishers' keys and threshold.</param>
    /// <param name="update">Whether the chain updates; this contract never does.</param>
    public static void Deploy(Any data, bool update)
    {
        Contract.Require(!update, "ActionUnknown");
        Items settings = Any.ToItems(data);
        Contract.Require(Items.Count(settings) == 9, "ConfigMismatch");
        Storage.Put(Bytes.Of("o"), Items.At(settings, 0));
        Storage.Put(Bytes.Of("u"), Items.At(settings, 1));
        Registry.SetModel(Items.At(settings, 2), Items.At(settings, 3), Items.At(settings, 4));
        Committee.Install(Committee.Attesters, Items.At(settings, 5), Bytes.ToNumber(Items.At(settings, 6)));
        Committee.Install(Committee.Publishers, Items.At(settings, 7), Bytes.ToNumber(Items.At(settings, 8)));
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

    /// <summary>Trades between two accounts: rows, entry prices, funding and cash are computed here.</summary>
    /// <param name="first">Gets the fills; its owner signed.</param>
    /// <param name="second">Gets their opposite; its owner signed.</param>
    /// <param name="fills">Rows of what is traded: quantity, price, the perpetual's funding index now.</param>
    /// <param name="market">The latest market's head, then the model's parameters and scenario set.</param>
    /// <param name="sections">The sections of the underlyings traded; of all that an account holds afterwards where
    /// its rows become more.</param>
    /// <param name="firstSide">Its rows, its attestation with purpose Trade, and the signatures.</param>
    /// <param name="secondSide">The same of the second account.</param>
    public static void Trade(
        Hash160 first,
        Hash160 second,
        Bytes fills,
        Items market,
        Items sections,
        Items firstSide,
        Items secondSide)
    {
        RequireOwner(first);
        RequireOwner(second);
        Contract.Require(!Hash160.AreEqual(first, second), "AccountMismatch");
        Registry.RequireSections(Items.At(market, 0), sections);
        Registry.OpenModel(Items.At(market, 1));
        Registry.OpenScenarios(Items.At(market, 2));
        Contract.Require(Model.Scans, "ProfileNotEnforceable");
        Fills.Check(fills, sections);
        Bytes action = Crypto.Sha256(Bytes.Join(Bytes.Join(Bytes.Of(first), Bytes.Of(second)), fills));
        ChangeRows(first, 0, RowList.Traded(RowsOf(first, firstSide), fills, true), sections, firstSide, action);
        ChangeRows(second, 0, RowList.Traded(RowsOf(second, secondSide), fills, false), sections, secondSide, action);
    }

    /// <summary>Stops an account below its maintenance margin: no attester is asked, one scenario is
    /// recomputed.</summary>
    /// <param name="account">The account.</param>
    /// <param name="rows">Its rows' preimage.</param>
    /// <param name="head">The latest market's head.</param>
    /// <param name="sections">The sections of the underlyings held, in the market's order; all of the market's where
    /// one held is not listed.</param>
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
    /// <param name="rows">The account's rows' preimage: the bidder gets them at their own entry prices and
    /// funding.</param>
    /// <param name="bidderSide">The bidder's rows, its attestation with purpose Trade, and the signatures.</param>
    /// <param name="market">The latest market's head, then the model's parameters and scenario set.</param>
    /// <param name="sections">The sections of the underlyings held.</param>
    /// <param name="scenario">The scenario that shows the breach at this round.</param>
    public static void TakeOver(
        Hash160 account,
        Hash160 bidder,
        Bytes rows,
        Items bidderSide,
        Items market,
        Items sections,
        int scenario)
    {
        Contract.Require(!Hash160.AreEqual(account, bidder), "BidderIsOwner");
        RequireOwner(bidder);
        Contract.Require(Account.FrozenUntil(account) != 0, "NoAuction");
        Contract.Require(Now() < Account.FrozenUntil(account), "LeaseLapsed");
        Contract.Require(Registry.Round() > Account.FrozenRound(account), "SameRound");
        Witness.Run(
            account, rows, Items.At(market, 0), sections, Items.At(market, 1), Items.At(market, 2), scenario);
        Contract.Require(Witness.Equity < Witness.Maintenance, "NotBelowMaintenance");
        long paid = Witness.Equity > 0 ? Witness.Equity - (Witness.Equity / 10) : 0;
        long moved = Account.Cash(account) - paid;
        Bytes action = Crypto.Sha256(Bytes.Join(Bytes.Of(account), Bytes.Of(bidder)));
        Bytes after = RowList.TakenOver(RowsOf(bidder, bidderSide), rows);
        ChangeRows(bidder, moved, after, sections, bidderSide, action);
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
    /// Ends the attesters' committee by one attestation whose totals are none, or whose expected shortfall does not
    /// follow from them.
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
        Registry.OpenModel(parameters);
        Registry.OpenScenarios(scenarios);
        Contract.Require(Model.ConfidencePpm != 0, "ScenarioNotMeasured");
        if (Tail.AreTotals(totals))
        {
            Word shortfall = Word.Of(Tail.ExpectedShortfall(totals, hint));
            Contract.Require(!Word.AreEqual(shortfall, Attested.ExpectedShortfall()), "NotWrong");
        }

        Committee.End(Committee.Attesters);
        Events.Refuted(Committee.Epoch(Committee.Attesters));
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
        Valuation.Run(rows, sections, true, observedAt);
    }

    /// <summary>What a side shows of itself, refused unless it is the account's rows.</summary>
    private static Bytes RowsOf(Hash160 account, Items side)
    {
        Account.RequireRows(account, Items.At(side, 0));
        return Items.At(side, 0);
    }

    /// <summary>Stores the rows that were just computed, with the cash that they bring, once the attestation says that
    /// they meet the initial margin.</summary>
    private static void ChangeRows(
        Hash160 account, long cashMove, Bytes after, Items sections, Items side, Bytes action)
    {
        RequireFree(account);
        Underlyings.RequireShown(Items.At(side, 0), after, sections);
        Attested.Open(Items.At(side, 1), Items.At(side, 2), Attested.Trade, Now());
        Attested.RequireAccount(account, Crypto.Sha256(after), action);
        Int128 cash = (Int128)Account.Cash(account) + cashMove + RowList.Cash;
        Contract.Require(cash >= 0, "CashWouldBeNegative");
        Contract.Require(cash <= long.MaxValue, "QuantityTooLarge");
        Attested.RequireMargin((long)cash);
        Account.SetCash(account, (long)cash);
        Account.SetRows(account, after);
        Account.Advance(account);
        Events.BookChanged(account, Account.Sequence(account), Account.RowsHash(account));
    }

    private static void PayOut(Hash160 account, long amount, Hash160 recipient)
    {
        Contract.Require(amount > 0, "AmountZero");
        Contract.Require(!Hash160.AreEqual(recipient, Runtime.Self()), "RecipientIsVault");
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
