using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
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

    private static readonly Option<string?> Session = new("--session")
    {
        Description = "The same in as many transactions as it takes, on a session that chain session began; the market "
            + "is the first one registered after that. What is proved stays proved when this is interrupted.",
        HelpName = "ID",
    };

    internal static Command Create()
    {
        Command command = new(
            "withdraw",
            "Withdraw on an attestation, or on the contract's own computation: in one transaction where "
            + "that is enough, or by a session. A refusal of the vault is printed by its name, with exit code 6."
            + "\n\nExamples:\n"
            + "  verifiable chain withdraw withdraw.vmb --keystore owner.json\n"
            + "  verifiable chain withdraw --self-proved -m market.json -b book.json --amount 1000 --to 0xf39f... "
            + "--keystore owner.json\n"
            + "  verifiable chain withdraw --session 0x9c1e... -m market.json -b book.json --keystore owner.json")
        {
            File,
            SelfProved,
            Session,
            KeyOptions.Keystore,
            KeyOptions.Account,
            KeyOptions.PasswordFile,
        };
        Payment.AddTo(command);
        ProofInputs.AddTo(command);
        ChainOptions.AddTo(command);
        command.Validators.Add(static result =>
        {
            if (result.GetResult(SelfProved) is null or { Implicit: true })
            {
                Payment.RequireNone(result, $"{SelfProved.Name}: a bundle or a session has its own payment");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string? path = parsed.GetValue(File);
        string? proof = parsed.GetValue(Session);
        int ways = (path is null ? 0 : 1) + (proof is null ? 0 : 1) + (parsed.GetValue(SelfProved) ? 1 : 0);
        if (ways != 1)
        {
            throw new MarginException(
                ErrorCode.CommandLineMalformed,
                string.Empty,
                "FILE.vmb",
                path ?? string.Empty,
                "one of a bundle, --self-proved and --session");
        }

        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        using PrivateKey key = KeyOptions.Open(parsed);
        using TransactionSender owner = connection.Sender(key);
        Terminal terminal = Terminal.From(parsed);
        (WithdrawAction action, WithdrawOutcome outcome) = (path, proof) switch
        {
            (not null, _) => await ShowAsync(path, contracts, owner, cancellation),
            (_, not null) => await ProofInParts.PayAsync(
                await ProofInputs.ReadAsync(parsed, connection, contracts, cancellation),
                contracts,
                ChainConnection.ParseWord(proof, Session.Name),
                owner,
                terminal,
                cancellation),
            _ => await ProveAsync(parsed, connection, contracts, owner, cancellation),
        };
        Payment.Tell(terminal, action, outcome);
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
        ChainConnection connection,
        ProtocolContracts contracts,
        TransactionSender owner,
        CancellationToken cancellation)
    {
        ProofInputs inputs = await ProofInputs.ReadAsync(parsed, connection, contracts, cancellation);
        WithdrawAction action = Payment.Read(parsed, inputs.Book.Account);
        MarginResult after = inputs.Margin(action.Apply(inputs.Book, inputs.Model.StableAsset));
        long hint = TailTotals.Hint(after.Totals, inputs.Scenarios, inputs.Model.Measure);
        return (action, await contracts.Vault.WithdrawProvedAsync(
            owner, action, inputs.Book.Positions, inputs.Market, hint, cancellation));
    }
}
