using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;

namespace Verifiable.Chain.Nodes;

/// <summary>Control over time and state that development nodes give, Hardhat's and anvil alike.</summary>
public sealed class DevNode(JsonRpcClient client)
{
    /// <summary>Moves the clock of the next block forward.</summary>
    public Task IncreaseTimeAsync(ulong seconds, CancellationToken cancellation = default) =>
        client.CallAsync("evm_increaseTime", [ReplyText.WriteQuantity(seconds)], cancellation);

    /// <summary>Sets the next block's Unix seconds; they must exceed the newest block's.</summary>
    public Task SetNextBlockTimeAsync(ulong unixSeconds, CancellationToken cancellation = default) =>
        client.CallAsync("evm_setNextBlockTimestamp", [ReplyText.WriteQuantity(unixSeconds)], cancellation);

    /// <summary>Mines empty blocks, or those of the waiting transactions.</summary>
    public Task MineAsync(ulong blocks = 1, CancellationToken cancellation = default) =>
        client.CallAsync("hardhat_mine", [ReplyText.WriteQuantity(blocks)], cancellation);

    /// <summary>Whether each transaction is mined as it comes.</summary>
    public Task SetAutomineAsync(bool automine, CancellationToken cancellation = default) =>
        client.CallAsync("evm_setAutomine", [automine], cancellation);

    /// <summary>Sets an account's wei.</summary>
    public Task SetBalanceAsync(Address account, BigInteger wei, CancellationToken cancellation = default) =>
        client.CallAsync("hardhat_setBalance", [account.ToString(), ReplyText.WriteQuantity(wei)], cancellation);

    /// <summary>Replaces the newest blocks by empty ones, as another branch of the chain would; anvil only.</summary>
    public Task ReorganiseAsync(ulong blocks, CancellationToken cancellation = default) =>
        client.CallAsync("anvil_reorg", [blocks, new JsonArray()], cancellation);

    /// <summary>Remembers the state; the name is for one <see cref="RevertAsync"/>.</summary>
    public async Task<string> SnapshotAsync(CancellationToken cancellation = default)
    {
        JsonElement name = await client.CallAsync("evm_snapshot", [], cancellation).ConfigureAwait(false);
        return ReplyText.Read(name, "evm_snapshot");
    }

    /// <summary>Goes back to a remembered state, which is then forgotten.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.NodeRefused"/>: no such state.</exception>
    public async Task RevertAsync(string snapshot, CancellationToken cancellation = default)
    {
        const string Method = "evm_revert";
        JsonElement done = await client.CallAsync(Method, [snapshot], cancellation).ConfigureAwait(false);
        if (!ReplyText.ReadBoolean(done, Method))
        {
            throw new MarginException(
                ErrorCode.NodeRefused, "node", Method, snapshot, "a snapshot that is not used up");
        }
    }
}
