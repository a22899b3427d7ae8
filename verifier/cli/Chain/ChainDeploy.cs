using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Testing;

namespace Verifiable.Cli.Chain;

/// <summary>chain deploy: the whole protocol on a development chain, from Hardhat's artifacts.</summary>
internal static class ChainDeploy
{
    private static readonly Option<string> Attesters = new("--attesters")
    {
        Description = "The attesters: { \"threshold\": 3, \"signers\": [\"0x...\"] }.",
        Required = true,
        HelpName = "FILE",
    };

    private static readonly Option<string> Publishers = new("--publishers")
    {
        Description = "The market publishers, none of them an attester; the same form.",
        Required = true,
        HelpName = "FILE",
    };

    private static readonly Option<string> MaxAge = new("--max-age")
    {
        Description = "The oldest snapshot that a withdrawal may use; the protocol's own is 24s.",
        DefaultValueFactory = static _ => "24s",
    };

    internal static Command Create()
    {
        Command command = new(
            "deploy",
            "Deploy the contracts on a development chain. The chain's first funded account pays and holds the "
            + "timelock's role; tokens and reference feeds are stand-ins.\n\nExample:\n"
            + "  verifiable chain deploy -m market.json --attesters attesters.json --publishers publishers.json")
        {
            MarginInputs.MarketFile,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            Attesters,
            Publishers,
            MaxAge,
        };
        ChainOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Terminal terminal = Terminal.From(parsed);
        ulong maxAge = DurationOf(parsed.GetRequiredValue(MaxAge), "--max-age");
        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        using DevAccounts accounts = new();
        using TransactionSender deployer = connection.Sender(accounts[0]);
        ProtocolPlan plan = Plan(parsed, accounts[1].Address, maxAge);
        terminal.Say("deploying the contracts");
        ProtocolContracts contracts = await new ProtocolDeployment(
            deployer, connection.Artifacts, connection.ChainId, plan)
            .DeployAsync(cancellation);
        DeploymentFile.Write(connection.DeploymentPath(parsed), contracts.Deployment);

        // The committees' epochs begin after a notice; a development chain can skip it.
        await connection.Dev.IncreaseTimeAsync(plan.ActivationDelaySeconds, cancellation);
        await connection.Dev.MineAsync(cancellation: cancellation);
        Print(terminal, contracts, connection.DeploymentPath(parsed));
        return ExitCode.Yes;
    }

    private static ProtocolPlan Plan(ParseResult parsed, Documents.Hashing.Address guardian, ulong maxAge)
    {
        string marketFile = parsed.GetRequiredValue(MarginInputs.MarketFile);
        MarketSnapshot market = MarketDocument.Read(InputFile.Read(marketFile, MarketDocument.MaxBytes), marketFile);
        (ModelDocument model, ScenariosDocument scenarios) = MarginInputs.ReadModel(parsed);
        return new ProtocolPlan
        {
            Guardian = guardian,
            Attesters = BundleFile.ReadSigners(parsed.GetRequiredValue(Attesters)),
            Publishers = BundleFile.ReadSigners(parsed.GetRequiredValue(Publishers)),
            EngineId = CurrentEngine.Id,
            Parameters = ParameterRows.Write(model.Enforceable(parsed.GetRequiredValue(MarginInputs.ModelFile))),
            Scenarios = ScenarioRows.Write(scenarios.Set),
            Underlyings = [.. market.Underlyings.Select(static underlying => new ListedUnderlying(
                underlying.Underlying.Word, underlying.Spot.Raw, (ulong)Quantity.Limit))],
            EngineArtifact = "MarginEngine",
            Capabilities =
                ModelRegistry.SelfProofCapability | ModelRegistry.WitnessCapability | ModelRegistry.DisputeCapability,
            CashAsset = model.Parameters.StableAsset.Word,
            Collateral = [.. model.Parameters.Haircuts
                .Select(static rule => rule.Asset).Where(asset => asset != model.Parameters.StableAsset)],
            MaxAgeExitSeconds = maxAge,
            MaxAgeSeconds = ulong.Max(maxAge, 60),
        };
    }

    /// <summary>A span of time in seconds; none at all would let nothing through.</summary>
    internal static ulong DurationOf(string text, string option) =>
        DurationText.TryParse(text, out long seconds) && seconds > 0
            ? (ulong)seconds
            : throw new MarginException(
                ErrorCode.NumberOutOfRange, string.Empty, option, text, $"{DurationText.Accepted}, at least 1s");

    private static void Print(Terminal terminal, ProtocolContracts contracts, string file)
    {
        JsonObject addresses = [];
        foreach (DeployedContract contract in contracts.Deployment.Contracts)
        {
            terminal.Answer($"{contract.Name,-24} {contract.Address}");
            addresses[contract.Name] = contract.Address.ToString();
        }

        terminal.AnswerJson(new JsonObject { ["deployment"] = file, ["contracts"] = addresses });
    }
}
