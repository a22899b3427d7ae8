using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Chain;

/// <summary>chain session: begins a proof that takes more than one transaction.</summary>
internal static class ChainSession
{
    internal static Command Create()
    {
        Command command = new(
            "session",
            "Begin to withdraw without attesters by several transactions. The intent comes before the price: the session "
            + "is about the first market registered afterwards, and chain withdraw --session goes on with that. Only the account's "
            + "owner is paid, and only on the newest.\n\n"
            + "Example:\n"
            + "  verifiable chain session 0xf39f... --amount 1000 --to 0xf39f... --keystore owner.json")
        {
            ChainOptions.Account,
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
        WithdrawAction action =
            Payment.Read(parsed, ChainConnection.ParseAccount(parsed.GetRequiredValue(ChainOptions.Account)));
        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        using PrivateKey key = KeyOptions.Open(parsed);
        ChainConnection.RequireOwner(key, action.Account);
        using TransactionSender owner = connection.Sender(key);
        Bytes32 begun =
            await contracts.SelfProof.BeginAsync(owner, contracts.Vault.Address, action, cancellation);
        ProofSession stored = await contracts.SelfProof.SessionAsync(begun, cancellation);
        Terminal terminal = Terminal.From(parsed);
        terminal.Answer($"session {begun}, about the first market after round {stored.BegunAfter}");
        terminal.AnswerJson(new JsonObject { ["session"] = $"{begun}", ["begunAfter"] = stored.BegunAfter });
        return ExitCode.Yes;
    }
}
