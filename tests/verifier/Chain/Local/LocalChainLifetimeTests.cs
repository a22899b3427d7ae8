using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Rpc;
using Verifiable.Kernel;
using Verifiable.Testing;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Local;

/// <summary>No node outlives what started it.</summary>
public sealed class LocalChainLifetimeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(LocalNode.Hardhat)]
    [InlineData(LocalNode.Anvil)]
    public async Task DisposeAsync_RunningNode_IsGone(LocalNode node)
    {
        LocalChain chain = await LocalChain.StartAsync(new LocalChainOptions { Node = node });
        string url = chain.Url;

        await chain.DisposeAsync();

        Assert.Equal(ErrorCode.NodeUnreachable, await RefusalAsync(url));
    }

    [Theory]
    [InlineData(LocalNode.Hardhat)]
    [InlineData(LocalNode.Anvil)]
    public async Task Kill_OfTheProcessThatHoldsIt_EndsTheNode(LocalNode node)
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(ChainHolder).Assembly.Location, node.ToString()])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        using Process holder = Process.Start(start)!;
        using CancellationTokenSource limit = new(Patience);
        string url = (await holder.StandardOutput.ReadLineAsync(limit.Token))!;
        using JsonRpcClient client = new(url);
        await client.CallAsync("eth_chainId", [], limit.Token);

        holder.Kill(entireProcessTree: false);
        await holder.WaitForExitAsync(limit.Token);
        await WaitUntilGoneAsync(client, limit.Token);

        Assert.Equal(ErrorCode.NodeUnreachable, await RefusalAsync(url));
    }

    [Theory]
    [InlineData(LocalNode.Hardhat)]
    [InlineData(LocalNode.Anvil)]
    public async Task StartAsync_PortTaken_NamesThePort(LocalNode node)
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => LocalChain.StartAsync(new LocalChainOptions { Node = node, Port = port }));

        Assert.Equal(
            (ErrorCode.PortTaken, port.ToString(CultureInfo.InvariantCulture)), (refusal.Code, refusal.Value));
    }

    [Fact]
    public async Task CompileAsync_WhileAnotherCompiles_WaitsForItsTurn()
    {
        string project = ReferenceData.Root;
        string lockFile = Path.Combine(project, "artifacts", "solidity.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(lockFile)!);
        await using FileStream other = await HoldAsync(lockFile);
        using CancellationTokenSource given = new(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => LocalChain.CompileAsync(project, [], given.Token));
    }

    [Fact]
    public async Task StartAsync_NoTimeToStart_IsNodeUnreachable()
    {
        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => LocalChain.StartAsync(new LocalChainOptions { StartTimeout = TimeSpan.FromMilliseconds(1) }));

        Assert.Equal(ErrorCode.NodeUnreachable, refusal.Code);
    }

    [Fact]
    public async Task StartAsync_NothingInstalled_IsNodeUnreachable()
    {
        string empty = Directory.CreateTempSubdirectory("project").FullName;

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => LocalChain.StartAsync(new LocalChainOptions { Project = empty }));

        Directory.Delete(empty);
        Assert.Equal(ErrorCode.NodeUnreachable, refusal.Code);
        Assert.Contains("npm ci", refusal.Accepted, StringComparison.Ordinal);
    }

    /// <summary>Another test's compiler may hold the lock for a while.</summary>
    private static async Task<FileStream> HoldAsync(string lockFile)
    {
        while (true)
        {
            try
            {
                return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(50);
            }
        }
    }

    private static async Task<ErrorCode> RefusalAsync(string url)
    {
        using JsonRpcClient client = new(url);
        return (await Assert.ThrowsAsync<MarginException>(() => client.CallAsync("eth_chainId", []))).Code;
    }

    /// <summary>The operating system closes the pipe a moment after the kill; asks until nobody answers.</summary>
    private static async Task WaitUntilGoneAsync(JsonRpcClient client, CancellationToken limit)
    {
        try
        {
            while (true)
            {
                await client.CallAsync("eth_chainId", [], limit);
            }
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.NodeUnreachable)
        {
        }
    }
}
