using System.Threading.Tasks;
using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>The session that scripts/neo-vault.sh shows, on the node's engine and on a chain of a node.</summary>
public sealed class VaultSessionTests(ITestOutputHelper output)
{
    [Fact]
    public void Session_OnTheNodesEngine_IsTheVerifiedOne()
    {
        string told = new VaultSession(new VaultFixture()).Play();

        output.WriteLine(told);
        Snapshot.Match(told, typeof(VaultSessionTests), extension: "txt");
    }

    /// <summary>Consensus, blocks, signed transactions, a database and RPC, and not a word or a GAS differs.</summary>
    [PrivateChainFact]
    public async Task Session_OnAPrivateChainOverRpc_IsThatOfTheEngine()
    {
        await using PrivateChain chain = await PrivateChain.StartAsync(VaultFixture.Owner);
        MarginCase later = SampleBook.Of("portfolio-scan-1.0", 4, chain.Now);
        VaultFixture overRpc = new(later, chain: chain);
        string told = new VaultSession(overRpc).Play();
        VaultFixture inProcess = new(later);
        string expected = new VaultSession(inProcess).Play();

        output.WriteLine($"on a private chain over RPC, vault {overRpc.Vault}, "
            + $"deployed for {chain.DeployGas / 1e8:F4} GAS:");
        output.WriteLine(told);
        Assert.Equal(expected, told);
        Assert.Equal((inProcess.Vault, inProcess.Chain.DeployGas), (overRpc.Vault, chain.DeployGas));
    }
}
