using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>What a session of self-proof has shown so far.</summary>
/// <param name="Action">The payment that it is about; of nobody's account where there is no such session.</param>
/// <param name="BegunAfter">The latest round when it began; its own is the next one that was registered.</param>
/// <param name="Next">The first scenario that is not computed yet.</param>
/// <param name="Round">Its round; zero until it is finished.</param>
/// <param name="Equity">Of the account after the payment, micro-units.</param>
/// <param name="InitialMargin">Initial margin after the payment.</param>
/// <param name="MaintenanceMargin">Maintenance margin after the payment.</param>
public sealed record ProofSession(
    WithdrawAction Action,
    ulong BegunAfter,
    int Next,
    ulong Round,
    Int128 Equity,
    UInt128 InitialMargin,
    UInt128 MaintenanceMargin);

/// <summary>A deployed SelfProof: margins proved in parts.</summary>
/// <param name="contract">The contract.</param>
public sealed class SelfProof(ContractInstance contract)
{
    private const int TotalsHeadBytes = 64;

    /// <summary>Where it stands.</summary>
    public Address Address => contract.Address;

    /// <summary>
    /// Begins a session about a payment; one of nothing is about the account as it stands. Its prices will be those of
    /// the first round registered from now on. A vault pays on the session that the account's owner began last.
    /// </summary>
    /// <param name="sender">The account's owner.</param>
    /// <param name="vault">The vault.</param>
    /// <param name="action">The payment.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The session's identifier.</returns>
    public async Task<Bytes32> BeginAsync(
        TransactionSender sender, Address vault, WithdrawAction action, CancellationToken cancellation = default)
    {
        AbiValue[] arguments = [vault, ContractValues.Of(action)];
        await contract.SendAsync(sender, "begin", arguments, cancellation).ConfigureAwait(false);

        // Not by the event: a session that was begun before, by whomever, is the same one, and has none.
        NamedValues newest = await contract.CallAsync("newestOf", [vault, action.Account], cancellation)
            .ConfigureAwait(false);
        return newest.Items[0].Value.AsBytes32();
    }

    /// <summary>
    /// Lets the contract compute the scenarios from <paramref name="from"/> up to <paramref name="to"/>.
    /// </summary>
    public Task<TransactionReceipt> ProveAsync(
        TransactionSender sender,
        Bytes32 session,
        int from,
        int to,
        ImmutableArray<Position> rows,
        ShownMarket market,
        CancellationToken cancellation = default)
    {
        AbiValue[] arguments =
            [session, (ulong)from, (ulong)to, ContractValues.Of(rows), market.ToValue()];
        return contract.SendAsync(sender, "prove", arguments, cancellation);
    }

    /// <summary>Draws the result from all totals.</summary>
    /// <param name="sender">Who pays.</param>
    /// <param name="session">The session.</param>
    /// <param name="totals">Profit or loss of every scenario, by the engine.</param>
    /// <param name="tailHint">As of <see cref="TailTotals.Hint"/>.</param>
    /// <param name="rows">The account's.</param>
    /// <param name="market">The session's round.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<TransactionReceipt> FinishAsync(
        TransactionSender sender,
        Bytes32 session,
        ImmutableArray<Money> totals,
        long tailHint,
        ImmutableArray<Position> rows,
        ShownMarket market,
        CancellationToken cancellation = default)
    {
        byte[] packed = [.. ResultRows.WriteTotals(totals).Skip(TotalsHeadBytes)];
        AbiValue[] arguments =
            [session, packed, (Int128)tailHint, ContractValues.Of(rows), market.ToValue()];
        return contract.SendAsync(sender, "finish", arguments, cancellation);
    }

    /// <summary>A session as it stands.</summary>
    public async Task<ProofSession> SessionAsync(Bytes32 session, CancellationToken cancellation = default)
    {
        NamedValues answer =
            await contract.CallAsync("sessionOf", [session], cancellation).ConfigureAwait(false);
        ImmutableArray<AbiValue> members = answer.Items[0].Value.AsItems();
        return new ProofSession(
            ContractValues.ToWithdrawal(members[4]),
            members[2].AsUInt64(),
            (int)members[5].AsUInt64(),
            members[6].AsUInt64(),
            members[8].AsInt128(),
            members[9].AsUInt128(),
            members[10].AsUInt128());
    }
}
