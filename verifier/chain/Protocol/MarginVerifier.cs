using System;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>An epoch of a committee as its contract stores it.</summary>
/// <param name="SetHash">The hash of the signers in order.</param>
/// <param name="ActiveFromSeconds">The first second at which it is active.</param>
/// <param name="ExpiresAtSeconds">The first second at which it is not any more.</param>
/// <param name="KilledAtSeconds">When the guardian ended it; zero if not.</param>
/// <param name="Threshold">The number of signatures.</param>
/// <param name="Count">The number of signers.</param>
public sealed record CommitteeEpoch(
    Bytes32 SetHash, ulong ActiveFromSeconds, ulong ExpiresAtSeconds, ulong KilledAtSeconds, int Threshold, int Count);

/// <summary>A deployed MarginVerifier.</summary>
/// <param name="contract">The contract.</param>
public sealed class MarginVerifier(ContractInstance contract)
{
    /// <summary>Where it stands: the verifying contract of the attestations' EIP-712 domain.</summary>
    public Address Address => contract.Address;

    /// <summary>The contract itself, for the functions that governance calls.</summary>
    public ContractInstance Contract => contract;

    /// <summary>The digest that the contract would check signatures of.</summary>
    public async Task<Bytes32> DigestAsync(MarginAttestation attestation, CancellationToken cancellation = default) =>
        (await ReadAsync("digest", [ContractValues.Of(attestation)], cancellation).ConfigureAwait(false)).AsBytes32();

    /// <summary>Checks an attestation as its consumer would.</summary>
    /// <returns>The digest.</returns>
    public async Task<Bytes32> CheckAsync(SignedAttestation shown, CancellationToken cancellation = default)
    {
        ContractInstance asConsumer = contract with { Caller = shown.Attestation.Consumer };
        AbiValue[] arguments = [ContractValues.Of(shown.Attestation), ContractValues.Of(shown.Signatures)];
        NamedValues digest = await asConsumer.CallAsync("check", arguments, cancellation).ConfigureAwait(false);
        return digest.Items[0].Value.AsBytes32();
    }

    /// <summary>The number of the active epoch; zero if none is.</summary>
    public async Task<ulong> CurrentEpochAsync(CancellationToken cancellation = default) =>
        (await ReadAsync("currentEpoch", [], cancellation).ConfigureAwait(false)).AsUInt64();

    /// <summary>An epoch, at a block.</summary>
    public async Task<CommitteeEpoch> EpochAsync(
        ulong epoch, BlockReference block, CancellationToken cancellation = default)
    {
        ContractInstance then = contract with { Block = block };
        NamedValues stored = await then.CallAsync("epochOf", [epoch], cancellation).ConfigureAwait(false);
        AbiValue[] members = [.. stored.Items[0].Value.AsItems()];
        return new CommitteeEpoch(
            members[0].AsBytes32(),
            members[1].AsUInt64(),
            members[2].AsUInt64(),
            members[3].AsUInt64(),
            (int)members[4].AsInt64(),
            (int)members[5].AsInt64());
    }

    /// <summary>An epoch's terms in one word, which a packed withdrawal shows; zero if there is none.</summary>
    public async Task<Bytes32> EpochTermsAsync(ulong epoch, CancellationToken cancellation = default) =>
        (await ReadAsync("epochTerms", [epoch], cancellation).ConfigureAwait(false)).AsBytes32();

    /// <summary>What a consumer may still pay out in this window, micro-units.</summary>
    public async Task<UInt128> AvailableAsync(
        ulong epoch, Address consumer, CancellationToken cancellation = default) =>
        (await ReadAsync("available", [epoch, consumer], cancellation).ConfigureAwait(false)).AsUInt128();

    private async Task<AbiValue> ReadAsync(string function, AbiValue[] arguments, CancellationToken cancellation) =>
        (await contract.CallAsync(function, arguments, cancellation).ConfigureAwait(false)).Items[0].Value;
}
