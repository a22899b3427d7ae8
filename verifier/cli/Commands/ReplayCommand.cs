using System;
using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Cli.Chain;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>
/// replay: an auditor's command. It recomputes everything and compares every byte; with a node, the state too.
/// </summary>
internal static class ReplayCommand
{
    private static readonly Option<string?> RpcUrl = new("--rpc-url")
    {
        Description = "Also compare with the chain's state at the attested block.",
    };

    internal static Command Create()
    {
        Command command = new(
            "replay",
            "Recompute a bundle and compare every byte. Exit code 0 equal, 1 different, 3 malformed, 4 unknown engine, "
            + "5 signatures, 6 chain state.\n\nExample:\n  verifiable replay 0xab12.vmb --signers committee.json")
        {
            BundleFile.File,
            BundleFile.Signers,
            BundleFile.ChainId,
            BundleFile.Verifier,
            RpcUrl,
            ChainOptions.Deployment,
            ChainOptions.Artifacts,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(BundleFile.File);
        Bundle bundle = BundleFile.Read(path);
        MarginResult result = Replay.Verify(bundle, path);
        Eip712Domain domain = BundleFile.Domain(parsed, bundle, path);
        bundle.Verify(domain, BundleFile.Committee(parsed, bundle), path);
        bool withChain = parsed.GetValue(RpcUrl) is not null;
        if (withChain)
        {
            await CompareChainAsync(parsed, bundle.Attestation, path, cancellation);
        }

        Terminal terminal = Terminal.From(parsed);
        Bytes32 digest = bundle.Attestation.Digest(domain);
        string state = withChain ? ", and the chain's state is the attested one" : string.Empty;
        terminal.Answer($"{digest}: equal, {result.Totals.Length} scenario totals recomputed{state}");
        terminal.AnswerJson(new JsonObject
        {
            ["digest"] = digest.ToString(),
            ["replay"] = "equal",
            ["totals"] = result.Totals.Length,
            ["chainCompared"] = withChain,
        });
        return ExitCode.Yes;
    }

    private static async Task CompareChainAsync(
        ParseResult parsed, MarginAttestation attestation, string path, CancellationToken cancellation)
    {
        using ChainSession session = await ChainSession.OpenAsync(parsed, parsed.GetValue(RpcUrl)!, cancellation);
        ProtocolContracts contracts = session.Protocol(parsed);
        BlockReference block = BlockReference.Of(attestation.BlockHash);
        AccountStanding standing = await contracts.Vault.StateAsync(attestation.Account, block, cancellation);
        RegisteredRound round = await contracts.Market.RoundAsync(attestation.Round, block, cancellation);
        Require(path, "sequence", attestation.Sequence, standing.Sequence);
        Require(path, "priorBookHash", attestation.PriorBookHash, standing.BookHash);
        Require(path, "marketHash", attestation.MarketHash, round.MarketHash);
        Require(path, "consumer", attestation.Consumer, contracts.Vault.Address);
    }

    private static void Require<T>(string file, string path, T attested, T stored)
        where T : IEquatable<T>
    {
        if (!attested.Equals(stored))
        {
            throw new MarginException(
                ErrorCode.ChainStateMismatch, file, path, $"{attested}", $"{stored}, on chain at the attested block");
        }
    }
}
