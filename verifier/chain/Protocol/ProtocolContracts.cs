using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>The deployed protocol.</summary>
/// <param name="Deployment">The record of its contracts.</param>
/// <param name="Verifier">The attesters' committee.</param>
/// <param name="Market">The market rounds.</param>
/// <param name="Models">The margin models.</param>
/// <param name="Bonds">What the attesters have at stake.</param>
/// <param name="Disputes">Where a wrong attestation is disproved.</param>
/// <param name="Vault">The accounts.</param>
/// <param name="Auction">The liquidations.</param>
/// <param name="SelfProof">Margins proved in parts.</param>
/// <param name="CashToken">The cash token.</param>
public sealed record ProtocolContracts(
    Deployment Deployment,
    MarginVerifier Verifier,
    MarketRegistry Market,
    ModelRegistry Models,
    AttesterBond Bonds,
    Disputes Disputes,
    MarginVault Vault,
    LiquidationAuction Auction,
    SelfProof SelfProof,
    ContractInstance CashToken)
{
    /// <summary>The name of the cash token in a deployment.</summary>
    public const string CashTokenName = "CashToken";

    /// <summary>The name of a collateral asset's token in a deployment.</summary>
    public static string CollateralTokenName(AssetId asset) => $"CollateralToken.{asset}";

    /// <summary>The contracts of a recorded deployment.</summary>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.DeploymentUnknown"/> or <see cref="Kernel.ErrorCode.ArtifactUnknown"/>.
    /// </exception>
    public static ProtocolContracts Connect(Deployment deployment, ArtifactFolder artifacts, IChainNode node)
    {
        RevertDecoder reverts = artifacts.LoadRevertDecoder();
        MarginVerifier verifier = new(Find("MarginVerifier"));
        return new ProtocolContracts(
            deployment,
            verifier,
            new MarketRegistry(Find("MarketRegistry")),
            new ModelRegistry(Find("ModelRegistry")),
            new AttesterBond(Find("AttesterBond")),
            new Disputes(Find("Disputes")),
            new MarginVault(Find("MarginVault"), verifier),
            new LiquidationAuction(Find("LiquidationAuction")),
            new SelfProof(Find("SelfProof")),
            Find(CashTokenName));

        ContractInstance Find(string name)
        {
            DeployedContract contract = deployment.Find(name);
            ContractAbi abi = artifacts.Load(contract.Artifact).Abi;
            return new ContractInstance(name, contract.Address, abi, node, reverts.PreferringErrorsOf(abi));
        }
    }

    /// <summary>The name of an underlying's reference feed in a deployment.</summary>
    public static string FeedName(string underlying) => $"ReferenceFeed.{underlying}";
}
