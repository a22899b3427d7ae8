using System;
using System.Threading.Tasks;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Transactions;
using Verifiable.Testing;
using Verifiable.Tests.Verifier.Chain.Protocol;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Local;

/// <summary>One compiled project and one running node for a collection of tests.</summary>
public abstract class LocalChainFixture : IAsyncLifetime
{
    private readonly LocalNode _node;
    private static readonly string[] Sources = ["contracts/mocks/RevertProbe.sol", "contracts/mocks/LinkedProbe.sol"];
    private static readonly string[] ProtocolSources =
    [
        "contracts/MarginVerifier.sol", "contracts/MarketRegistry.sol", "contracts/ModelRegistry.sol",
        "contracts/VaultTrading.sol", "contracts/VaultExiting.sol", "contracts/MarginVault.sol",
        "contracts/LiquidationAuction.sol", "contracts/SelfProof.sol",
        "contracts/mocks/FixedPriceEngine.sol", "contracts/mocks/LocalToken.sol", "contracts/mocks/LocalFeed.sol",
        "contracts/AttesterBond.sol", "contracts/Disputes.sol",
    ];

    private static readonly string[] EngineSources =
    [
        .. ProtocolSources, "contracts/MarginEngine.sol", "contracts/valuation/AccountValuation.sol",
        "contracts/valuation/InstrumentMark.sol",
    ];

    private static readonly Lazy<Task> Compiled = new(() => LocalChain.CompileAsync(sources: Sources));
    private static readonly Lazy<Task> ProtocolCompiled = new(() => LocalChain.CompileAsync(sources: ProtocolSources));

    private static readonly Lazy<Task> EngineCompiled = new(() => LocalChain.CompileAsync(sources: EngineSources));

    private readonly Lazy<Task<LocalProtocol>> _protocol;
    private readonly Lazy<Task<LocalProtocol>> _engineProtocol;

    protected LocalChainFixture(LocalNode node)
    {
        _node = node;
        _protocol = new Lazy<Task<LocalProtocol>>(
            () => DeployProtocolAsync(ProtocolCompiled.Value, ProtocolStage.Options));
        _engineProtocol = new Lazy<Task<LocalProtocol>>(
            () => DeployProtocolAsync(EngineCompiled.Value, ProtocolStage.EngineOptions));
    }

    public LocalChain Chain { get; private set; } = null!;

    public TransactionSender Sender { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Compiled.Value;
        Chain = await LocalChain.StartAsync(new LocalChainOptions { Node = _node });
        Sender = Chain.CreateSender(0);
    }

    public async Task DisposeAsync()
    {
        foreach (Lazy<Task<LocalProtocol>> deployed in new[] { _protocol, _engineProtocol })
        {
            if (deployed.IsValueCreated)
            {
                (await deployed.Value).Dispose();
            }
        }

        Sender.Dispose();
        await Chain.DisposeAsync();
    }

    /// <summary>The protocol of the collection, compiled and deployed when the first test asks for it.</summary>
    internal Task<LocalProtocol> ProtocolAsync() => _protocol.Value;

    /// <summary>The same over the engine that recomputes margins.</summary>
    internal Task<LocalProtocol> EngineProtocolAsync() => _engineProtocol.Value;

    internal ContractDeployer CreateDeployer() => new(Sender, Chain.Artifacts, Chain.ChainId);

    internal Task<ContractInstance> DeployProbeAsync(ulong count) =>
        CreateDeployer().DeployAsync("RevertProbe", [count]);

    private async Task<LocalProtocol> DeployProtocolAsync(Task compiled, LocalProtocolOptions options)
    {
        await compiled;
        return await LocalProtocol.DeployAsync(Chain, options);
    }
}

public sealed class HardhatFixture() : LocalChainFixture(LocalNode.Hardhat);

public sealed class AnvilFixture() : LocalChainFixture(LocalNode.Anvil);

[CollectionDefinition(nameof(HardhatTests))]
public sealed class HardhatTests : ICollectionFixture<HardhatFixture>;

[CollectionDefinition(nameof(AnvilTests))]
public sealed class AnvilTests : ICollectionFixture<AnvilFixture>;
