using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>chain escape: out of the vault with the help of nobody.</summary>
internal static class ChainEscape
{
    /// <summary>A day until the escape opens, and a day that it is open.</summary>
    private const ulong LapsesAfterSeconds = 2 * 86_400;

    private static readonly Option<bool> Again = new("--again")
    {
        Description = "Ask anew where it was asked for already: the day begins again, and an open escape closes.",
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
            ChainOptions.Account,
            Again,
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
        Bytes32 account = ChainConnection.ParseAccount(parsed.GetRequiredValue(ChainOptions.Account));
        WithdrawAction? action = Payment.IsStated(parsed) ? Payment.Read(parsed, account) : null;
        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        using PrivateKey key = KeyOptions.Open(parsed);
        using TransactionSender owner = connection.Sender(key);
        Terminal terminal = Terminal.From(parsed);
        if (action is null)
        {
            await RequireNotAskedAsync(parsed, connection, contracts, account, cancellation);
            ulong from = await contracts.Vault.RequestExitAsync(owner, account, cancellation);
            terminal.Answer($"asked; it opens at {Moment(from)} for a day");
            terminal.AnswerJson(new JsonObject { ["status"] = "asked", ["opensAt"] = Moment(from) });
            return ExitCode.Yes;
        }

        Book book = await AccountBook.ReadAsync(contracts, connection.Node, account, cancellation);
        WithdrawOutcome outcome =
            await contracts.Vault.EscapeAsync(owner, action, book.Positions, cancellation);
        Payment.Tell(terminal, action, outcome);
        return ExitCode.Yes;
    }

    /// <summary>Asking twice would move an opening away, or close it.</summary>
    private static async Task RequireNotAskedAsync(
        ParseResult parsed,
        ChainConnection connection,
        ProtocolContracts contracts,
        Bytes32 account,
        CancellationToken cancellation)
    {
        ulong asked = await contracts.Vault.ExitRequestedAtAsync(account, cancellation);
        Block head = await connection.HeadAsync(cancellation);
        if (!parsed.GetValue(Again) && asked != 0 && head.TimeSeconds < asked + LapsesAfterSeconds)
        {
            throw new MarginException(
                ErrorCode.CommandLineMalformed,
                string.Empty,
                "ACCOUNT",
                $"asked at {Moment(asked)}",
                $"--amount and --to a day later, or {Again.Name}, which begins the day anew");
        }
    }

    private static string Moment(ulong seconds) => InstantText.Format(new Instant((long)seconds));
}
