using System;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Testing;

/// <summary>The whole protocol on a local chain, with the keys of its committees.</summary>
public sealed class LocalProtocol : IDisposable
{
    private const int FirstEpoch = 1;

    private LocalProtocol(LocalChain chain)
    {
        Chain = chain;
        Deployer = chain.CreateSender(0);
    }

    /// <summary>The chain; it belongs to the caller.</summary>
    public LocalChain Chain { get; }

    /// <summary>The account that deployed, and holds the timelock's role.</summary>
    public TransactionSender Deployer { get; }

    /// <summary>The attesters: 3 of 5.</summary>
    public TestCommittee Attesters { get; } = new("attester", 5, 3);

    /// <summary>The market publishers: 2 of 3.</summary>
    public TestCommittee Publishers { get; } = new("publisher", 3, 2);

    /// <summary>The contracts.</summary>
    public ProtocolContracts Contracts { get; private set; } = null!;

    /// <summary>Deploys on a chain and moves its time to where the committees are active.</summary>
    /// <exception cref="Kernel.MarginException">As of <see cref="ProtocolDeployment.DeployAsync"/>.</exception>
    public static async Task<LocalProtocol> DeployAsync(
        LocalChain chain, LocalProtocolOptions options, CancellationToken cancellation = default)
    {
        LocalProtocol protocol = new(chain);
        Profile profile = Profiles.Open(options.Profile);
        ProtocolPlan plan = new()
        {
            Guardian = chain.Accounts[1].Address,
            Attesters = protocol.Attesters.Signers,
            Publishers = protocol.Publishers.Signers,
            EngineId = CurrentEngine.Id,
            Parameters = ParameterRows.Write(profile.Model.Enforceable(profile.Name)),
            Scenarios = ScenarioRows.Write(profile.Scenarios.Set),
            Underlyings = options.Underlyings,
            EngineArtifact = options.EngineArtifact,
            Capabilities = options.Capabilities,
            CashAsset = options.CashAsset.Word,
            Collateral = options.Collateral,
            MaxAgeExitSeconds = options.MaxAgeSeconds,
            MaxAgeSeconds = options.MaxAgeSeconds,
        };
        ProtocolDeployment deployment = new(protocol.Deployer, chain.Artifacts, chain.ChainId, plan);
        protocol.Contracts = await deployment.DeployAsync(cancellation).ConfigureAwait(false);
        await chain.Dev.IncreaseTimeAsync(plan.ActivationDelaySeconds, cancellation).ConfigureAwait(false);
        await chain.Dev.MineAsync(cancellation: cancellation).ConfigureAwait(false);
        return protocol;
    }

    /// <summary>
    /// Registers a snapshot, signed by the publishers, after its spots have become the reference prices.
    /// </summary>
    /// <returns>What the publishers signed.</returns>
    public async Task<SnapshotStatement> RegisterAsync(MarketSnapshot market, CancellationToken cancellation = default)
    {
        foreach (UnderlyingMarket underlying in market.Underlyings)
        {
            string feed = ProtocolContracts.FeedName(underlying.Underlying.ToString());
            await SetFeedAsync(feed, underlying.Spot, cancellation).ConfigureAwait(false);
        }

        ulong observedAt = (ulong)market.ObservedAt.Seconds;
        ulong round = observedAt / await Contracts.Market.RoundLengthSecondsAsync(cancellation).ConfigureAwait(false);
        SnapshotStatement statement = new(round, observedAt, MarketRows.Hash(market, round), FirstEpoch);
        Bytes32 digest = statement.Digest(SnapshotStatement.Domain(Chain.ChainId, Contracts.Market.Address));
        await Contracts.Market.RegisterAsync(
            Deployer, statement, MarketRows.Sections(market), Publishers.Sign(digest), cancellation)
                .ConfigureAwait(false);
        return statement;
    }

    /// <summary>Mints cash to an account's owner and deposits it.</summary>
    /// <param name="owner">Pays and deposits.</param>
    /// <param name="account">The account.</param>
    /// <param name="amount">Micro-units; the cash token has six decimals, so they are its base units.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task FundAsync(
        TransactionSender owner, Bytes32 account, UInt128 amount, CancellationToken cancellation = default)
    {
        ContractInstance token = Contracts.CashToken;
        await token.SendAsync(owner, "mint", [owner.Address, amount], cancellation).ConfigureAwait(false);
        await token.SendAsync(owner, "approve", [Contracts.Vault.Address, amount], cancellation).ConfigureAwait(false);
        await Contracts.Vault.DepositAsync(owner, account, amount, cancellation).ConfigureAwait(false);
    }

    /// <summary>The chain state that an attestation about an account would be bound to now.</summary>
    public async Task<ChainBinding> BindAsync(
        Bytes32 account, ulong validForSeconds, CancellationToken cancellation = default)
    {
        Block head = (await Chain.Node.FindBlockAsync(BlockReference.Latest, cancellation).ConfigureAwait(false))!;
        AccountStanding standing =
            await Contracts.Vault.StateAsync(account, BlockReference.Of(head.Hash), cancellation).ConfigureAwait(false);
        return new ChainBinding(
            new BigInteger(Chain.ChainId),
            Contracts.Verifier.Address,
            Contracts.Vault.Address,
            standing.Sequence,
            standing.BookHash,
            FirstEpoch,
            head.Number,
            head.Hash,
            head.TimeSeconds + validForSeconds);
    }

    /// <summary>The attestation with the attesters' signatures.</summary>
    public SignedAttestation Sign(MarginAttestation attestation)
    {
        Bytes32 digest =
            attestation.Digest(MarginAttestation.Domain(Chain.ChainId, Contracts.Verifier.Address));
        return new SignedAttestation(attestation, Attesters.Sign(digest));
    }

    /// <summary>Overwrites the committees' keys.</summary>
    public void Dispose()
    {
        Deployer.Dispose();
        Attesters.Dispose();
        Publishers.Dispose();
    }

    private async Task SetFeedAsync(string name, Price price, CancellationToken cancellation)
    {
        DeployedContract feed = Contracts.Deployment.Find(name);
        ContractInstance instance = Contracts.CashToken with
        {
            Name = name,
            Address = feed.Address,
            Abi = Chain.Artifacts.Load(feed.Artifact).Abi,
        };
        await instance.SendAsync(Deployer, "set", [price.Raw], cancellation).ConfigureAwait(false);
    }
}
