using System;
using System.CommandLine;

namespace Verifiable.Cli.Chain;

/// <summary>Where the chain is and what is deployed on it.</summary>
internal static class ChainOptions
{
    internal static Option<string> RpcUrl { get; } = new("--rpc-url")
    {
        Description = "The node; without it the environment variable ETH_RPC_URL, else http://127.0.0.1:8545.",
        DefaultValueFactory = static _ =>
            Environment.GetEnvironmentVariable("ETH_RPC_URL") is { Length: > 0 } url ? url : "http://127.0.0.1:8545",
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

    /// <summary>Gives a verb the options of all that talk to a deployed protocol.</summary>
    internal static void AddTo(Command command)
    {
        command.Options.Add(RpcUrl);
        command.Options.Add(Deployment);
        command.Options.Add(Artifacts);
    }
}
