using System;
using System.CommandLine;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Documents.Text;
using Verifiable.Testing;

namespace Verifiable.Cli.Chain;

/// <summary>chain up: a Hardhat node on loopback until it is interrupted.</summary>
internal static class ChainUp
{
    private static readonly Option<int> Port = new("--port") { Description = "The port; 0 takes a free one." };

    private static readonly Option<string?> Time = new("--time")
    {
        Description = "The chain's clock at the start, as 2024-01-08T11:10:00Z, for markets of that day; without it now.",
    };

    private static readonly Option<bool> UntilInputEnds = new("--until-input-ends")
    {
        Description = "End with standard input, so that a script that dies takes its chain along.",
    };

    internal static Command Create()
    {
        Command command = new(
            "up",
            "Start a development chain on 127.0.0.1 and keep it until Ctrl-C.\n\nExample:\n"
            + "  verifiable chain up --port 8545 --time 2024-01-08T11:10:00Z")
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
            Port = parsed.GetValue(Port),
            Time = parsed.GetValue(Time) is string time
                ? DateTimeOffset.FromUnixTimeSeconds(InstantText.Parse(time, string.Empty, "--time").Seconds)
                : null,
        };
        await using LocalChain chain = await LocalChain.StartAsync(options, cancellation);
        terminal.Answer(chain.Url);
        terminal.AnswerJson(new JsonObject
        {
            ["url"] = chain.Url,
            ["chainId"] = chain.ChainId,
            ["processId"] = Environment.ProcessId,
        });
        if (parsed.GetValue(UntilInputEnds))
        {
            await Console.OpenStandardInput().CopyToAsync(Stream.Null, cancellation);
            return ExitCode.Yes;
        }

        terminal.Say("Ctrl-C ends the chain.");
        await Task.Delay(Timeout.Infinite, cancellation);
        return ExitCode.Yes;
    }
}
