using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Cli.Chain;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Commands;

/// <summary>
/// replay: an auditor's command. It recomputes everything and compares every byte; with a node, the state too.
/// </summary>
internal static class ReplayCommand
{
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
            AttestedState.RpcUrl,
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
        bool withChain = await AttestedState.CompareAsync(parsed, bundle.Attestation, path, cancellation);

        Terminal terminal = Terminal.From(parsed);
        Bytes32 digest = bundle.Attestation.Digest(domain);
        string state = withChain ? ", and the chain's state is the attested one" : string.Empty;
        terminal.Answer($"{digest}: equal, {result.Totals.Length} scenario totals recomputed{state}");
        if (bundle.Neo is { } part)
        {
            terminal.Answer($"  the same for Neo: {part.Digest()}, vault {ScriptHash.Format(part.Domain.Contract)}");
        }

        terminal.AnswerJson(new JsonObject
        {
            ["digest"] = digest.ToString(),
            ["replay"] = "equal",
            ["totals"] = result.Totals.Length,
            ["chainCompared"] = withChain,
            ["neo"] = AttestationJson.NeoOf(bundle.Neo),
        });
        return ExitCode.Yes;
    }
}
