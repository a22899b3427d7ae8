using System.CommandLine;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>
/// chain liquidate: opens the auction of an account that scenarios, or an attestation, show below its maintenance
/// margin.
/// </summary>
internal static class ChainLiquidate
{
    private const string Chosen = "auto";

    private static readonly Argument<string?> File = new("FILE.vmb")
    {
        Description = "A replay bundle, as attest writes it; none with --scenario.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Scenario = new("--scenario")
    {
        Description = "Prove the breach without attesters: by this scenario, counted from 0, or by the one or the tail "
            + "that the engine finds binding (auto).",
        HelpName = "N|auto",
    };

    internal static Command Create()
    {
        Command command = new(
            "liquidate",
            "Open an auction on scenarios that the contract recomputes, or on an attestation where the model has no "
            + "witness (anyone may).\n\nExamples:\n"
            + "  verifiable chain liquidate --scenario auto -m market.json -b debtor.json --keystore keeper.json\n"
            + "  verifiable chain liquidate liquidate.vmb --keystore keeper.json")
        {
            File,
            Scenario,
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
        string? scenario = parsed.GetValue(Scenario);
        if (path is null == scenario is null)
        {
            throw new MarginException(
                ErrorCode.CommandLineMalformed,
                string.Empty,
                "FILE.vmb",
                path ?? string.Empty,
                "a bundle, or --scenario");
        }

        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        using PrivateKey key = KeyOptions.Open(parsed);
        await DevFaucet.FillAsync(connection, key.Address, cancellation);
        using TransactionSender keeper = connection.Sender(key);
        if (scenario is not null)
        {
            return await WitnessAsync(parsed, scenario, connection, contracts, keeper, cancellation);
        }

        Bundle bundle = BundleFile.Read(path!);
        SignedAttestation shown = new(bundle.Attestation, bundle.Signatures);
        TransactionReceipt receipt = await contracts.Auction.OpenAttestedAsync(
            keeper, bundle.Attestation.Account, shown, cancellation);
        Print(Terminal.From(parsed), bundle.Attestation.Account, receipt, []);
        return ExitCode.Yes;
    }

    private static async Task<int> WitnessAsync(
        ParseResult parsed,
        string scenario,
        ChainConnection connection,
        ProtocolContracts contracts,
        TransactionSender keeper,
        CancellationToken cancellation)
    {
        ProofInputs inputs = await ProofInputs.ReadAsync(parsed, connection, contracts, cancellation);
        LiquidationWitness witness = scenario == Chosen
            ? inputs.Witness(inputs.Book)
            : LiquidationWitness.Of((int)WholeNumberText.Parse(
                scenario, 0, inputs.Scenarios.Scenarios.Length - 1, Scenario.Name, $", or {Chosen}"));
        TransactionReceipt receipt = await contracts.Auction.OpenAsync(
            keeper, inputs.Book.Account, inputs.Book.Positions, inputs.Market, witness, cancellation);
        Print(Terminal.From(parsed), inputs.Book.Account, receipt, new JsonObject
        {
            ["kind"] = JsonNamingPolicy.CamelCase.ConvertName($"{witness.Kind}"),
            ["scenarios"] = new JsonArray([.. witness.Scenarios.Select(static index => JsonValue.Create(index))]),
        });
        return ExitCode.Yes;
    }

    private static void Print(Terminal terminal, Bytes32 account, TransactionReceipt receipt, JsonObject witness)
    {
        terminal.Answer($"auction of {account} opened, {receipt.GasUsed} gas");
        JsonObject answer = new() { ["status"] = "opened", ["gas"] = receipt.GasUsed };
        if (witness.Count != 0)
        {
            answer["witness"] = witness;
        }

        terminal.AnswerJson(answer);
    }
}
