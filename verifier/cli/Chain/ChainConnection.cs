using System;
using System.CommandLine;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Rpc;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>One verb's connection to a node and to the protocol deployed there.</summary>
internal sealed class ChainConnection : IDisposable
{
    private const int AddressBytes = 20;
    private const int WordDigits = 66;

    private ChainConnection(JsonRpcClient client, ulong chainId, ArtifactFolder artifacts)
    {
        Client = client;
        ChainId = chainId;
        Artifacts = artifacts;
        Node = new EthereumNode(client);
        Dev = new DevNode(client);
    }

    internal JsonRpcClient Client { get; }

    internal ulong ChainId { get; }

    internal ArtifactFolder Artifacts { get; }

    internal IChainNode Node { get; }

    internal DevNode Dev { get; }

    internal static Task<ChainConnection> OpenAsync(ParseResult parsed, CancellationToken cancellation) =>
        OpenAsync(parsed, parsed.GetRequiredValue(ChainOptions.RpcUrl), cancellation);

    internal static async Task<ChainConnection> OpenAsync(
        ParseResult parsed, string url, CancellationToken cancellation)
    {
        // The library takes interrupts over once a verb first waits, which should be before a node can be slow.
        await Task.Yield();
        JsonRpcClient client = new(url);
        try
        {
            ulong chainId = await new EthereumNode(client).ChainIdAsync(cancellation);
            ArtifactFolder artifacts = new(parsed.GetRequiredValue(ChainOptions.Artifacts));
            return new ChainConnection(client, chainId, artifacts);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The deployed protocol, as the deployment file records it.</summary>
    internal ProtocolContracts Protocol(ParseResult parsed)
    {
        Deployment deployment = DeploymentFile.Read(DeploymentPath(parsed));
        return deployment.ChainId == ChainId
            ? ProtocolContracts.Connect(deployment, Artifacts, Node)
            : throw new MarginException(
                ErrorCode.DeploymentUnknown,
                DeploymentPath(parsed),
                "/chainId",
                deployment.ChainId.ToString(CultureInfo.InvariantCulture),
                $"{ChainId}, the node's chain");
    }

    internal string DeploymentPath(ParseResult parsed) =>
        parsed.GetValue(ChainOptions.Deployment) ?? DeploymentFile.PathOf(".", ChainId);

    internal TransactionSender Sender(PrivateKey key) => new(Node, key, ChainId);

    internal async Task<Block> HeadAsync(CancellationToken cancellation) =>
        await Node.FindBlockAsync(BlockReference.Latest, cancellation)
        ?? throw new MarginException(ErrorCode.ReplyMalformed, Client.Node, "latest", "no block", "a newest block");

    /// <summary>What an attestation about the account is bound to now.</summary>
    internal async Task<ChainBinding> BindAsync(
        ProtocolContracts contracts, Bytes32 account, ulong validForSeconds, CancellationToken cancellation)
    {
        Block head = await HeadAsync(cancellation);
        AccountStanding standing =
            await contracts.Vault.StateAsync(account, BlockReference.Of(head.Hash), cancellation);
        return new ChainBinding(
            ChainId,
            contracts.Verifier.Address,
            contracts.Vault.Address,
            standing.Sequence,
            standing.BookHash,
            await contracts.Verifier.CurrentEpochAsync(cancellation),
            head.Number,
            head.Hash,
            head.TimeSeconds + validForSeconds);
    }

    /// <summary>Refuses a committee other than the one that the verifier's epoch has registered.</summary>
    internal static async Task RequireCommitteeAsync(
        ProtocolContracts contracts, SignerSet committee, string file, CancellationToken cancellation)
    {
        ulong current = await contracts.Verifier.CurrentEpochAsync(cancellation);
        CommitteeEpoch epoch = await contracts.Verifier.EpochAsync(current, BlockReference.Latest, cancellation);
        if (epoch.SetHash != committee.Hash() || epoch.Threshold != committee.Threshold)
        {
            throw new MarginException(
                ErrorCode.SignerSetMismatch,
                file,
                "signers",
                $"{committee.Hash()}, threshold {committee.Threshold}",
                $"{epoch.SetHash}, threshold {epoch.Threshold}, of epoch {current}");
        }
    }

    internal static Bytes32 ParseAccount(string text) => ParseWord(text, "account");

    /// <summary>Refuses another key than that of the account's owner, whose address begins the account.</summary>
    internal static void RequireOwner(PrivateKey key, Bytes32 account)
    {
        Address owner = Address.Read(account.ToArray().AsSpan(0, AddressBytes));
        if (key.Address != owner)
        {
            throw new MarginException(
                ErrorCode.SignerSetMismatch,
                string.Empty,
                "--keystore",
                key.Address.ToString(),
                $"{owner}, the owner's key");
        }
    }

    internal static Bytes32 ParseWord(string text, string name) => text.Length == WordDigits
        ? HexText.Parse(text, string.Empty, name)
        : throw new MarginException(ErrorCode.HexMalformed, string.Empty, name, text, HexText.Accepted);

    public void Dispose() => Client.Dispose();
}
