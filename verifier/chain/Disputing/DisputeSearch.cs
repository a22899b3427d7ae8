using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Disputing;

/// <summary>Replays a bundle and finds what the dispute contract would find.</summary>
/// <param name="contracts">The protocol that the attestation is for.</param>
/// <param name="node">The node.</param>
public sealed class DisputeSearch(ProtocolContracts contracts, IChainNode node)
{
    /// <summary>The fault that is cheapest to prove; null when the attestation is right.</summary>
    /// <param name="bundle">The attestation and what it was computed from, which may not be its own.</param>
    /// <param name="file">The file's name, for refusals.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.SignerSetMismatch"/>, <see cref="ErrorCode.WrongSignatureCount"/> or
    /// <see cref="ErrorCode.SignatureRejected"/>: nobody can be slashed for it; <see cref="ErrorCode.HashMismatch"/> or
    /// <see cref="ErrorCode.BundleMalformed"/>: the bundle does not hold what was attested;
    /// <see cref="ErrorCode.ChainStateMismatch"/>: it was attested on another branch of the chain;
    /// <see cref="ErrorCode.EngineUnknown"/>: another build has to judge it; or a failure of the node.
    /// </exception>
    public async Task<DisputeCase?> FindAsync(Bundle bundle, string file, CancellationToken cancellation = default)
    {
        MarginAttestation attestation = bundle.Attestation;
        SignedAttestation shown = new(attestation, bundle.Signatures);
        await RequireQuorumAsync(bundle, file, cancellation).ConfigureAwait(false);
        if (await RegistryFaultAsync(attestation, file, cancellation).ConfigureAwait(false) is AttestationFault fault)
        {
            return new DisputeCase(shown, fault, null);
        }

        AttestedInputs inputs = Replay.ReadInputs(bundle, file);
        Replay.RequireEngine(inputs.Engine, file);
        Book? prior = await PriorBookAsync(attestation, cancellation).ConfigureAwait(false);
        DisputeEvidence evidence = new(inputs, AttestationFault.TotalsOf(bundle, file), prior);
        return AttestationFault.Find(attestation, inputs, evidence.Totals, prior) is AttestationFault wrong
            ? new DisputeCase(shown, wrong, evidence)
            : null;
    }

    /// <summary>Refuses unless a quorum of the registered epoch signed.</summary>
    private async Task RequireQuorumAsync(Bundle bundle, string file, CancellationToken cancellation)
    {
        MarginAttestation attestation = bundle.Attestation;
        CommitteeEpoch epoch = await contracts.Verifier
            .EpochAsync(attestation.Epoch, BlockReference.Latest, cancellation).ConfigureAwait(false);
        SignerSet signers = bundle.Signatures.Signers;
        if (signers.Hash() != epoch.SetHash || signers.Threshold != epoch.Threshold)
        {
            throw new MarginException(
                ErrorCode.SignerSetMismatch, file, "signers", $"{signers.Hash()}", $"{epoch.SetHash}, the epoch's");
        }

        Eip712Domain domain =
            MarginAttestation.Domain(contracts.Deployment.ChainId, contracts.Verifier.Address);
        bundle.Signatures.Verify(attestation.Digest(domain), signers);
    }

    /// <summary>
    /// A market or a model that the registries do not know. Only of a block that this chain holds: what another branch
    /// held says nothing about its attesters.
    /// </summary>
    private async Task<AttestationFault?> RegistryFaultAsync(
        MarginAttestation attestation, string file, CancellationToken cancellation)
    {
        RegisteredRound round = await contracts.Market
            .RoundAsync(attestation.Round, BlockReference.Latest, cancellation).ConfigureAwait(false);
        DisputeKind kind = round.MarketHash != attestation.MarketHash ? DisputeKind.Market
            : await KnowsModelAsync(attestation, cancellation).ConfigureAwait(false) ? DisputeKind.None
            : DisputeKind.Model;
        if (kind == DisputeKind.None)
        {
            return null;
        }

        Block? block = await node.FindBlockAsync(BlockReference.At(attestation.BlockNumber), cancellation)
            .ConfigureAwait(false);
        return block?.Hash == attestation.BlockHash
            ? new AttestationFault(kind, kind == DisputeKind.Market ? "marketHash" : "modelId", 0, 0)
            : throw new MarginException(
                ErrorCode.ChainStateMismatch,
                file,
                "blockHash",
                $"{attestation.BlockHash}",
                $"{block?.Hash}, the chain's block {attestation.BlockNumber}");
    }

    private async Task<bool> KnowsModelAsync(MarginAttestation attestation, CancellationToken cancellation)
    {
        Bytes32 modelId =
            ModelId.Hash(attestation.EngineId, attestation.ParametersHash, attestation.ScenarioHash);
        try
        {
            await contracts.Models.Contract.CallAsync("model", [modelId], cancellation).ConfigureAwait(false);
            return true;
        }
        catch (MarginException refusal) when (RevertReason.Of(refusal)?.Name == "ModelUnknown")
        {
            return false;
        }
    }

    /// <summary>The vault's book before a reduction, when its events still give it; else null.</summary>
    private async Task<Book?> PriorBookAsync(MarginAttestation attestation, CancellationToken cancellation)
    {
        if (attestation.Purpose != Purpose.Reduce || attestation.Consumer != contracts.Vault.Address)
        {
            return null;
        }

        Block? block = await node.FindBlockAsync(BlockReference.Of(attestation.BlockHash), cancellation)
            .ConfigureAwait(false);
        if (block is null)
        {
            return null;
        }

        Book book = await AccountBook.ReadAsync(contracts, attestation.Account, block, cancellation)
            .ConfigureAwait(false);
        return BookRows.Hash(book, attestation.Consumer) == attestation.PriorBookHash ? book : null;
    }
}
