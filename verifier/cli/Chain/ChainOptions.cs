using System;
using System.CommandLine;

namespace Verifiable.Cli.Chain;

/// <summary>Where the chain is and what is deployed on it.</summary>
internal static class ChainOptions
{
    /// <summary>The port of development nodes everywhere: where chain up listens and the other verbs ask.</summary>
    internal const int DefaultPort = 8_545;

    internal static Option<string> RpcUrl { get; } = new("--rpc-url")
    {
        Description = "The node; without it the environment variable ETH_RPC_URL, else the address of chain up, "
            + $"{UrlOf($"{DefaultPort}")}.",
        DefaultValueFactory = static _ =>
            Environment.GetEnvironmentVariable("ETH_RPC_URL") is { Length: > 0 } url ? url : UrlOf($"{DefaultPort}"),
    };

    internal static Option<string?> Deployment { get; } = new("--deployment")
    {
        Description = "The deployment file; without it artifacts/deployments/CHAINID.json.",
        HelpName = "FILE",
    };

    internal static Option<string> Artifacts { get; } = new("--artifacts")
    {
        Description = "The folder of the compiled contracts.",
        DefaultValueFactory = static _ => "artifacts/solidity",
    };

    /// <summary>An account that a verb is about.</summary>
    internal static Argument<string> Account { get; } = new("ACCOUNT")
    {
        Description = "The account, 0x and 64 digits, as chain open prints it.",
    };

    /// <summary>The address of a node on this machine.</summary>
    internal static string UrlOf(string port) => $"http://127.0.0.1:{port}";

    /// <summary>Gives a verb the options of all that talk to a deployed protocol.</summary>
    internal static void AddTo(Command command)
    {
        command.Options.Add(RpcUrl);
        command.Options.Add(Deployment);
        command.Options.Add(Artifacts);
    }
}
