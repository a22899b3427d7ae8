using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Disputing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Files;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Watching;

/// <summary>
/// Follows a chain and a folder of bundles: every signed attestation is replayed, and one that is wrong is disproved.
/// It may be killed at any moment: what it knows is written whole after each round, and what it did is asked of the chain.
/// </summary>
/// <param name="contracts">The protocol.</param>
/// <param name="node">The node.</param>
/// <param name="folder">The folder with the bundles, <c>*.vmb</c>.</param>
/// <param name="challenger">Sends the proofs; null only tells.</param>
/// <param name="tell">Takes what there is to tell.</param>
public sealed class AttestationWatch(
    ProtocolContracts contracts,
    IChainNode node,
    string folder,
    TransactionSender? challenger,
    Action<WatchEvent> tell)
{
    /// <summary>Blocks read at once: nodes bound the range of a log query.</summary>
    private const ulong BlocksAtOnce = 2_000;

    /// <summary>Refusals that may pass: the bundle is not complete yet, or the chain is on another branch.</summary>
    private static readonly ErrorCode[] Passing =
        [ErrorCode.WrongSignatureCount, ErrorCode.ChainStateMismatch, ErrorCode.FileUnreadable];

    private readonly DisputeSearch _search = new(contracts, node);
    private readonly Eip712Domain _domain =
        MarginAttestation.Domain(contracts.Deployment.ChainId, contracts.Verifier.Address);

    private readonly Dictionary<Bytes32, DisputeCase> _wrong = [];
    private readonly HashSet<Bytes32> _told = [];
    private readonly Dictionary<string, DateTime> _files = [];
    private readonly HashSet<string> _waiting = [];

    /// <summary>The attestations found wrong so far.</summary>
    public IReadOnlyDictionary<Bytes32, DisputeCase> Wrong => _wrong;

    /// <summary>One round: the chain's news, the folder's news, and a proof for each lie that lacks one.</summary>
    /// <returns>The state to keep.</returns>
    /// <exception cref="MarginException">A failure of the node; the state before is still right.</exception>
    public async Task<WatchState> StepAsync(WatchState state, CancellationToken cancellation = default)
    {
        state = await FollowAsync(state, cancellation).ConfigureAwait(false);
        state = await JudgeFolderAsync(state, cancellation).ConfigureAwait(false);
        foreach ((Bytes32 digest, DisputeCase found) in _wrong)
        {
            await ProveAsync(digest, found, cancellation).ConfigureAwait(false);
        }

        foreach (Bytes32 digest in state.Accepted.Keys)
        {
            bool known = state.Right.Contains(digest) || _wrong.ContainsKey(digest);
            if (!known && _told.Add(digest))
            {
                tell(new WatchEvent(WatchEventKind.Missing, digest, "accepted on chain, and no bundle is at hand"));
            }
        }

        return state;
    }

    /// <summary>Reads the chain up to its newest block, from the last block read that is still in it.</summary>
    private async Task<WatchState> FollowAsync(WatchState state, CancellationToken cancellation)
    {
        Block head = await node.FindBlockAsync(BlockReference.Latest, cancellation).ConfigureAwait(false)
            ?? throw new MarginException(ErrorCode.ReplyMalformed, "node", "latest", "no block", "a newest block");
        state = await RewindAsync(state, cancellation).ConfigureAwait(false);
        ulong next = state.Blocks.IsEmpty
            ? contracts.Deployment.Find("MarginVault").BlockNumber
            : state.Blocks[^1].Number + 1;
        while (next <= head.Number)
        {
            ulong last = ulong.Min(head.Number, next + BlocksAtOnce - 1);

            // The hash comes first: if the chain moves on to another branch meanwhile, the next round shows it.
            Block? to = await node.FindBlockAsync(BlockReference.At(last), cancellation).ConfigureAwait(false);
            if (to is null)
            {
                return state;
            }

            IReadOnlyList<Bytes32> accepted = await AcceptedAttestations
                .ReadAsync(contracts.Vault, next, last, cancellation).ConfigureAwait(false);
            state = state.Advanced(to, accepted);
            next = last + 1;
        }

        return state;
    }

    private async Task<WatchState> RewindAsync(WatchState state, CancellationToken cancellation)
    {
        ulong from = state.Blocks.IsEmpty ? 0 : state.Blocks[^1].Number;
        bool moved = false;
        while (!state.Blocks.IsEmpty)
        {
            WatchedBlock newest = state.Blocks[^1];
            Block? now = await node.FindBlockAsync(BlockReference.At(newest.Number), cancellation)
                .ConfigureAwait(false);
            if (now?.Hash == newest.Hash)
            {
                break;
            }

            state = state.WithoutNewest();
            moved = true;
        }

        if (moved)
        {
            ulong kept = state.Blocks.IsEmpty ? 0 : state.Blocks[^1].Number;
            tell(new WatchEvent(WatchEventKind.Reorganised, default, $"read up to {from}, again from {kept}"));
        }

        return state;
    }

    private async Task<WatchState> JudgeFolderAsync(WatchState state, CancellationToken cancellation)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.vmb").Order(StringComparer.Ordinal))
        {
            DateTime written = File.GetLastWriteTimeUtc(file);
            if (_files.TryGetValue(file, out DateTime seen) && seen == written)
            {
                continue;
            }

            (bool judged, state) = await JudgeAsync(state, file, cancellation).ConfigureAwait(false);
            if (judged)
            {
                _files[file] = written;
            }
        }

        return state;
    }

    /// <summary>Judges one bundle; false when it is to be judged again.</summary>
    private async Task<(bool Judged, WatchState State)> JudgeAsync(
        WatchState state, string file, CancellationToken cancellation)
    {
        Bytes32 digest = default;
        try
        {
            Bundle bundle = Bundle.Decode(BoundedFile.Read(file, Bundle.MaxBytes), file);
            digest = bundle.Attestation.Digest(_domain);
            if (state.Right.Contains(digest) || _wrong.ContainsKey(digest))
            {
                return (true, state);
            }

            if (await _search.FindAsync(bundle, file, cancellation).ConfigureAwait(false) is DisputeCase found)
            {
                _wrong.Add(digest, found);
                string text = $"{found.Fault.Path} is {found.Fault.Attested}, and {found.Fault.Recomputed} recomputed";
                tell(new WatchEvent(WatchEventKind.Wrong, digest, text, found));
                return (true, state);
            }

            tell(new WatchEvent(WatchEventKind.Right, digest, "replayed equal"));
            return (true, state with { Right = state.Right.Add(digest) });
        }
        catch (MarginException refusal) when (refusal.Code is < ErrorCode.NodeUnreachable
            or ErrorCode.ChainStateMismatch)
        {
            bool passes = Passing.Contains(refusal.Code);
            if (!passes || _waiting.Add(file))
            {
                string again = passes ? "; looked at again later" : string.Empty;
                tell(new WatchEvent(WatchEventKind.Unjudged, digest, $"{refusal.Message}{again}"));
            }

            return (!passes, state);
        }
    }

    private async Task ProveAsync(Bytes32 digest, DisputeCase found, CancellationToken cancellation)
    {
        if (challenger is null
            || await contracts.Disputes.ProvedAsync(digest, BlockReference.Latest, cancellation).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            TransactionReceipt receipt =
                await contracts.Disputes.ProveAsync(challenger, found, cancellation).ConfigureAwait(false);
            tell(new WatchEvent(
                WatchEventKind.Disproved, digest, $"in {receipt.TransactionHash}, {receipt.GasUsed} gas", found));
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.TransactionReverted)
        {
            // Another challenger was first, or the window has ended: either way told once.
            if (RevertReason.Of(refusal)?.Name != "AlreadyProved" && _told.Add(digest))
            {
                tell(new WatchEvent(WatchEventKind.Unjudged, digest, refusal.Message, found));
            }
        }
    }
}
