using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Chain;

/// <summary>chain status: the chain's clock, the latest market round, the committee, and an account's book.</summary>
internal static class ChainStatus
{
    private static readonly Argument<string?> Account = new("ACCOUNT")
    {
        Description = "An account, 0x and 64 digits.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> BookFile = new("--book", "-b")
    {
        Description = "Write the account's book document into this file.",
    };

    internal static Command Create()
    {
        Command command = new(
            "status",
            "Show the chain, the protocol and an account.\n\nExample:\n"
            + "  verifiable chain status 0xf39f... -b book.json")
        {
            Account,
            BookFile,
        };
        ChainOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Terminal terminal = Terminal.From(parsed);
        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        await contracts.Deployment.VerifyAsync(connection.Node, cancellation);
        Block head = await connection.HeadAsync(cancellation);
        ulong round = await contracts.Market.LatestRoundAsync(cancellation);
        ulong epoch = await contracts.Verifier.CurrentEpochAsync(cancellation);
        string time = InstantText.Format(new Instant((long)head.TimeSeconds));
        terminal.Answer($"chain {connection.ChainId}, block {head.Number}, {time}");
        terminal.Answer($"latest market round {round}, attester epoch {epoch}");
        JsonObject answer = new()
        {
            ["chainId"] = connection.ChainId,
            ["block"] = head.Number,
            ["time"] = time,
            ["round"] = round,
            ["epoch"] = epoch,
        };
        if (parsed.GetValue(Account) is string text)
        {
            answer["account"] = await DescribeAsync(parsed, connection, contracts, text, terminal, cancellation);
        }

        terminal.AnswerJson(answer);
        return ExitCode.Yes;
    }

    private static async Task<JsonObject> DescribeAsync(
        ParseResult parsed,
        ChainConnection connection,
        ProtocolContracts contracts,
        string text,
        Terminal terminal,
        CancellationToken cancellation)
    {
        Bytes32 account = ChainConnection.ParseAccount(text);
        AccountStanding standing = await contracts.Vault.StateAsync(account, BlockReference.Latest, cancellation);
        Book book = await AccountBook.ReadAsync(contracts, connection.Node, account, cancellation);
        string cash = DecimalText.Format(standing.Cash, Money.DecimalsOf(DollarAsset));
        terminal.Answer($"{text}: {standing.State}, sequence {standing.Sequence}, cash {cash}");
        JsonObject collateral = [];
        foreach (CollateralBalance held in book.Collateral)
        {
            string amount = DecimalText.Format(held.Amount.Raw, Quantity.Decimals);
            terminal.Answer($"  {held.Asset,-32} {amount}");
            collateral[held.Asset.ToString()] = amount;
        }

        foreach (Position row in book.Positions)
        {
            string quantity = DecimalText.Format(row.Quantity.Raw, Quantity.Decimals);
            terminal.Answer($"  {InstrumentText.Format(row.Instrument),-32} {quantity}");
        }

        if (parsed.GetValue(BookFile) is string file)
        {
            OutputFile.Write(file, BookDocument.Write(new BookDocument(book, DollarAsset, [])));
        }

        return new JsonObject
        {
            ["state"] = standing.State.ToString(),
            ["sequence"] = standing.Sequence,
            ["cash"] = cash,
            ["collateral"] = collateral,
            ["rows"] = book.Positions.Length,
        };
    }

    /// <summary>The vault keeps micro-units: its cash has a dollar's places.</summary>
    private static AssetId DollarAsset => new(0x5553_4400_0000_0000);
}
