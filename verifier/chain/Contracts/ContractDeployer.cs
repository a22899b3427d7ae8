using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;

namespace Verifiable.Chain.Contracts;

/// <summary>Creates contracts from Hardhat's artifacts and keeps the record of them.</summary>
/// <param name="sender">Pays for the contracts.</param>
/// <param name="artifacts">The compiled contracts.</param>
/// <param name="chainId">The chain.</param>
public sealed class ContractDeployer(TransactionSender sender, ArtifactFolder artifacts, ulong chainId)
{
    private readonly RevertDecoder _reverts = artifacts.LoadRevertDecoder();

    /// <summary>What has been created so far.</summary>
    public Deployment Deployment { get; private set; } = new(chainId, []);

    /// <summary>
    /// Creates a contract; the libraries that it links are those created before under their own names, and one that was
    /// not is created first.
    /// </summary>
    /// <param name="artifactName">The contract's name in the sources.</param>
    /// <param name="arguments">The constructor's arguments.</param>
    /// <param name="name">The name in the deployment; the artifact's when null.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ArtifactUnknown"/>, <see cref="ErrorCode.AbiMalformed"/>,
    /// <see cref="ErrorCode.TransactionReverted"/>, <see cref="ErrorCode.DeploymentUnknown"/> when no code stands
    /// afterwards, or a failure of the node.
    /// </exception>
    public async Task<ContractInstance> DeployAsync(
        string artifactName,
        IReadOnlyList<AbiValue> arguments,
        string? name = null,
        CancellationToken cancellation = default)
    {
        ContractArtifact artifact = artifacts.Load(artifactName);
        foreach (string library in artifact.Libraries)
        {
            if (Deployment.Contracts.All(contract => contract.Name != library))
            {
                await DeployAsync(library, [], cancellation: cancellation).ConfigureAwait(false);
            }
        }

        Dictionary<string, Address> libraries =
            artifact.Libraries.ToDictionary(library => library, library => Deployment.Find(library).Address);
        byte[] encoded = AbiEncoder.Encode(artifact.Abi.Constructor, arguments);
        TransactionRequest request = new() { To = null, Data = (byte[])[.. artifact.Link(libraries), .. encoded] };
        TransactionReceipt receipt =
            await sender.SendAsync(request, _reverts, artifactName, "constructor", cancellation).ConfigureAwait(false);
        Address address = receipt.ContractAddress
            ?? throw JsonRpcReply.Malformed("/contractAddress", "null", "the address of the created contract");
        byte[] code = await sender.Node.CodeAsync(address, BlockReference.Latest, cancellation).ConfigureAwait(false);
        if (code.Length == 0)
        {
            throw new MarginException(
                ErrorCode.DeploymentUnknown, "node", artifactName, "no code", $"code at {address}");
        }

        Deployment = Deployment.With(new DeployedContract(
            name ?? artifactName,
            artifactName,
            address,
            ReplyText.WriteBytes(encoded),
            receipt.BlockNumber,
            receipt.TransactionHash,
            Keccak256.Hash(code)));
        return Instance(artifact, address);
    }

    private ContractInstance Instance(ContractArtifact artifact, Address address) =>
        new(artifact.Name, address, artifact.Abi, sender.Node, _reverts.PreferringErrorsOf(artifact.Abi));
}
