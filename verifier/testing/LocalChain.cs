using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Chain.Transactions;
using Verifiable.Kernel;

namespace Verifiable.Testing;

/// <summary>
/// A development chain on loopback for the life of this object: <c>await using LocalChain chain = await
/// LocalChain.StartAsync();</c>. It ends with the object, and with this process however that ends.
/// </summary>
public sealed partial class LocalChain : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";
    private readonly GuardedProcess _process;

    private LocalChain(GuardedProcess process, NodeRuntime runtime, string url, ulong chainId)
    {
        _process = process;
        Url = url;
        ChainId = chainId;
        Project = runtime.Project;
        Client = new JsonRpcClient(url);
        Node = new EthereumNode(Client);
        Dev = new DevNode(Client);
        Artifacts = new ArtifactFolder(Path.Combine(Project, "artifacts", "solidity"));
    }

    /// <summary>The node's address.</summary>
    public string Url { get; }

    /// <summary>The folder of <c>hardhat.config.js</c>.</summary>
    public string Project { get; }

    /// <summary>The chain's id.</summary>
    public ulong ChainId { get; }

    /// <summary>The raw client.</summary>
    public JsonRpcClient Client { get; }

    /// <summary>The node.</summary>
    public IChainNode Node { get; }

    /// <summary>Control over time and state.</summary>
    public DevNode Dev { get; }

    /// <summary>The funded accounts.</summary>
    public DevAccounts Accounts { get; } = new();

    /// <summary>The compiled contracts of the project.</summary>
    public ArtifactFolder Artifacts { get; }

    /// <summary>The id of the process that holds the node.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a chain and waits until it answers.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.NodeUnreachable"/>: the node is not installed, ended, or did not answer in time;
    /// <see cref="ErrorCode.PortTaken"/>.
    /// </exception>
    public static async Task<LocalChain> StartAsync(
        LocalChainOptions? options = null, CancellationToken cancellation = default)
    {
        LocalChainOptions chosen = options ?? new LocalChainOptions();
        NodeRuntime runtime = new(chosen.Project ?? NodeRuntime.FindProject());
        GuardedProcess process =
            GuardedProcess.Start(runtime.Node, runtime.Project, Command(runtime, chosen), FindUrl, ChainTime(chosen));
        try
        {
            string url = await process.FindLineAsync(chosen.StartTimeout, cancellation).ConfigureAwait(false);
            return await ConnectAsync(process, runtime, url, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw Refusal(chosen, failure, process.LastLines);
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Compiles the project's contracts into <see cref="Artifacts"/>; nothing happens when nothing changed.
    /// </summary>
    /// <param name="project">The folder of <c>hardhat.config.js</c>; null searches for it.</param>
    /// <param name="sources">The source files that are needed; all when empty.</param>
    /// <param name="cancellation">Ends the compiler.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.ArtifactUnknown"/>: they do not compile.</exception>
    public static async Task CompileAsync(
        string? project = null, IReadOnlyList<string>? sources = null, CancellationToken cancellation = default)
    {
        NodeRuntime runtime = new(project ?? NodeRuntime.FindProject());
        string[] command = [runtime.Node, runtime.Hardhat, "build", "--no-tests", .. sources ?? []];
        await using FileStream turn = await TakeTurnAsync(runtime.Project, cancellation).ConfigureAwait(false);
        await using GuardedProcess process = GuardedProcess.Start(runtime.Node, runtime.Project, command, _ => null);
        if (await process.WaitAsync(cancellation).ConfigureAwait(false) != 0)
        {
            throw new MarginException(
                ErrorCode.ArtifactUnknown,
                runtime.Project,
                "hardhat build",
                process.LastLines,
                "contracts that compile");
        }
    }

    /// <summary>A sender for one of the funded accounts.</summary>
    public TransactionSender CreateSender(int account, SenderOptions? options = null) =>
        new(Node, Accounts[account], ChainId, options);

    /// <summary>Ends the node and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Accounts.Dispose();
        await _process.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<LocalChain> ConnectAsync(
        GuardedProcess process, NodeRuntime runtime, string url, CancellationToken cancellation)
    {
        using JsonRpcClient probe = new(url);
        ulong chainId = await new EthereumNode(probe).ChainIdAsync(cancellation).ConfigureAwait(false);
        return new LocalChain(process, runtime, url, chainId);
    }

    /// <summary>Why a node did not start; both nodes say of a taken port what the operating system says.</summary>
    private static MarginException Refusal(LocalChainOptions options, Exception failure, string lastLines) =>
        lastLines.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
            ? new MarginException(
                ErrorCode.PortTaken,
                "local chain",
                "port",
                options.Port.ToString(CultureInfo.InvariantCulture),
                "a port that nothing listens on, or 0 for any")
            : new MarginException(
                ErrorCode.NodeUnreachable,
                "local chain",
                options.Node.ToString(),
                $"{failure.Message} {lastLines}",
                "a node that prints where it listens");

    /// <summary>
    /// Waits for a lock that only one process at a time holds: two compilers would write the same artifacts.
    /// </summary>
    private static async Task<FileStream> TakeTurnAsync(string project, CancellationToken cancellation)
    {
        string folder = Path.Combine(project, "artifacts");
        Directory.CreateDirectory(folder);
        while (true)
        {
            try
            {
                return new FileStream(
                    Path.Combine(folder, "solidity.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Both nodes run the rules of the osaka fork under chain id 31337, and print where they listen.</summary>
    private static string[] Command(NodeRuntime runtime, LocalChainOptions options)
    {
        string port = options.Port.ToString(CultureInfo.InvariantCulture);
        string[] timestamp = options.Time is { } time
            ? ["--timestamp", time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)]
            : [];
        return options.Node == LocalNode.Anvil
            ?
            [
                runtime.Anvil, "--host", Loopback, "--port", port, "--hardfork", "osaka", "--chain-id", "31337",
                .. timestamp,
            ]
            : [runtime.Node, runtime.Hardhat, "node", "--network", "local", "--hostname", Loopback, "--port", port];
    }

    private static string ChainTime(LocalChainOptions options) =>
        options.Time?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string? FindUrl(string line)
    {
        Match match = ListeningLine().Match(line);
        return match.Success ? $"http://{Loopback}:{match.Groups["port"].Value}" : null;
    }

    [GeneratedRegex(@"^(Listening on |Started HTTP .* http://)127\.0\.0\.1:(?<port>[0-9]+)/?$")]
    private static partial Regex ListeningLine();
}
