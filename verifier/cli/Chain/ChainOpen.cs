using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Chain;

/// <summary>chain open: opens the key's account in the vault.</summary>
internal static class ChainOpen
{
    private static readonly BigInteger MaxSubaccount = BigInteger.Pow(2, 96) - 1;

    private static readonly Option<string> Subaccount = new("--subaccount")
    {
        Description = "The account's number among its owner's, from 0.",
        DefaultValueFactory = static _ => "0",
        HelpName = "N",
    };

    internal static Command Create()
    {
        Command command = new("open", "Open an account.\n\nExample:\n  verifiable chain open --keystore owner.json")
        {
            KeyOptions.Keystore,
            KeyOptions.Account,
            KeyOptions.PasswordFile,
            Subaccount,
        };
        ChainOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        BigInteger subaccount =
            WholeNumberText.Parse(parsed.GetRequiredValue(Subaccount), 0, MaxSubaccount, "--subaccount");
        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        using PrivateKey key = KeyOptions.Open(parsed);
        await DevFaucet.FillAsync(connection, key.Address, cancellation);
        using TransactionSender owner = connection.Sender(key);
        Bytes32 account = await contracts.Vault.OpenAsync(owner, subaccount, cancellation);
        Terminal terminal = Terminal.From(parsed);
        terminal.Answer(account.ToString());
        terminal.AnswerJson(new JsonObject { ["account"] = account.ToString(), ["owner"] = key.Address.ToString() });
        return ExitCode.Yes;
    }
}
