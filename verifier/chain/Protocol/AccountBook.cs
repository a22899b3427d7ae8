using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Nodes;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Protocol;

/// <summary>
/// An account's book as its vault has it. Of the rows the vault stores a hash alone, so they are gathered from its events
/// and the hash says whether none is missing.
/// </summary>
public static class AccountBook
{
    /// <summary>Blocks asked for at once: nodes bound the range of a log query.</summary>
    private const ulong BlocksAtOnce = 2_000;

    /// <summary>The book at the newest block.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ChainStateMismatch"/>: the events do not give the stored hash, as where a node does not keep
    /// all of them; or a failure of the node.
    /// </exception>
    public static async Task<Book> ReadAsync(
        ProtocolContracts contracts, IChainNode node, Bytes32 account, CancellationToken cancellation = default)
    {
        Block head = await node.FindBlockAsync(BlockReference.Latest, cancellation).ConfigureAwait(false)
            ?? throw new MarginException(ErrorCode.ReplyMalformed, "node", "latest", "no block", "a newest block");
        return await ReadAsync(contracts, account, head, cancellation).ConfigureAwait(false);
    }

    /// <summary>The book at a block.</summary>
    /// <exception cref="MarginException">As at the newest one; a node may have forgotten the state of an old block.
    /// </exception>
    public static async Task<Book> ReadAsync(
        ProtocolContracts contracts, Bytes32 account, Block head, CancellationToken cancellation = default)
    {
        BlockReference at = BlockReference.Of(head.Hash);
        AccountStanding standing =
            await contracts.Vault.StateAsync(account, at, cancellation).ConfigureAwait(false);
        ImmutableArray<CollateralBalance> collateral =
            await CollateralAsync(contracts.Vault, account, at, cancellation).ConfigureAwait(false);
        SortedDictionary<InstrumentId, Position> rows = [];
        ulong from = contracts.Deployment.Find("MarginVault").BlockNumber;
        for (; from <= head.Number; from += BlocksAtOnce)
        {
            ulong to = ulong.Min(head.Number, from + BlocksAtOnce - 1);
            ImmutableArray<DecodedEvent> changes = await contracts.Vault.Contract
                .EventsAsync("BookChanged", from, to, cancellation).ConfigureAwait(false);
            foreach (DecodedEvent change in changes.Where(change => change.Fields["account"].AsBytes32() == account))
            {
                Apply(rows, change);
            }
        }

        Book book = new(account, standing.Sequence, new Money((long)standing.Cash), collateral, [.. rows.Values]);
        Bytes32 hash = BookRows.Hash(book, contracts.Vault.Address);
        return hash == standing.BookHash
            ? book
            : throw new MarginException(
                ErrorCode.ChainStateMismatch,
                contracts.Vault.Address.ToString(),
                "bookHash",
                hash.ToString(),
                $"{standing.BookHash}, which the vault stores");
    }

    /// <summary>What the account holds of each asset, ascending by asset.</summary>
    private static async Task<ImmutableArray<CollateralBalance>> CollateralAsync(
        MarginVault vault, Bytes32 account, BlockReference at, CancellationToken cancellation)
    {
        SortedDictionary<ulong, CollateralBalance> held = [];
        foreach (VaultAsset asset in await vault.CollateralAssetsAsync(at, cancellation).ConfigureAwait(false))
        {
            UInt128 amount =
                await vault.CollateralAsync(account, asset.Index, at, cancellation).ConfigureAwait(false);
            if (amount != 0)
            {
                held[asset.Asset.Letters] = new CollateralBalance(asset.Asset, new Quantity((long)amount));
            }
        }

        return [.. held.Values];
    }

    private static void Apply(SortedDictionary<InstrumentId, Position> rows, DecodedEvent change)
    {
        foreach (AbiValue row in change.Fields["changed"].AsItems())
        {
            InstrumentId instrument = new(row.AsItems()[0].AsBytes32());
            Bytes32 packed = row.AsItems()[1].AsBytes32();
            Position position = new(
                instrument,
                new Quantity(unchecked((long)packed.First)),
                new Price((long)packed.Second),
                new Ratio(unchecked((long)packed.Third)));
            if (position.Quantity.Raw == 0)
            {
                rows.Remove(instrument);
            }
            else
            {
                rows[instrument] = position;
            }
        }
    }
}
