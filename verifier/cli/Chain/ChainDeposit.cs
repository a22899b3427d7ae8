using System;
using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Chain;

/// <summary>chain deposit: cash into an account.</summary>
internal static class ChainDeposit
{
    private const int CashPlaces = 6;

    private static readonly Argument<string> Account = new("ACCOUNT")
    {
        Description = "The account, 0x and 64 digits.",
    };

    private static readonly Argument<string> Amount = new("AMOUNT") { Description = "Dollars, as 250000." };

    private static readonly Option<bool> Mint = new("--mint")
    {
        Description = "Development chains: mint the stand-in token first.",
    };

    internal static Command Create()
    {
        Command command = new(
            "deposit",
            "Deposit cash.\n\nExample:\n  verifiable chain deposit 0xf39f... 250000 --keystore owner.json --mint")
        {
            Account,
            Amount,
            Mint,
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
        Bytes32 account = ChainSession.ParseAccount(parsed.GetRequiredValue(Account));
        UInt128 amount = ParseCash(parsed.GetRequiredValue(Amount), "AMOUNT");
        using ChainSession session = await ChainSession.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = session.Protocol(parsed);
        using PrivateKey key = KeyOptions.Open(parsed);
        await DevFaucet.FillAsync(session, key.Address, cancellation);
        using TransactionSender sender = session.Sender(key);
        if (parsed.GetValue(Mint))
        {
            await contracts.CashToken.SendAsync(sender, "mint", [key.Address, amount], cancellation);
        }

        await contracts.CashToken.SendAsync(sender, "approve", [contracts.Vault.Address, amount], cancellation);
        TransactionReceipt receipt = await contracts.Vault.DepositAsync(sender, account, amount, cancellation);
        Terminal terminal = Terminal.From(parsed);
        terminal.Answer($"deposited {DecimalText.Format((Int128)amount, CashPlaces)}, {receipt.GasUsed} gas");
        terminal.AnswerJson(new JsonObject { ["amount"] = $"{amount}", ["gas"] = receipt.GasUsed });
        return ExitCode.Yes;
    }

    /// <summary>Dollars as micro-units.</summary>
    internal static UInt128 ParseCash(string text, string argument) =>
        (UInt128)DecimalText.Parse(text, CashPlaces, 1, Money.Limit - 1, string.Empty, argument);
}
