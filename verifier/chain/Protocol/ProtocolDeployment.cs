using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Encoding;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Protocol;

/// <summary>
/// Deploys the whole protocol on a development chain: committees, registries, engine, bonds, disputes, vault and
/// auction in the order in which they need each other, then their roles.
/// </summary>
/// <param name="sender">Pays, and holds the timelock's role.</param>
/// <param name="artifacts">The compiled contracts.</param>
/// <param name="chainId">The chain.</param>
/// <param name="plan">What it is built with.</param>
public sealed class ProtocolDeployment(
    TransactionSender sender, ArtifactFolder artifacts, ulong chainId, ProtocolPlan plan)
{
    private const ulong WholePpm = 1_000_000;
    private const ulong FirstEpoch = 1;
    private const ulong MaxValiditySeconds = 600;
    private const ulong BetaPpm = 500_000;
    private const ulong OutflowWindowSeconds = 3_600;
    private const ulong ChallengerPpm = 250_000;
    private const ulong BurnPpm = 250_000;
    private const ulong UnlockDelaySeconds = 7 * 86_400;
    private const ulong VetoPeriodSeconds = 7 * 86_400;
    private const ulong DisputeWindowSeconds = 5 * 86_400;
    private const ulong AnswerPeriodSeconds = 2 * 3_600;
    private const ulong MaxSkewSeconds = 5;
    private const ulong ExitGraceSeconds = 24;
    private const ulong SettlementFallbackSeconds = 6 * 3_600;
    private const ulong ReferenceMaxAgeSeconds = 3_600;
    private const ulong PriceBandPpm = 50_000;
    private const ulong MinBookIntervalBlocks = 2;

    /// <summary>0.75 % of the spot price per eight hours, 1e-12.</summary>
    private const ulong MaxFundingRate = 7_500_000_000;

    /// <summary>A hundredth of the chain's coin.</summary>
    private const ulong DemandFeeWei = 10_000_000_000_000_000;

    private readonly ContractDeployer _deployer = new(sender, artifacts, chainId);

    /// <summary>Deploys, wires and verifies. Attestations are accepted once the epochs are active.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ArtifactUnknown"/>, <see cref="ErrorCode.TransactionReverted"/>,
    /// <see cref="ErrorCode.DeploymentUnknown"/>, or a failure of the node.
    /// </exception>
    public async Task<ProtocolContracts> DeployAsync(CancellationToken cancellation = default)
    {
        ContractInstance token = await DeployTokenAsync(cancellation).ConfigureAwait(false);
        ContractInstance verifier = await DeployVerifierAsync(cancellation).ConfigureAwait(false);
        ContractInstance market = await DeployMarketAsync(verifier, cancellation).ConfigureAwait(false);
        ulong activeFrom = await ActiveFromAsync(cancellation).ConfigureAwait(false);
        await RegisterEpochsAsync(verifier, market, activeFrom, cancellation).ConfigureAwait(false);
        await ListUnderlyingsAsync(market, cancellation).ConfigureAwait(false);
        ModelRegistry models = await DeployModelsAsync(cancellation).ConfigureAwait(false);
        Bytes32 modelId = await ScheduleModelAsync(models, activeFrom, cancellation).ConfigureAwait(false);
        Address[] registries = [verifier.Address, market.Address, models.Address];
        ContractInstance bonds = await DeployBondsAsync(verifier, token, cancellation).ConfigureAwait(false);
        ContractInstance disputes = await _deployer.DeployAsync(
            "Disputes",
            [.. registries, bonds.Address, DisputeWindowSeconds, AnswerPeriodSeconds, DemandFeeWei],
            cancellation: cancellation).ConfigureAwait(false);
        await PostBondsAsync(verifier, token, bonds, cancellation).ConfigureAwait(false);
        ContractInstance vault = await DeployVaultAsync(
            registries, disputes.Address, token.Address, modelId, cancellation).ConfigureAwait(false);
        await DeployAuctionAsync(vault, cancellation).ConfigureAwait(false);
        await RegisterCollateralAsync(vault, cancellation).ConfigureAwait(false);
        await GrantAsync(verifier, vault, cancellation).ConfigureAwait(false);
        await _deployer.Deployment.VerifyAsync(sender.Node, cancellation).ConfigureAwait(false);
        return ProtocolContracts.Connect(_deployer.Deployment, artifacts, sender.Node);
    }

    /// <summary>
    /// The address of the contract that an account creates with a nonce: keccak256(rlp([account, nonce])).
    /// </summary>
    public static Address CreatedAddress(Address creator, ulong nonce)
    {
        RlpItem pair = RlpItem.OfList([RlpItem.OfBytes(creator.ToArray()), RlpItem.OfNumber(nonce)]);
        return Address.Read(Keccak256.Hash(Rlp.Encode(pair)).ToArray().AsSpan(12));
    }

    /// <summary>Counted from a block that this deployment made: before it, a quiet chain's newest may be hours old.</summary>
    private async Task<ulong> ActiveFromAsync(CancellationToken cancellation)
    {
        Block? head = await sender.Node.FindBlockAsync(BlockReference.Latest, cancellation).ConfigureAwait(false);
        return (head?.TimeSeconds ?? 0) + plan.ActivationDelaySeconds;
    }

    private Task<ContractInstance> DeployTokenAsync(CancellationToken cancellation) => _deployer.DeployAsync(
        "LocalToken",
        [plan.CashSymbol, plan.CashSymbol, (ulong)plan.CashDecimals],
        ProtocolContracts.CashTokenName,
        cancellation);

    private Task<ContractInstance> DeployVerifierAsync(CancellationToken cancellation) => _deployer.DeployAsync(
        "MarginVerifier",
        [sender.Address, plan.Guardian, default(Address), MaxValiditySeconds, BetaPpm, OutflowWindowSeconds],
        cancellation: cancellation);

    private Task<ContractInstance> DeployMarketAsync(ContractInstance verifier, CancellationToken cancellation)
    {
        AbiValue limits = AbiValue.Of(
            plan.RoundLengthSeconds,
            MaxSkewSeconds,
            plan.MaxAgeExitSeconds,
            plan.MaxAgeSeconds,
            ExitGraceSeconds,
            SettlementFallbackSeconds,
            MaxFundingRate,
            0UL);
        AbiValue[] arguments = [sender.Address, plan.Guardian, verifier.Address, default(Address), limits];
        return _deployer.DeployAsync("MarketRegistry", arguments, cancellation: cancellation);
    }

    private async Task RegisterEpochsAsync(
        ContractInstance verifier, ContractInstance market, ulong activeFrom, CancellationToken cancellation)
    {
        ulong expiresAt = activeFrom + plan.EpochSeconds;
        AbiValue[] attesters =
            [ContractValues.Of(plan.Attesters), (ulong)plan.Attesters.Threshold, activeFrom, expiresAt];
        AbiValue[] publishers =
            [ContractValues.Of(plan.Publishers), (ulong)plan.Publishers.Threshold, activeFrom, expiresAt];
        await verifier.SendAsync(sender, "registerEpoch", attesters, cancellation).ConfigureAwait(false);
        await market.SendAsync(sender, "registerEpoch", publishers, cancellation).ConfigureAwait(false);
    }

    private async Task ListUnderlyingsAsync(ContractInstance market, CancellationToken cancellation)
    {
        foreach (ListedUnderlying listed in plan.Underlyings)
        {
            ContractInstance feed = await _deployer.DeployAsync(
                "LocalFeed", [listed.ReferencePrice], ProtocolContracts.FeedName(NameOf(listed)), cancellation)
                .ConfigureAwait(false);
            AbiValue[] arguments =
            [
                listed.Underlying,
                feed.Address,
                (ulong)plan.MaxDeviationPpm,
                (ulong)plan.MaxJumpPpm,
                ReferenceMaxAgeSeconds,
            ];
            await market.SendAsync(sender, "setReference", arguments, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ModelRegistry> DeployModelsAsync(CancellationToken cancellation) => new(
        await _deployer.DeployAsync("ModelRegistry", [sender.Address, plan.Guardian, 0UL], cancellation: cancellation)
            .ConfigureAwait(false));

    private async Task<Bytes32> ScheduleModelAsync(
        ModelRegistry models, ulong activeFrom, CancellationToken cancellation)
    {
        ContractInstance engine =
            await _deployer.DeployAsync(plan.EngineArtifact, [], "MarginEngine", cancellation).ConfigureAwait(false);
        ModelPlan model = new(
            plan.EngineId,
            engine.Address,
            plan.Parameters,
            plan.Scenarios,
            plan.Capabilities,
            plan.TailRank,
            activeFrom);
        return await models.ScheduleAsync(sender, model, cancellation).ConfigureAwait(false);
    }

    /// <summary>The bonds name the dispute contract, which is the next to be created.</summary>
    private async Task<ContractInstance> DeployBondsAsync(
        ContractInstance verifier, ContractInstance token, CancellationToken cancellation)
    {
        ulong nonce =
            await sender.Node.NonceAsync(sender.Address, BlockReference.Latest, cancellation).ConfigureAwait(false);
        AbiValue[] arguments =
        [
            sender.Address,
            plan.Guardian,
            verifier.Address,
            token.Address,
            CreatedAddress(sender.Address, nonce + 1),
            ChallengerPpm,
            BurnPpm,
            UnlockDelaySeconds,
            VetoPeriodSeconds,
        ];
        return await _deployer.DeployAsync("AttesterBond", arguments, cancellation: cancellation).ConfigureAwait(false);
    }

    /// <summary>Each attester's bond, from here on the source of the floor.</summary>
    private async Task PostBondsAsync(
        ContractInstance verifier, ContractInstance token, ContractInstance bonds, CancellationToken cancellation)
    {
        await verifier.SendAsync(sender, "nameBonds", [bonds.Address], cancellation).ConfigureAwait(false);
        await bonds.SendAsync(sender, "enrol", [FirstEpoch, ContractValues.Of(plan.Attesters)], cancellation)
            .ConfigureAwait(false);
        UInt128 all = plan.Bond * (UInt128)plan.Attesters.Signers.Count;
        await token.SendAsync(sender, "mint", [sender.Address, all], cancellation).ConfigureAwait(false);
        await token.SendAsync(sender, "approve", [bonds.Address, all], cancellation).ConfigureAwait(false);
        foreach (Address signer in plan.Attesters.Signers)
        {
            await bonds.SendAsync(sender, "post", [signer, plan.Bond], cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The vault's constructor takes the auction's address and the auction's the vault's, so the auction's is computed
    /// from the nonce that it will be created with: the fourth from here.
    /// </summary>
    private async Task<ContractInstance> DeployVaultAsync(
        Address[] registries, Address disputes, Address token, Bytes32 modelId, CancellationToken cancellation)
    {
        ContractInstance selfProof =
            await _deployer.DeployAsync("SelfProof", [], cancellation: cancellation).ConfigureAwait(false);
        ulong nonce =
            await sender.Node.NonceAsync(sender.Address, BlockReference.Latest, cancellation).ConfigureAwait(false);
        AbiValue config = AbiValue.Of(
            sender.Address,
            plan.Guardian,
            registries[0],
            registries[1],
            registries[2],
            disputes,
            CreatedAddress(sender.Address, nonce + 3),
            selfProof.Address,
            token,
            plan.CashAsset,
            plan.CashCap,
            modelId,
            PriceBandPpm,
            0UL,
            plan.ExitDelaySeconds,
            MinBookIntervalBlocks);
        ContractInstance trading =
            await _deployer.DeployAsync("VaultTrading", [config], cancellation: cancellation).ConfigureAwait(false);
        ContractInstance exiting =
            await _deployer.DeployAsync("VaultExiting", [config], cancellation: cancellation).ConfigureAwait(false);
        AbiValue[] arguments = [config, trading.Address, exiting.Address];
        return await _deployer.DeployAsync("MarginVault", arguments, cancellation: cancellation).ConfigureAwait(false);
    }

    private async Task DeployAuctionAsync(ContractInstance vault, CancellationToken cancellation)
    {
        ContractInstance auction = await _deployer.DeployAsync(
            "LiquidationAuction", [vault.Address, plan.Dust], cancellation: cancellation).ConfigureAwait(false);
        NamedValues expected = await vault.CallAsync("auction", [], cancellation).ConfigureAwait(false);
        if (expected.Items.Single().Value.AsAddress() != auction.Address)
        {
            throw new MarginException(
                ErrorCode.DeploymentUnknown,
                "deployment",
                "/contracts/LiquidationAuction",
                auction.Address.ToString(),
                $"{expected}: no other transaction of the deploying account in between");
        }
    }

    private async Task RegisterCollateralAsync(ContractInstance vault, CancellationToken cancellation)
    {
        foreach (AssetId asset in plan.Collateral)
        {
            string symbol = asset.ToString();
            ContractInstance token = await _deployer.DeployAsync(
                "LocalToken",
                [symbol, symbol, (ulong)Quantity.Decimals],
                ProtocolContracts.CollateralTokenName(asset),
                cancellation).ConfigureAwait(false);
            await vault.SendAsync(
                sender, "registerAsset", [asset.Word, token.Address, plan.CollateralCap], cancellation)
                    .ConfigureAwait(false);
        }
    }

    private async Task GrantAsync(ContractInstance verifier, ContractInstance vault, CancellationToken cancellation)
    {
        await verifier.SendAsync(sender, "allocate", [vault.Address, WholePpm], cancellation).ConfigureAwait(false);
        foreach (ListedUnderlying listed in plan.Underlyings)
        {
            await vault.SendAsync(
                sender, "setOpenInterestCap", [listed.Underlying, listed.OpenInterestCap], cancellation)
                    .ConfigureAwait(false);
        }
    }

    private static string NameOf(ListedUnderlying listed) =>
        Encoding.ASCII.GetString(listed.Underlying.ToArray()).TrimEnd('\0');
}
