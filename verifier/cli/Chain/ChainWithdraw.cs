using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;

namespace Verifiable.Cli.Chain;

/// <summary>chain withdraw: pays out through the attestation gate.</summary>
internal static class ChainWithdraw
{
    internal static Command Create()
    {
        Command command = new(
            "withdraw",
            "Withdraw on an attestation. A refusal of the vault is printed by its name, with exit code 6.\n\nExample:\n"
            + "  verifiable chain withdraw withdraw.vmb --keystore owner.json")
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
        WithdrawAction action = BundleNotes.ReadWithdrawal(bundle, path);
        using ChainSession session = await ChainSession.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = session.Protocol(parsed);
        using PrivateKey key = KeyOptions.Open(parsed);
        using TransactionSender owner = session.Sender(key);
        WithdrawOutcome outcome = await contracts.Vault.WithdrawAsync(
            owner, action, bundle.Attestation, bundle.Signatures, cancellation);

        Terminal terminal = Terminal.From(parsed);
        string status = outcome.ExitId is null ? "paid" : "queued";
        terminal.Answer($"{status} {action.Amount} raw units to {action.Recipient}, {outcome.Receipt.GasUsed} gas");
        terminal.AnswerJson(new JsonObject
        {
            ["status"] = status,
            ["amount"] = $"{action.Amount}",
            ["gas"] = outcome.Receipt.GasUsed,
            ["exit"] = outcome.ExitId is { } exit ? $"{exit}" : null,
        });
        return ExitCode.Yes;
    }
}
