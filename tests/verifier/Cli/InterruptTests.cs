using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>
/// An end from outside while a verb waits for a node that never answers. It is SIGTERM, which takes the way of Ctrl-C:
/// a shell that runs the tests in the background makes all that it starts ignore SIGINT.
/// </summary>
public sealed class InterruptTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    [Fact]
    public async Task Run_Interrupted_Is130AndOneErrorDocument()
    {
        using TcpListener node = new(IPAddress.Loopback, 0);
        node.Start();
        string url = $"http://{node.LocalEndpoint}";
        using Process process = CommandLine.Start(folder.Path, "chain", "status", "--rpc-url", url, "--json");
        using TcpClient asked = await node.AcceptTcpClientAsync();

        using Process kill = Process.Start(
            "kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        Outcome outcome = await CommandLine.EndAsync(process);

        Assert.Equal(130, outcome.Code);
        Assert.Equal(
            ErrorCode.RunInterrupted, ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout").Code);
    }

    /// <summary>A batch that waits for a pipe has begun its file beside the old one, and takes it back.</summary>
    [Fact]
    public async Task Batch_InterruptedWhileItWaits_LeavesTheOldFileAlone()
    {
        File.WriteAllText(folder.File("kept.jsonl"), "kept");
        using FileSystemWatcher begun = new(folder.Path, "*.tmp");
        Task<WaitForChangedResult> created =
            Task.Run(() => begun.WaitForChanged(WatcherChangeTypes.Created, TimeSpan.FromMinutes(2)));
        using Process process = CommandLine.StartOpen(folder.Path, "batch", "-", "-m", "market.json", "-o", "kept.jsonl");
        Assert.False((await created).TimedOut);

        using Process kill = Process.Start(
            "kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();

        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal("kept", File.ReadAllText(folder.File("kept.jsonl")));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.tmp"));
    }
}
