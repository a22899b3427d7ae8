using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Nodes;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Contracts;

/// <summary>The contracts that belong together on one chain.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Contracts">The contracts in the order of their creation.</param>
public sealed record Deployment(ulong ChainId, ImmutableArray<DeployedContract> Contracts)
{
    /// <summary>A contract by its name in the deployment.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.DeploymentUnknown"/>.</exception>
    public DeployedContract Find(string name) =>
        Contracts.FirstOrDefault(contract => contract.Name == name)
        ?? throw Refuse($"/contracts/{name}", string.Join(", ", Contracts.Select(contract => contract.Name)), name);

    /// <summary>The deployment with one contract more.</summary>
    public Deployment With(DeployedContract contract) => this with { Contracts = Contracts.Add(contract) };

    /// <summary>Checks that the node serves this chain and that every contract's code is the recorded one.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.DeploymentUnknown"/>, or a failure of the node.
    /// </exception>
    public async Task VerifyAsync(IChainNode node, CancellationToken cancellation = default)
    {
        ulong chainId = await node.ChainIdAsync(cancellation).ConfigureAwait(false);
        if (chainId != ChainId)
        {
            throw Refuse("/chainId", Text(chainId), Text(ChainId));
        }

        foreach (DeployedContract contract in Contracts)
        {
            byte[] code =
                await node.CodeAsync(contract.Address, BlockReference.Latest, cancellation).ConfigureAwait(false);
            Bytes32 codeHash = Keccak256.Hash(code);
            if (code.Length == 0 || codeHash != contract.CodeHash)
            {
                string found = code.Length == 0 ? "no code" : $"code of hash {codeHash}";
                throw Refuse($"/contracts/{contract.Name}", found, $"{contract.CodeHash} at {contract.Address}");
            }
        }
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static MarginException Refuse(string path, string value, string accepted) =>
        new(ErrorCode.DeploymentUnknown, "deployment", path, value, accepted);
}
