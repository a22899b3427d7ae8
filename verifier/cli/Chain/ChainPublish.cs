using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Testing;

namespace Verifiable.Cli.Chain;

/// <summary>chain publish: the publishers sign a market snapshot and register it as a round.</summary>
internal static class ChainPublish
{
    private static readonly Option<string> Committee = new("--publishers")
    {
        Description = "The publishers' committee file.",
        Required = true,
        HelpName = "FILE",
    };

    private static readonly Option<bool> AdvanceClock = new("--advance-clock")
    {
        Description = "Development chains: move the chain's clock to the snapshot's time, and the reference feeds to "
            + "its spots.",
    };

    internal static Command Create()
    {
        Command command = new(
            "publish",
            "Sign a market snapshot as its publishers and register it.\n\nExample:\n"
            + "  verifiable chain publish -m market.json --publishers publishers.json --signer p1.json \\\n"
            + "    --signer p2.json --password-file pw --advance-clock")
        {
            MarginInputs.MarketFile,
            Committee,
            KeyOptions.Signers,
            KeyOptions.PasswordFile,
            AdvanceClock,
        };
        ChainOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        string file = parsed.GetRequiredValue(MarginInputs.MarketFile);
        MarketSnapshot market = MarketDocument.Read(InputFile.Read(file, MarketDocument.MaxBytes), file);
        using DevAccounts accounts = new();
        using TransactionSender sender = connection.Sender(accounts[0]);
        if (parsed.GetValue(AdvanceClock))
        {
            await AdvanceAsync(connection, contracts, sender, market, cancellation);
        }

        ulong observedAt = (ulong)market.ObservedAt.Seconds;
        ulong round = observedAt / await contracts.Market.RoundLengthSecondsAsync(cancellation);
        ulong epoch = await contracts.Market.CurrentEpochAsync(cancellation);
        SnapshotStatement statement = new(round, observedAt, MarketRows.Hash(market, round), epoch);
        Bytes32 digest = statement.Digest(SnapshotStatement.Domain(connection.ChainId, contracts.Market.Address));
        SignerSet committee = BundleFile.ReadSigners(parsed.GetRequiredValue(Committee));
        CommitteeSignatures signatures = KeyOptions.SignAll(parsed, committee, digest);
        TransactionReceipt receipt = await contracts.Market.RegisterAsync(
            sender, statement, MarketRows.Sections(market), signatures, cancellation);

        Terminal terminal = Terminal.From(parsed);
        terminal.Answer($"round {round} registered, {receipt.GasUsed} gas");
        terminal.AnswerJson(new JsonObject
        {
            ["round"] = round,
            ["marketHash"] = statement.MarketHash.ToString(),
            ["gas"] = receipt.GasUsed,
        });
        return ExitCode.Yes;
    }

    private static async Task AdvanceAsync(
        ChainConnection connection,
        ProtocolContracts contracts,
        TransactionSender sender,
        MarketSnapshot market,
        CancellationToken cancellation)
    {
        foreach (UnderlyingMarket underlying in market.Underlyings)
        {
            DeployedContract feed = contracts.Deployment.Find(
                ProtocolContracts.FeedName(underlying.Underlying.ToString()));
            ContractInstance instance = contracts.CashToken with
            {
                Name = feed.Name,
                Address = feed.Address,
                Abi = connection.Artifacts.Load(feed.Artifact).Abi,
            };
            await instance.SendAsync(sender, "set", [underlying.Spot.Raw], cancellation);
        }

        Block head = await connection.HeadAsync(cancellation);
        if (head.TimeSeconds < (ulong)market.ObservedAt.Seconds)
        {
            await connection.Dev.SetNextBlockTimeAsync((ulong)market.ObservedAt.Seconds, cancellation);
            await connection.Dev.MineAsync(cancellation: cancellation);
        }
    }
}
