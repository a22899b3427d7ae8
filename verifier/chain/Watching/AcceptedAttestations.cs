using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Protocol;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Watching;

/// <summary>
/// The attestations that a vault's events name: those of exits, instant and queued. Trades and auctions tell no digest;
/// their bundles are judged like every other in the folder. An exit that the contract itself recomputed has none.
/// </summary>
internal static class AcceptedAttestations
{
    private const string OtherExit = "Withdrawn";

    /// <summary><c>ExitMode.PROVED</c>: what stands in the digest's place identifies a proof.</summary>
    private const ulong Proved = 3;

    /// <summary>The digests in a range of blocks, both ends included.</summary>
    internal static async Task<IReadOnlyList<Bytes32>> ReadAsync(
        MarginVault vault, ulong fromBlock, ulong toBlock, CancellationToken cancellation)
    {
        List<Bytes32> digests = [];
        foreach (string name in new[] { "CashWithdrawn", OtherExit })
        {
            IEnumerable<DecodedEvent> paid = await vault.Contract
                .EventsAsync(name, fromBlock, toBlock, cancellation).ConfigureAwait(false);
            digests.AddRange(paid
                .Where(static one => one.Name != OtherExit || one.Fields["mode"].AsUInt64() != Proved)
                .Select(static one => one.Fields["digest"].AsBytes32()));
        }

        IEnumerable<DecodedEvent> queued = await vault.Contract
            .EventsAsync("ExitQueued", fromBlock, toBlock, cancellation).ConfigureAwait(false);
        foreach (DecodedEvent exit in queued)
        {
            // An exit that has gone since was paid, which has an event of its own, or went back.
            NamedValues stored = await vault.Contract
                .CallAsync("exitOf", [exit.Fields["exitId"]], cancellation).ConfigureAwait(false);
            digests.Add(stored.Items[0].Value.AsItems()[^1].AsBytes32());
        }

        return [.. digests.Where(static digest => digest != default).Distinct()];
    }
}
