using System;
using System.Collections.Immutable;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Protocol;

/// <summary>
/// A deployed MarginVault. A refusal of the contract is <see cref="ErrorCode.TransactionReverted"/> with its error's
/// name and values; see <see cref="RevertReason.Of"/>.
/// </summary>
public interface IMarginVault
{
    /// <summary>Where the vault stands: the consumer of its attestations.</summary>
    public Address Address { get; }

    /// <summary>What an attestation about the account is bound to.</summary>
    public Task<AccountStanding> StateAsync(
        Bytes32 account, BlockReference block, CancellationToken cancellation = default);

    /// <summary>The model whose attestations the vault takes.</summary>
    public Task<Bytes32> AdoptedModelAsync(CancellationToken cancellation = default);

    /// <summary>The collateral assets that the vault takes, in the order of its table.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ReplyMalformed"/>: an identifier that is no asset's name; or a failure of the node.
    /// </exception>
    public Task<ImmutableArray<VaultAsset>> CollateralAssetsAsync(
        BlockReference block, CancellationToken cancellation = default);

    /// <summary>A collateral balance, 1e-8 of the asset.</summary>
    public Task<UInt128> CollateralAsync(
        Bytes32 account, byte assetIndex, BlockReference block, CancellationToken cancellation = default);

    /// <summary>Opens the sender's account.</summary>
    /// <param name="owner">The sender.</param>
    /// <param name="subaccount">0 to 2^96 - 1.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The account: the owner's address and the subaccount.</returns>
    public Task<Bytes32> OpenAsync(
        TransactionSender owner, BigInteger subaccount, CancellationToken cancellation = default);

    /// <summary>Credits cash in micro-units; the sender has approved the tokens.</summary>
    public Task<TransactionReceipt> DepositAsync(
        TransactionSender sender, Bytes32 account, UInt128 amount, CancellationToken cancellation = default);

    /// <summary>Credits collateral, 1e-8 of the asset; the owner has approved the tokens.</summary>
    public Task<TransactionReceipt> DepositCollateralAsync(
        TransactionSender owner,
        Bytes32 account,
        byte assetIndex,
        UInt128 amount,
        CancellationToken cancellation = default);

    /// <summary>
    /// Withdraws on an attestation of the book after the payment (W1): cash in packed form, paid at once within the
    /// outflow limit; collateral is queued. A refusal is the one of the full form where that has one, since only it
    /// names every member.
    /// </summary>
    public Task<WithdrawOutcome> WithdrawAsync(
        TransactionSender owner,
        WithdrawAction action,
        MarginAttestation attestation,
        CommitteeSignatures signatures,
        CancellationToken cancellation = default);

    /// <summary>Queues a withdrawal on an attestation (W2).</summary>
    public Task<WithdrawOutcome> RequestWithdrawAsync(
        TransactionSender owner,
        WithdrawAction action,
        MarginAttestation attestation,
        CommitteeSignatures signatures,
        CancellationToken cancellation = default);

    /// <summary>
    /// Withdraws on the engine contract's own figures (W0): no attester signs, and the contract recomputes every
    /// scenario of the account after the payment. Cash is paid at once within the outflow limit, everything else is queued.
    /// </summary>
    /// <param name="owner">The account's owner.</param>
    /// <param name="action">The payment.</param>
    /// <param name="rows">The account's positions, all of them.</param>
    /// <param name="market">The latest round.</param>
    /// <param name="tailHint">As of <see cref="TailTotals.Hint"/>, of the account after the payment.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<WithdrawOutcome> WithdrawProvedAsync(
        TransactionSender owner,
        WithdrawAction action,
        ImmutableArray<Position> rows,
        ShownMarket market,
        long tailHint,
        CancellationToken cancellation = default);

    /// <summary>The same on a finished session of <see cref="SelfProof"/> about this payment.</summary>
    public Task<WithdrawOutcome> WithdrawProvedAsync(
        TransactionSender owner, WithdrawAction action, Bytes32 session, CancellationToken cancellation = default);

    /// <summary>
    /// Asks for the escape (W3): it opens a day later and stays open for a day. A trade afterwards voids it.
    /// </summary>
    /// <returns>When it opens, Unix seconds, unless the sequencer fails before.</returns>
    public Task<ulong> RequestExitAsync(
        TransactionSender owner, Bytes32 account, CancellationToken cancellation = default);

    /// <summary>When the account asked for its escape, Unix seconds; zero if it did not.</summary>
    public Task<ulong> ExitRequestedAtAsync(Bytes32 account, CancellationToken cancellation = default);

    /// <summary>
    /// Pays at once what the standard margin leaves, without attesters and publishers (W3): options and collateral count
    /// as nothing, prices are the reference feeds'.
    /// </summary>
    /// <param name="owner">The account's owner.</param>
    /// <param name="action">The payment.</param>
    /// <param name="rows">The account's positions, all of them.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<WithdrawOutcome> EscapeAsync(
        TransactionSender owner,
        WithdrawAction action,
        ImmutableArray<Position> rows,
        CancellationToken cancellation = default);

    /// <summary>Withdraws from an account without rows; no attestation is needed (X4).</summary>
    public Task<WithdrawOutcome> WithdrawFlatAsync(
        TransactionSender owner, WithdrawAction action, CancellationToken cancellation = default);

    /// <summary>Pays a queued exit whose delay has passed; anyone may send.</summary>
    public Task<WithdrawOutcome> FinaliseWithdrawAsync(
        TransactionSender sender, BigInteger exitId, CancellationToken cancellation = default);

    /// <summary>Clears fills between signed orders; every account of the batch passes its gate.</summary>
    public Task<TransactionReceipt> ClearAsync(
        TransactionSender sender, ClearingBatch batch, CancellationToken cancellation = default);

    /// <summary>Converts all settled rows of an account to cash; anyone may send.</summary>
    public Task<TransactionReceipt> SettleAsync(
        TransactionSender sender,
        Bytes32 account,
        ImmutableArray<Position> rows,
        CancellationToken cancellation = default);
}
