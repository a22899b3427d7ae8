using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Disputing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Chain;

/// <summary>chain dispute: replays a bundle, finds what is wrong with it, and proves it on chain.</summary>
internal static class ChainDispute
{
    internal static Command Create()
    {
        Command command = new(
            "dispute",
            "Replay a signed bundle and, if a number is wrong, disprove it on chain: its signers are slashed, and the "
            + "sender is the challenger. Exit code 0 disproved, 1 there is nothing wrong with it.\n\nExample:\n"
            + "  verifiable chain dispute withdraw.vmb --keystore challenger.json")
        {
            BundleFile.File,
            KeyOptions.Keystore,
            KeyOptions.Account,
            KeyOptions.PasswordFile,
        };
        ChainOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(BundleFile.File);
        Bundle bundle = BundleFile.Read(path);
        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        Bytes32 digest = bundle.Attestation.Digest(
            MarginAttestation.Domain(connection.ChainId, contracts.Verifier.Address));
        Terminal terminal = Terminal.From(parsed);
        DisputeSearch search = new(contracts, connection.Node);
        if (await search.FindAsync(bundle, path, cancellation) is not DisputeCase found)
        {
            terminal.Answer($"{digest}: every number is right");
            terminal.AnswerJson(new JsonObject { ["digest"] = digest.ToString(), ["dispute"] = "right" });
            return ExitCode.No;
        }

        terminal.Say($"{found.Fault.Path} is {found.Fault.Attested}, and {found.Fault.Recomputed} recomputed");
        using PrivateKey key = KeyOptions.Open(parsed);
        await DevFaucet.FillAsync(connection, key.Address, cancellation);
        using TransactionSender challenger = connection.Sender(key);
        TransactionReceipt receipt = await contracts.Disputes.ProveAsync(challenger, found, cancellation);
        string[] waiting = [.. contracts.Bonds.PendingProofs(receipt).Select(static proof => proof.ToString())];
        string slash = waiting.Length == 0 ? "its signers are slashed" : $"slash {waiting[0]} waits for its veto";
        terminal.Answer($"{digest}: disproved by {found.Fault.Kind}, {receipt.GasUsed} gas; {slash}");
        terminal.AnswerJson(new JsonObject
        {
            ["digest"] = digest.ToString(),
            ["dispute"] = found.Fault.Kind.ToString(),
            ["path"] = found.Fault.Path,
            ["attested"] = $"{found.Fault.Attested}",
            ["recomputed"] = $"{found.Fault.Recomputed}",
            ["gas"] = receipt.GasUsed,
            ["pendingProof"] = waiting.FirstOrDefault(),
        });
        return ExitCode.Yes;
    }
}
