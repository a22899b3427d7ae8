using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Margin;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>chain withdraw: pays out through the attestation gate, or on the contract's own computation.</summary>
internal static class ChainWithdraw
{
    private static readonly Argument<string?> File = new("FILE.vmb")
    {
        Description = "A replay bundle, as attest writes it; none with --self-proved.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> SelfProved = new("--self-proved")
    {
        Description = "Withdraw without attesters: the contract recomputes every scenario.",
    };

    private static readonly Option<string?> Amount = new("--amount")
    {
        Description = "With --self-proved: dollars to be paid.",
    };

    private static readonly Option<string?> Recipient = new("--to")
    {
        Description = "With --self-proved: who is paid.",
        HelpName = "ADDRESS",
    };

    internal static Command Create()
    {
        Command command = new(
            "withdraw",
            "Withdraw on an attestation, or on the contract's own computation. A refusal of the vault is printed by "
            + "its name, with exit code 6.\n\nExamples:\n"
            + "  verifiable chain withdraw withdraw.vmb --keystore owner.json\n"
            + "  verifiable chain withdraw --self-proved -m market.json -b book.json --amount 1000 --to 0xf39f... "
            + "--keystore owner.json")
        {
            File,
            SelfProved,
            Amount,
            Recipient,
            KeyOptions.Keystore,
            KeyOptions.Account,
            KeyOptions.PasswordFile,
        };
        ProofInputs.AddTo(command);
        ChainOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string? path = parsed.GetValue(File);
        bool proved = parsed.GetValue(SelfProved);
        if (proved == path is not null)
        {
            throw Missing("FILE.vmb", path ?? string.Empty, "a bundle, or --self-proved");
        }

        using ChainSession session = await ChainSession.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = session.Protocol(parsed);
        using PrivateKey key = KeyOptions.Open(parsed);
        using TransactionSender owner = session.Sender(key);
        (WithdrawAction action, WithdrawOutcome outcome) = path is null
            ? await ProveAsync(parsed, session, contracts, owner, cancellation)
            : await ShowAsync(path, contracts, owner, cancellation);

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

    private static async Task<(WithdrawAction Action, WithdrawOutcome Outcome)> ShowAsync(
        string path, ProtocolContracts contracts, TransactionSender owner, CancellationToken cancellation)
    {
        Bundle bundle = BundleFile.Read(path);
        WithdrawAction action = BundleNotes.ReadWithdrawal(bundle, path);
        return (action, await contracts.Vault.WithdrawAsync(
            owner, action, bundle.Attestation, bundle.Signatures, cancellation));
    }

    private static async Task<(WithdrawAction Action, WithdrawOutcome Outcome)> ProveAsync(
        ParseResult parsed,
        ChainSession session,
        ProtocolContracts contracts,
        TransactionSender owner,
        CancellationToken cancellation)
    {
        string amount = parsed.GetValue(Amount) ?? throw Missing("--amount", string.Empty, "with --self-proved");
        string recipient = parsed.GetValue(Recipient) ?? throw Missing("--to", string.Empty, "with --self-proved");
        ProofInputs inputs = await ProofInputs.ReadAsync(parsed, session, contracts, cancellation);
        WithdrawAction action = new(
            inputs.Book.Account,
            0,
            ChainDeposit.ParseCash(amount, "--amount"),
            Address.Parse(recipient, string.Empty, "--to"));
        MarginResult after = inputs.Margin(action.Apply(inputs.Book, inputs.Model.StableAsset));
        long hint = TailTotals.Hint(after.Totals, inputs.Scenarios, inputs.Model.Measure);
        return (action, await contracts.Vault.WithdrawProvedAsync(
            owner, action, inputs.Book.Positions, inputs.Market, hint, cancellation));
    }

    private static MarginException Missing(string option, string given, string accepted) =>
        new(ErrorCode.CommandLineMalformed, string.Empty, option, given, accepted);
}
