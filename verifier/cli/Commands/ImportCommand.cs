using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Text;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>import: a venue's files become a market document, with a report of what was kept and dropped.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Ticker dumps, book summaries or option summaries; CSV or JSON, plain or gzip.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Time = new("--time")
    {
        Description = "Take the rows at or before this moment, as 2021-02-11T18:40:00Z; without it the last snapshot.",
    };

    private static readonly Option<string?> Underlying = new("--underlying")
    {
        Description = "Take this underlying only, as BTC.",
    };

    private static readonly Option<string?> Round = new("--round")
    {
        Description = "floor: round numbers finer than their unit down and report each; without it they are refused.",
    };

    private static readonly Option<string[]> Assets = new("--asset")
    {
        Description = "Add a collateral asset's price, as USDC=0.9998; may be repeated.",
        HelpName = "ASSET=PRICE",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The market document; - is standard output.",
        DefaultValueFactory = static _ => "market.json",
    };

    internal static Command Create()
    {
        Round.AcceptOnlyFromAmong("floor");
        Command deribit = new(
            "deribit",
            "Read Deribit's files.\n\nExample:\n  verifiable import deribit chain.csv.gz --asset USDC=1 -o market.json")
        {
            Files,
            Time,
            Underlying,
            Round,
            Assets,
            Output,
        };
        deribit.SetAction(Run);
        return new Command("import", "Turn a venue's files into documents.") { deribit };
    }

    private static int Run(ParseResult parsed)
    {
        Terminal terminal = Terminal.From(parsed);
        List<VenueFile> files = [.. parsed.GetRequiredValue(Files).Select(VenueFile.Read)];
        ImportOptions options = new(
            parsed.GetValue(Time) is string time ? InstantText.Parse(time, string.Empty, "--time") : null,
            parsed.GetValue(Underlying) is string name ? UnderlyingOf(name) : null,
            parsed.GetValue(Round) is null ? ImportRounding.Refuse : ImportRounding.Floor);
        ImportResult result = DeribitImporter.Import(files, options);
        MarketSnapshot market = WithAssets(result.Market, parsed.GetValue(Assets) ?? []);

        string output = parsed.GetRequiredValue(Output);
        OutputFile.Write(output, MarketDocument.Write(market));
        foreach (string line in ImportReportText.Lines(result.Report))
        {
            terminal.Say(line);
        }

        if (output == OutputFile.Standard)
        {
            // Standard output holds one document, and the market is it.
            return ExitCode.Yes;
        }

        terminal.AnswerJson(new JsonObject
        {
            ["market"] = output,
            ["rowsRead"] = result.Report.RowsRead,
            ["rowsKept"] = result.Report.RowsKept,
            ["rowsDropped"] = result.Report.RowsDropped,
            ["volatilitiesFromFile"] = result.Report.VolatilitiesFromFile,
            ["volatilitiesSolved"] = result.Report.VolatilitiesSolved,
            ["report"] = new JsonArray([.. ImportReportText.Lines(result.Report).Select(static line => (JsonNode)line!)]),
        });
        return ExitCode.Yes;
    }

    private static MarketSnapshot WithAssets(MarketSnapshot market, string[] assets)
    {
        AssetPrice[] prices =
            [.. assets.Select(asset => PriceOf(asset, market.ObservedAt)).OrderBy(static row => row.Asset.Letters)];
        return prices.DistinctBy(static row => row.Asset).Count() == prices.Length
            ? market with { Assets = [.. prices] }
            : throw new MarginException(
                ErrorCode.RowDuplicate, string.Empty, "--asset", string.Join(' ', assets), "each asset once");
    }

    private static AssetPrice PriceOf(string text, Instant time)
    {
        string[] parts = text.Split('=');
        if (parts.Length != 2 || !NameText.TryParseAsset(parts[0], out AssetId asset))
        {
            throw new MarginException(ErrorCode.IdentifierMalformed, string.Empty, "--asset", text, "ASSET=PRICE");
        }

        long price = DecimalText.Parse(parts[1], Ratio.Decimals, 0, Ratio.MaxRaw, string.Empty, "--asset");
        return new AssetPrice(asset, new Ratio(price), new Ratio(Ratio.One), time);
    }

    private static UnderlyingId UnderlyingOf(string name) =>
        NameText.TryParseUnderlying(name, out UnderlyingId underlying)
            ? underlying
            : throw new MarginException(
                ErrorCode.IdentifierMalformed, string.Empty, "--underlying", name, NameText.AcceptedUnderlying);
}
