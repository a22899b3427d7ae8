using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>A signer's bond as its contract stores it.</summary>
/// <param name="Amount">All of it, micro-units.</param>
/// <param name="Unlocking">The part that its signer has asked for back.</param>
/// <param name="UnlockableAtSeconds">When that part may be paid out; zero if none was asked for.</param>
/// <param name="Proofs">The proofs that are pending against the signer.</param>
public sealed record SignerBond(UInt128 Amount, UInt128 Unlocking, ulong UnlockableAtSeconds, int Proofs);

/// <summary>A deployed AttesterBond.</summary>
/// <param name="contract">The contract.</param>
public sealed class AttesterBond(ContractInstance contract)
{
    /// <summary>Where it stands.</summary>
    public Address Address => contract.Address;

    /// <summary>The contract itself, for the functions that signers and governance call.</summary>
    public ContractInstance Contract => contract;

    /// <summary>A signer's bond.</summary>
    public async Task<SignerBond> BondAsync(Address signer, CancellationToken cancellation = default)
    {
        NamedValues stored = await contract.CallAsync("bondOf", [signer], cancellation).ConfigureAwait(false);
        AbiValue[] members = [.. stored.Items[0].Value.AsItems()];
        return new SignerBond(
            members[0].AsUInt128(), members[1].AsUInt128(), members[2].AsUInt64(), (int)members[3].AsInt64());
    }

    /// <summary>What slashed bonds owe a challenger or a consumer, micro-units.</summary>
    public async Task<UInt128> OwedAsync(Address payee, CancellationToken cancellation = default) =>
        (await contract.CallAsync("owed", [payee], cancellation).ConfigureAwait(false)).Items[0].Value.AsUInt128();

    /// <summary>Takes the bonds of a proof whose veto period has ended; anyone may send.</summary>
    public Task<TransactionReceipt> ExecuteSlashAsync(
        TransactionSender sender, Bytes32 proofId, CancellationToken cancellation = default) =>
        contract.SendAsync(sender, "executeSlash", [proofId], cancellation);

    /// <summary>The proofs that a transaction set to wait for their veto period.</summary>
    public IReadOnlyList<Bytes32> PendingProofs(TransactionReceipt receipt) =>
    [
        .. contract.EventsOf(receipt).Where(one => one.Name == "SlashPending")
            .Select(one => one.Fields["proofId"].AsBytes32()),
    ];
}
