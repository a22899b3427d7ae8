using System;
using System.CommandLine;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Kernel;
using Verifiable.Testing;

namespace Verifiable.Cli.Chain;

/// <summary>chain up: a Hardhat node on loopback until it is interrupted.</summary>
internal static class ChainUp
{
    private const int MaxPort = 65_535;

    private static readonly Option<string> Port = new("--port")
    {
        Description = "The port, up to 65535; 0 takes any free one, and the address printed says which.",
        DefaultValueFactory = static _ => $"{ChainOptions.DefaultPort}",
        HelpName = "N",
    };

    private static readonly Option<string?> Time = new("--time")
    {
        Description = "The chain's clock at the start, as 2024-01-08T11:10:00Z, for markets of that day; without it "
            + "now.",
    };

    private static readonly Option<bool> UntilInputEnds = new("--until-input-ends")
    {
        Description = "End with standard input, so that a script that dies takes its chain along.",
    };

    internal static Command Create()
    {
        Command command = new(
            "up",
            "Start a development chain on 127.0.0.1 and keep it until Ctrl-C. It is Hardhat's node: run it inside a "
            + "checkout of this project after `npm ci`, whose hardhat.config.js and node_modules it needs. Elsewhere "
            + "it ends with NodeUnreachable and exit code 7, naming what it looked for.\n\nExample:\n"
            + "  verifiable chain up --time 2024-01-08T11:10:00Z")
        {
            Port,
            Time,
            UntilInputEnds,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Terminal terminal = Terminal.From(parsed);
        LocalChainOptions options = new()
        {
            Port = (int)WholeNumberText.Parse(parsed.GetRequiredValue(Port), 0, MaxPort, "--port"),
            Time = parsed.GetValue(Time) is string time
                ? DateTimeOffset.FromUnixTimeSeconds(MomentText.Parse(time, "--time").Seconds)
                : null,
        };
        await using LocalChain chain = await StartAsync(options, cancellation);
        terminal.Answer(chain.Url);
        terminal.AnswerJson(new JsonObject
        {
            ["url"] = chain.Url,
            ["chainId"] = chain.ChainId,
            ["processId"] = Environment.ProcessId,
        });
        if (parsed.GetValue(UntilInputEnds))
        {
            await Console.OpenStandardInput().CopyToAsync(Stream.Null, cancellation)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else
        {
            terminal.Say("Ctrl-C ends the chain.");
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // The answer was given when the chain started: its end adds nothing but the exit code.
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Yes;
    }

    private static async Task<LocalChain> StartAsync(LocalChainOptions options, CancellationToken cancellation)
    {
        try
        {
            return await LocalChain.StartAsync(options, cancellation);
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.PortTaken)
        {
            throw new MarginException(
                refusal.Code,
                string.Empty,
                Port.Name,
                refusal.Value,
                "a port that nothing listens on: --port N for another, which the other verbs then take as "
                + $"--rpc-url {ChainOptions.UrlOf("N")}, or --port 0 for any");
        }
    }
}
