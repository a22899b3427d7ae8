using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace Verifiable.Testing;

/// <summary>
/// A process that does not outlive this one. A watchdog starts it and waits on its own standard input, whose other end
/// this process holds: the operating system closes it however this process ends, by kill too, and the watchdog then
/// kills the process by its id.
/// </summary>
internal sealed class GuardedProcess : IAsyncDisposable
{
    private const int LinesKept = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string Watchdog = """
        const { spawn } = require("node:child_process");
        const [command, ...rest] = process.argv.slice(1);
        const child = spawn(command, rest, { stdio: ["ignore", "inherit", "inherit"] });
        const end = () => child.kill("SIGKILL");
        for (const event of ["end", "error", "close"]) process.stdin.on(event, end);
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
        child.on("error", (failure) => { console.error(failure.message); process.exit(127); });
        child.on("exit", (code) => process.exit(code ?? 1));
        process.stdin.resume();
        """;

    private readonly Process _watchdog;
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource<string> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<string, string?> _find;

    private GuardedProcess(ProcessStartInfo start, Func<string, string?> find)
    {
        _find = find;
        _watchdog = new Process { StartInfo = start, EnableRaisingEvents = true };
        _watchdog.OutputDataReceived += (_, line) => Take(line.Data);
        _watchdog.ErrorDataReceived += (_, line) => Take(line.Data);
        _watchdog.Exited += (_, _) => _found.TrySetException(new InvalidOperationException("it ended"));
    }

    /// <summary>The watchdog's process id.</summary>
    internal int Id => _watchdog.Id;

    /// <summary>The last lines that the process printed.</summary>
    internal string LastLines
    {
        get
        {
            lock (_lastLines)
            {
                return string.Join('\n', _lastLines);
            }
        }
    }

    /// <summary>Starts a command under a watchdog.</summary>
    /// <param name="node">The Node.js that runs the watchdog.</param>
    /// <param name="folder">The working directory.</param>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="find">Yields a value from the line that <see cref="FindLineAsync"/> waits for, else null.</param>
    /// <param name="chainTime">The clock of a Hardhat chain at its start; empty takes the machine's.</param>
    internal static GuardedProcess Start(
        string node, string folder, string[] command, Func<string, string?> find, string chainTime = "")
    {
        ProcessStartInfo start = new(node, ["-e", Watchdog, "--", .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["HARDHAT_DISABLE_TELEMETRY"] = "true";
        start.Environment["VERIFIABLE_CHAIN_TIME"] = chainTime;
        GuardedProcess process = new(start, find);
        process._watchdog.Start();
        process._watchdog.BeginOutputReadLine();
        process._watchdog.BeginErrorReadLine();
        return process;
    }

    /// <summary>The value of the line that the process was started to print.</summary>
    /// <exception cref="TimeoutException">It did not print the line in time.</exception>
    /// <exception cref="InvalidOperationException">It ended first.</exception>
    internal Task<string> FindLineAsync(TimeSpan limit, CancellationToken cancellation) =>
        _found.Task.WaitAsync(limit, cancellation);

    /// <summary>Waits until the process ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    internal async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await _watchdog.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return _watchdog.ExitCode;
    }

    /// <summary>Ends the process and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _watchdog.StandardInput.Close();
        using CancellationTokenSource limit = new(Patience);
        try
        {
            await _watchdog.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _watchdog.Kill(entireProcessTree: true);
            await _watchdog.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _watchdog.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept)
            {
                _lastLines.Dequeue();
            }
        }

        if (_find(line) is string value)
        {
            _found.TrySetResult(value);
        }
    }
}
