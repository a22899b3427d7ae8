using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Protocol;

/// <summary>The vault by way of the small client of this package.</summary>
/// <param name="contract">The deployed MarginVault.</param>
/// <param name="verifier">The verifier that the vault was built with.</param>
public sealed class MarginVault(ContractInstance contract, MarginVerifier verifier) : IMarginVault
{
    private const string QueuedExit = "requestWithdraw";

    /// <inheritdoc/>
    public Address Address => contract.Address;

    /// <summary>The contract itself, for the functions that governance calls.</summary>
    public ContractInstance Contract => contract;

    /// <inheritdoc/>
    public async Task<AccountStanding> StateAsync(
        Bytes32 account, BlockReference block, CancellationToken cancellation = default)
    {
        NamedValues state =
            await (contract with { Block = block }).CallAsync("state", [account], cancellation).ConfigureAwait(false);
        return new AccountStanding(
            state["sequence"].AsUInt64(),
            state["bookHash"].AsBytes32(),
            state["cash"].AsInt128(),
            (AccountState)(int)state["state_"].AsInt64());
    }

    /// <inheritdoc/>
    public async Task<Bytes32> AdoptedModelAsync(CancellationToken cancellation = default) =>
        (await ReadAsync("adoptedModel", [], cancellation).ConfigureAwait(false)).AsBytes32();

    /// <inheritdoc/>
    public async Task<ImmutableArray<VaultAsset>> CollateralAssetsAsync(
        BlockReference block, CancellationToken cancellation = default)
    {
        ulong count = (await ReadAsync("assetCount", [], cancellation, block).ConfigureAwait(false)).AsUInt64();
        ImmutableArray<VaultAsset>.Builder assets = ImmutableArray.CreateBuilder<VaultAsset>();
        for (ulong index = 1; index < count; index++)
        {
            ImmutableArray<AbiValue> row =
                (await ReadAsync("assetOf", [index], cancellation, block).ConfigureAwait(false)).AsItems();
            Bytes32 word = row[0].AsBytes32();
            AssetId asset = new(word.First);
            assets.Add(asset.IsWellFormed && asset.Word == word
                ? new VaultAsset((byte)index, asset, row[1].AsAddress(), (byte)row[2].AsUInt64())
                : throw JsonRpcReply.Malformed($"/assetOf/{index}", word.ToString(), "an asset's name"));
        }

        return assets.ToImmutable();
    }

    /// <inheritdoc/>
    public async Task<UInt128> CollateralAsync(
        Bytes32 account, byte assetIndex, BlockReference block, CancellationToken cancellation = default) =>
        (await ReadAsync("collateralOf", [account, (ulong)assetIndex], cancellation, block).ConfigureAwait(false))
            .AsUInt128();

    /// <inheritdoc/>
    public async Task<Bytes32> OpenAsync(
        TransactionSender owner, BigInteger subaccount, CancellationToken cancellation = default)
    {
        TransactionReceipt receipt =
            await contract.SendAsync(owner, "open", [subaccount], cancellation).ConfigureAwait(false);
        return Single(receipt, "AccountOpened")["account"].AsBytes32();
    }

    /// <inheritdoc/>
    public Task<TransactionReceipt> DepositAsync(
        TransactionSender sender, Bytes32 account, UInt128 amount, CancellationToken cancellation = default) =>
        contract.SendAsync(sender, "deposit", [account, amount], cancellation);

    /// <inheritdoc/>
    public Task<TransactionReceipt> DepositCollateralAsync(
        TransactionSender owner,
        Bytes32 account,
        byte assetIndex,
        UInt128 amount,
        CancellationToken cancellation = default) =>
        contract.SendAsync(owner, "depositCollateral", [account, (ulong)assetIndex, amount], cancellation);

    /// <inheritdoc/>
    public async Task<WithdrawOutcome> WithdrawAsync(
        TransactionSender owner,
        WithdrawAction action,
        MarginAttestation attestation,
        CommitteeSignatures signatures,
        CancellationToken cancellation = default)
    {
        AbiValue[] full = Gate(action, attestation, signatures);
        if (action.AssetIndex != 0)
        {
            return await ExitAsync(owner, QueuedExit, full, cancellation).ConfigureAwait(false);
        }

        Bytes32 terms = await verifier.EpochTermsAsync(attestation.Epoch, cancellation).ConfigureAwait(false);
        AbiValue[] packed =
            [CashExit.Of(action, attestation, signatures, terms), CashExit.Quorum(signatures)];
        try
        {
            return await ExitAsync(owner, "withdrawAttested", packed, cancellation).ConfigureAwait(false);
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.TransactionReverted)
        {
            // The packed form has no word for what the vault writes itself, so its refusal cannot say which member is
            // another one. The full form has: it is only called, in the block to come as a transaction would be, and
            // where it refuses too, its reason is the better one.
            await (contract with { Caller = owner.Address, Block = BlockReference.Pending })
                .CallAsync(QueuedExit, full, cancellation).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<WithdrawOutcome> RequestWithdrawAsync(
        TransactionSender owner,
        WithdrawAction action,
        MarginAttestation attestation,
        CommitteeSignatures signatures,
        CancellationToken cancellation = default) =>
        ExitAsync(owner, QueuedExit, Gate(action, attestation, signatures), cancellation);

    /// <inheritdoc/>
    public Task<WithdrawOutcome> WithdrawProvedAsync(
        TransactionSender owner,
        WithdrawAction action,
        ImmutableArray<Position> rows,
        ShownMarket market,
        long tailHint,
        CancellationToken cancellation = default)
    {
        AbiValue[] arguments =
            [ContractValues.Of(action), ContractValues.Of(rows), market.ToValue(), (Int128)tailHint];
        return ExitAsync(owner, "withdrawProved", arguments, cancellation);
    }

    /// <inheritdoc/>
    public Task<WithdrawOutcome> WithdrawProvedAsync(
        TransactionSender owner, WithdrawAction action, Bytes32 session, CancellationToken cancellation = default) =>
        ExitAsync(owner, "withdrawProvedSession", [ContractValues.Of(action), session], cancellation);

    /// <inheritdoc/>
    public async Task<ulong> RequestExitAsync(
        TransactionSender owner, Bytes32 account, CancellationToken cancellation = default)
    {
        TransactionReceipt receipt =
            await contract.SendAsync(owner, "requestExit", [account], cancellation).ConfigureAwait(false);
        return Single(receipt, "ExitRequested")["from"].AsUInt64();
    }

    /// <inheritdoc/>
    public async Task<ulong> ExitRequestedAtAsync(Bytes32 account, CancellationToken cancellation = default) =>
        (await ReadAsync("exitRequestOf", [account], cancellation).ConfigureAwait(false)).AsItems()[0].AsUInt64();

    /// <inheritdoc/>
    public Task<WithdrawOutcome> EscapeAsync(
        TransactionSender owner,
        WithdrawAction action,
        ImmutableArray<Position> rows,
        CancellationToken cancellation = default) =>
        ExitAsync(owner, "escape", [ContractValues.Of(action), ContractValues.Of(rows)], cancellation);

    /// <inheritdoc/>
    public Task<WithdrawOutcome> WithdrawFlatAsync(
        TransactionSender owner, WithdrawAction action, CancellationToken cancellation = default) =>
        ExitAsync(owner, "withdrawFlat", [ContractValues.Of(action)], cancellation);

    /// <inheritdoc/>
    public Task<WithdrawOutcome> FinaliseWithdrawAsync(
        TransactionSender sender, BigInteger exitId, CancellationToken cancellation = default) =>
        ExitAsync(sender, "finaliseWithdraw", [exitId], cancellation);

    /// <inheritdoc/>
    public Task<TransactionReceipt> ClearAsync(
        TransactionSender sender, ClearingBatch batch, CancellationToken cancellation = default) =>
        contract.SendAsync(sender, "clear", batch.ToArguments(), cancellation);

    /// <inheritdoc/>
    public Task<TransactionReceipt> SettleAsync(
        TransactionSender sender,
        Bytes32 account,
        ImmutableArray<Position> rows,
        CancellationToken cancellation = default) =>
        contract.SendAsync(sender, "settle", [account, ContractValues.Of(rows)], cancellation);

    private static AbiValue[] Gate(
        WithdrawAction action, MarginAttestation attestation, CommitteeSignatures signatures) =>
        [ContractValues.Of(action), ContractValues.Of(attestation), ContractValues.Of(signatures)];

    private async Task<WithdrawOutcome> ExitAsync(
        TransactionSender sender, string function, IReadOnlyList<AbiValue> arguments, CancellationToken cancellation)
    {
        TransactionReceipt receipt =
            await contract.SendAsync(sender, function, arguments, cancellation).ConfigureAwait(false);
        DecodedEvent ended = contract.EventsOf(receipt)
            .FirstOrDefault(one => one.Name is "ExitQueued" or "Withdrawn" or "CashWithdrawn")
            ?? throw Missing("ExitQueued, Withdrawn or CashWithdrawn");
        return ended.Name != "ExitQueued"
            ? new WithdrawOutcome(receipt, ended.Fields["amount"].AsUInt128(), null)
            : new WithdrawOutcome(receipt, 0, ended.Fields["exitId"].AsInteger());
    }

    private NamedValues Single(TransactionReceipt receipt, string name) =>
        contract.EventsOf(receipt).FirstOrDefault(one => one.Name == name)?.Fields
        ?? throw Missing(name);

    private MarginException Missing(string name) =>
        JsonRpcReply.Malformed("/logs", $"no {name}", $"the event {name} of {contract.Name}");

    private async Task<AbiValue> ReadAsync(
        string function,
        IReadOnlyList<AbiValue> arguments,
        CancellationToken cancellation,
        BlockReference? block = null)
    {
        ContractInstance read = contract with { Block = block ?? contract.Block };
        return (await read.CallAsync(function, arguments, cancellation).ConfigureAwait(false)).Items[0].Value;
    }
}
