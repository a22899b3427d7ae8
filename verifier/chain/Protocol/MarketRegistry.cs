using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>A round as its registry stores it; all zero if there is none.</summary>
/// <param name="MarketHash">The hash of all sections.</param>
/// <param name="ObservedAtSeconds">The time of the oldest row.</param>
/// <param name="RegisteredAtSeconds">When it was registered.</param>
/// <param name="Jumped">Bit i: the underlying of index i moved further than its bound.</param>
/// <param name="Deviating">Bit i: the underlying of index i is too far from its reference.</param>
public sealed record RegisteredRound(
    Bytes32 MarketHash, ulong ObservedAtSeconds, ulong RegisteredAtSeconds, ulong Jumped, ulong Deviating);

/// <summary>A deployed MarketRegistry.</summary>
/// <param name="contract">The contract.</param>
public sealed class MarketRegistry(ContractInstance contract)
{
    /// <summary>Where it stands: the verifying contract of the publishers' EIP-712 domain.</summary>
    public Address Address => contract.Address;

    /// <summary>The contract itself, for the functions that governance calls.</summary>
    public ContractInstance Contract => contract;

    /// <summary>Registers a round with all its rows; anyone may send.</summary>
    /// <param name="sender">Who pays.</param>
    /// <param name="statement">What the publishers signed.</param>
    /// <param name="sections">Section 0 holds the assets; the others one underlying each, ascending.</param>
    /// <param name="signatures">The publishers' signatures.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<TransactionReceipt> RegisterAsync(
        TransactionSender sender,
        SnapshotStatement statement,
        ImmutableArray<byte[]> sections,
        CommitteeSignatures signatures,
        CancellationToken cancellation = default)
    {
        AbiValue[] arguments =
        [
            statement.Round,
            statement.ObservedAtSeconds,
            statement.Epoch,
            ContractValues.Of(sections),
            ContractValues.Of(signatures),
        ];
        return contract.SendAsync(sender, "register", arguments, cancellation);
    }

    /// <summary>Seconds of one round.</summary>
    public async Task<ulong> RoundLengthSecondsAsync(CancellationToken cancellation = default) =>
        (await ReadAsync("roundLength", [], BlockReference.Latest, cancellation).ConfigureAwait(false)).AsUInt64();

    /// <summary>The latest registered round.</summary>
    public async Task<ulong> LatestRoundAsync(CancellationToken cancellation = default) =>
        (await ReadAsync("latestRound", [], BlockReference.Latest, cancellation).ConfigureAwait(false)).AsUInt64();

    /// <summary>The publishers' active epoch; zero if none is.</summary>
    public async Task<ulong> CurrentEpochAsync(CancellationToken cancellation = default) =>
        (await ReadAsync("currentEpoch", [], BlockReference.Latest, cancellation).ConfigureAwait(false)).AsUInt64();

    /// <summary>A round as registered, at a block.</summary>
    public async Task<RegisteredRound> RoundAsync(
        ulong round, BlockReference block, CancellationToken cancellation = default)
    {
        AbiValue stored = await ReadAsync("snapshot", [round], block, cancellation).ConfigureAwait(false);
        AbiValue[] members = [.. stored.AsItems()];
        return new RegisteredRound(
            members[0].AsBytes32(),
            members[1].AsUInt64(),
            members[2].AsUInt64(),
            members[3].AsUInt64(),
            members[4].AsUInt64());
    }

    private async Task<AbiValue> ReadAsync(
        string function, AbiValue[] arguments, BlockReference block, CancellationToken cancellation) =>
        (await (contract with { Block = block }).CallAsync(function, arguments, cancellation).ConfigureAwait(false))
            .Items[0].Value;
}
