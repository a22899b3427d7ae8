using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Chain;

/// <summary>chain escape: out of the vault with the help of nobody.</summary>
internal static class ChainEscape
{
    private static readonly Argument<string> Account = new("ACCOUNT")
    {
        Description = "The account, 0x and 64 digits.",
    };

    internal static Command Create()
    {
        Command command = new(
            "escape",
            "Leave without attesters and publishers. First ask; a day later, and for a day, what the standard margin "
            + "leaves is paid at once, at the reference feeds' prices. Options and collateral count as nothing, and a "
            + "trade between the two voids it.\n\nExamples:\n"
            + "  verifiable chain escape 0xf39f... --keystore owner.json\n"
            + "  verifiable chain escape 0xf39f... --amount 1000 --to 0xf39f... --keystore owner.json")
        {
            Account,
            KeyOptions.Keystore,
            KeyOptions.Account,
            KeyOptions.PasswordFile,
        };
        Payment.AddTo(command);
        ChainOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Bytes32 account = ChainSession.ParseAccount(parsed.GetRequiredValue(Account));
        WithdrawAction? action = Payment.IsStated(parsed) ? Payment.Read(parsed, account) : null;
        using ChainSession session = await ChainSession.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = session.Protocol(parsed);
        using PrivateKey key = KeyOptions.Open(parsed);
        using TransactionSender owner = session.Sender(key);
        Terminal terminal = Terminal.From(parsed);
        if (action is null)
        {
            ulong from = await contracts.Vault.RequestExitAsync(owner, account, cancellation);
            terminal.Answer($"asked; it opens at {Moment(from)} for a day");
            terminal.AnswerJson(new JsonObject { ["status"] = "asked", ["opensAt"] = Moment(from) });
            return ExitCode.Yes;
        }

        Book book = await AccountBook.ReadAsync(contracts, session.Node, account, cancellation);
        WithdrawOutcome outcome =
            await contracts.Vault.EscapeAsync(owner, action, book.Positions, cancellation);
        Payment.Tell(terminal, action, outcome);
        return ExitCode.Yes;
    }

    private static string Moment(ulong seconds) => InstantText.Format(new Instant((long)seconds));
}
