using Stratis.SmartContracts;

/// <summary>
/// The vault in Stratis style: deposits, a book hash and a sequence of each account, withdrawals that an attester
/// approved for one sequence, and one option's cell recomputed with the kernel.
/// </summary>
/// <remarks>
/// The framework offers a contract no check of a signature, so the attester is an address that calls. The class lies in
/// no namespace and keeps nothing in fields: a developer lifts the files as they are.
/// </remarks>
[Deploy]
public sealed partial class MarginVault : SmartContract
{
    /// <summary>Sets the vault up.</summary>
    /// <param name="state">The call's state.</param>
    /// <param name="attester">Who approves withdrawals.</param>
    public MarginVault(ISmartContractState state, Address attester)
        : base(state) => State.SetAddress("Attester", attester);

    /// <summary>What an account has, smallest units.</summary>
    /// <param name="account">The account.</param>
    public ulong Cash(Address account) => State.GetUInt64("Cash:" + account.ToString());

    /// <summary>How often an account's book has changed.</summary>
    /// <param name="account">The account.</param>
    public ulong Sequence(Address account) => State.GetUInt64("Sequence:" + account.ToString());

    /// <summary>Credits what was paid with the call.</summary>
    public void Deposit()
    {
        Assert(Message.Value > 0, "AmountZero");
        SetCash(Message.Sender, Cash(Message.Sender) + Message.Value);
        Log(new Deposited { Account = Message.Sender, Amount = Message.Value });
    }

    /// <summary>Sets the hash of an account's rows; the attester alone.</summary>
    /// <param name="account">The account.</param>
    /// <param name="sequence">The account's sequence now.</param>
    /// <param name="rowsHash">Thirty-two bytes.</param>
    public void ChangeBook(Address account, ulong sequence, byte[] rowsHash)
    {
        Assert(Message.Sender == State.GetAddress("Attester"), "SignatureRejected");
        Assert(sequence == Sequence(account), "SequenceMismatch");
        Assert(rowsHash.Length == 32, "MalformedPreimage");
        State.SetBytes("Rows:" + account.ToString(), rowsHash);
        SetSequence(account, sequence + 1);
        Log(new BookChanged { Account = account, Sequence = sequence + 1 });
    }

    /// <summary>Approves that an account of this sequence ends with no less than this cash; the attester
    /// alone.</summary>
    /// <param name="account">The account.</param>
    /// <param name="sequence">The account's sequence now.</param>
    /// <param name="cashAfter">The least cash that meets the initial margin.</param>
    public void Approve(Address account, ulong sequence, ulong cashAfter)
    {
        Assert(Message.Sender == State.GetAddress("Attester"), "SignatureRejected");
        Assert(sequence == Sequence(account), "SequenceMismatch");
        State.SetUInt64("Approved:" + account.ToString(), sequence + 1);
        State.SetUInt64("Least:" + account.ToString(), cashAfter);
    }

    /// <summary>Pays the caller, within what was approved for this sequence.</summary>
    /// <param name="amount">Smallest units.</param>
    public void Withdraw(ulong amount)
    {
        Address account = Message.Sender;
        Assert(amount > 0, "AmountZero");
        Assert(Cash(account) >= amount, "CashWouldBeNegative");
        bool isFlat = State.GetBytes("Rows:" + account.ToString()).Length == 0;
        bool isApproved = State.GetUInt64("Approved:" + account.ToString()) == Sequence(account) + 1;
        Assert(isFlat || isApproved, "SequenceMismatch");
        ulong least = isFlat ? 0 : State.GetUInt64("Least:" + account.ToString());
        Assert(Cash(account) - amount >= least, "InitialMarginNotMet");
        SetCash(account, Cash(account) - amount);
        SetSequence(account, Sequence(account) + 1);
        Assert(Transfer(account, amount).Success, "DeltaMismatch");
        Log(new Withdrawn { Account = account, Amount = amount });
    }

    /// <summary>An option's value per unit of forward, scale 2^40, as every machine computes it.</summary>
    /// <param name="isCall">A call or a put.</param>
    /// <param name="strike">Raw 1e-8.</param>
    /// <param name="forward">Raw 1e-8.</param>
    /// <param name="factorQ40">The scenario's factor.</param>
    /// <param name="volatilityQ46">Total volatility.</param>
    public long OptionCell(bool isCall, long strike, long forward, long factorQ40, long volatilityQ46)
    {
        long ratioQ46 = CellStrikeRatioCeil(strike, CellUnitForward(strike, forward));
        long moneynessQ46 = LogarithmNatural(forward) - LogarithmNatural(strike)
            + (factorQ40 > 0 ? ScenarioFactorLog(factorQ40) : 0);
        long reciprocalQ38 = Black76Reciprocal(volatilityQ46);
        return isCall
            ? CellCall(factorQ40, ratioQ46, moneynessQ46, volatilityQ46, reciprocalQ38)
            : CellPut(factorQ40, ratioQ46, moneynessQ46, volatilityQ46, reciprocalQ38);
    }

    private void SetCash(Address account, ulong cash) => State.SetUInt64("Cash:" + account.ToString(), cash);

    private void SetSequence(Address account, ulong sequence) =>
        State.SetUInt64("Sequence:" + account.ToString(), sequence);

    /// <summary>A payment in.</summary>
    public struct Deposited
    {
        /// <summary>The account.</summary>
        [Index]
        public Address Account;

        /// <summary>Smallest units.</summary>
        public ulong Amount;
    }

    /// <summary>A book that changed.</summary>
    public struct BookChanged
    {
        /// <summary>The account.</summary>
        [Index]
        public Address Account;

        /// <summary>Its sequence afterwards.</summary>
        public ulong Sequence;
    }

    /// <summary>A payment out.</summary>
    public struct Withdrawn
    {
        /// <summary>The account.</summary>
        [Index]
        public Address Account;

        /// <summary>Smallest units.</summary>
        public ulong Amount;
    }
}
