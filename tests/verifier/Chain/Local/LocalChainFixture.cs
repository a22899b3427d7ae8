using System;
using System.Threading.Tasks;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Transactions;
using Verifiable.Testing;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Local;

/// <summary>One compiled project and one running node for a collection of tests.</summary>
public abstract class LocalChainFixture(LocalNode node) : IAsyncLifetime
{
    private static readonly string[] Sources = ["contracts/mocks/RevertProbe.sol", "contracts/mocks/LinkedProbe.sol"];
    private static readonly Lazy<Task> Compiled = new(() => LocalChain.CompileAsync(sources: Sources));

    public LocalChain Chain { get; private set; } = null!;

    public TransactionSender Sender { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Compiled.Value;
        Chain = await LocalChain.StartAsync(new LocalChainOptions { Node = node });
        Sender = Chain.CreateSender(0);
    }

    public async Task DisposeAsync()
    {
        Sender.Dispose();
        await Chain.DisposeAsync();
    }

    internal ContractDeployer CreateDeployer() => new(Sender, Chain.Artifacts, Chain.ChainId);

    internal Task<ContractInstance> DeployProbeAsync(ulong count) => CreateDeployer().DeployAsync("RevertProbe", [count]);
}

public sealed class HardhatFixture() : LocalChainFixture(LocalNode.Hardhat);

public sealed class AnvilFixture() : LocalChainFixture(LocalNode.Anvil);

[CollectionDefinition(nameof(HardhatTests))]
public sealed class HardhatTests : ICollectionFixture<HardhatFixture>;

[CollectionDefinition(nameof(AnvilTests))]
public sealed class AnvilTests : ICollectionFixture<AnvilFixture>;
