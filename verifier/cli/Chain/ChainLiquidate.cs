using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;

namespace Verifiable.Cli.Chain;

/// <summary>
/// chain liquidate: opens the auction of an account that an attestation shows below its maintenance margin.
/// </summary>
internal static class ChainLiquidate
{
    internal static Command Create()
    {
        Command command = new(
            "liquidate",
            "Open an auction on an attestation (anyone may).\n\nExample:\n"
            + "  verifiable chain liquidate liquidate.vmb --keystore keeper.json")
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
        Bundle bundle = BundleFile.Read(parsed.GetRequiredValue(BundleFile.File));
        using ChainSession session = await ChainSession.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = session.Protocol(parsed);
        using PrivateKey key = KeyOptions.Open(parsed);
        await DevFaucet.FillAsync(session, key.Address, cancellation);
        using TransactionSender keeper = session.Sender(key);
        SignedAttestation shown = new(bundle.Attestation, bundle.Signatures);
        TransactionReceipt receipt = await contracts.Auction.OpenAttestedAsync(
            keeper, bundle.Attestation.Account, shown, cancellation);

        Terminal terminal = Terminal.From(parsed);
        terminal.Answer($"auction of {bundle.Attestation.Account} opened, {receipt.GasUsed} gas");
        terminal.AnswerJson(new JsonObject { ["status"] = "opened", ["gas"] = receipt.GasUsed });
        return ExitCode.Yes;
    }
}
