using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Verifiable.Documents;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>import: a venue's files become a market document, with a report of what was kept and dropped.</summary>
internal static class ImportCommand
{
    private const string AssetOption = "--asset";
    private const string VolatilityOption = "--volatility";

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

    private static readonly Option<string[]> Assets = new(AssetOption)
    {
        Description = "Add a collateral asset's price above 0, as USDC=0.9998; may be repeated.",
        HelpName = "ASSET=PRICE",
    };

    private static readonly Option<string[]> Volatilities = new(VolatilityOption)
    {
        Description = "Set today's volatility of a year of an underlying, as ETH=0.489039; calibrate prints it. Models "
            + "with days of history need it. May be repeated.",
        HelpName = "UNDERLYING=VOLATILITY",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The market document; - is standard output.",
        DefaultValueFactory = static _ => "market.json",
    };

    internal static Command Create()
    {
        ImportRounds.Offer(Round);
        Command deribit = new(
            "deribit",
            "Read Deribit's files. Of each instrument the row observed last is taken, by the row's own time. Rows of "
            + "one moment that say the same are dropped and counted; rows that contradict each other are refused."
            + "\n\nExample:\n  verifiable import deribit chain.csv.gz --asset USDC=1 -o market.json")
        {
            Files,
            Time,
            Underlying,
            Round,
            Assets,
            Volatilities,
            Output,
        };
        deribit.SetAction(Run);
        return new Command("import", "Turn other people's files into documents.")
        {
            deribit,
            ImportPricesCommand.Create(),
        };
    }

    private static int Run(ParseResult parsed)
    {
        Terminal terminal = Terminal.From(parsed);
        string output = parsed.GetRequiredValue(Output);
        string[] names = parsed.GetRequiredValue(Files);
        FileRoles.Require(names, [(output, "--output")]);
        (AssetId Asset, Ratio Price)[] assets = ReadAssets(parsed.GetValue(Assets) ?? []);
        ImportOptions options = new(
            parsed.GetValue(Time) is string time ? MomentText.Parse(time, "--time") : null,
            parsed.GetValue(Underlying) is string name ? UnderlyingOf(name) : null,
            ImportRounds.Read(parsed, Round));
        List<VenueFile> files =
            [.. names.Select(static name => new VenueFile(name, InputFile.Read(name, VenueFile.MaxBytes)))];
        ImportResult result = DeribitImporter.Import(files, options);
        MarketSnapshot market =
            WithVolatilities(WithAssets(result.Market, assets), parsed.GetValue(Volatilities) ?? []);
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

        string[] lines = [.. ImportReportText.Lines(result.Report)];
        terminal.AnswerJson(new JsonObject
        {
            ["market"] = output,
            ["marketHash"] = MarketRows.Hash(market, 0).ToString(),
            ["inputs"] = new JsonArray([.. files.Select(static file => (JsonNode)new JsonObject
            {
                ["file"] = file.Name,
                ["textHash"] = Keccak256.Hash(Encoding.UTF8.GetBytes(file.ToText())).ToString(),
            })]),
            ["rowsRead"] = result.Report.RowsRead,
            ["rowsKept"] = result.Report.RowsKept,
            ["rowsDropped"] = result.Report.RowsDropped,
            ["volatilitiesFromFile"] = result.Report.VolatilitiesFromFile,
            ["volatilitiesSolved"] = result.Report.VolatilitiesSolved,
            ["report"] = new JsonArray([.. lines.Select(static line => (JsonNode)line!)]),
        });
        return ExitCode.Yes;
    }

    private static MarketSnapshot WithAssets(MarketSnapshot market, (AssetId Asset, Ratio Price)[] assets)
    {
        Ratio fullConfidence = new(Ratio.One);
        return market with
        {
            Assets = [.. assets.Select(row => new AssetPrice(row.Asset, row.Price, fullConfidence, market.ObservedAt))],
        };
    }

    private static MarketSnapshot WithVolatilities(MarketSnapshot market, string[] texts)
    {
        Dictionary<UnderlyingId, Volatility> today = [];
        foreach (string text in texts)
        {
            (UnderlyingId underlying, Volatility volatility) = ReadVolatility(text);
            bool isListed = market.Underlyings.Any(row => row.Underlying == underlying);
            if (!isListed || !today.TryAdd(underlying, volatility))
            {
                throw new MarginException(
                    isListed ? ErrorCode.RowDuplicate : ErrorCode.InstrumentMissing,
                    string.Empty,
                    VolatilityOption,
                    text,
                    $"once each of {string.Join(", ", market.Underlyings.Select(static row => row.Underlying))}");
            }
        }

        return market with
        {
            Underlyings = [.. market.Underlyings.Select(row =>
                row with { TodayVolatility = today.GetValueOrDefault(row.Underlying, row.TodayVolatility) })],
        };
    }

    private static (UnderlyingId Underlying, Volatility Volatility) ReadVolatility(string text)
    {
        (UnderlyingId underlying, long raw) = NamedNumber.Parse<UnderlyingId>(
            text,
            NameText.TryParseUnderlying,
            new NamedNumber.Range(Volatility.Decimals, 1, Volatility.MaxRaw),
            VolatilityOption,
            "UNDERLYING=VOLATILITY");
        return (underlying, new Volatility(raw));
    }

    private static (AssetId Asset, Ratio Price)[] ReadAssets(string[] texts)
    {
        (AssetId Asset, Ratio Price)[] prices =
            [.. texts.Select(ReadAsset).OrderBy(static row => row.Asset.Letters)];
        return prices.DistinctBy(static row => row.Asset).Count() == prices.Length
            ? prices
            : throw new MarginException(
                ErrorCode.RowDuplicate, string.Empty, AssetOption, string.Join(' ', texts), "each asset once");
    }

    private static (AssetId Asset, Ratio Price) ReadAsset(string text)
    {
        (AssetId asset, long raw) = NamedNumber.Parse<AssetId>(
            text,
            NameText.TryParseAsset,
            new NamedNumber.Range(Ratio.Decimals, 1, Ratio.MaxRaw),
            AssetOption,
            $"ASSET=PRICE, the asset of {NameText.AcceptedAsset}");
        return (asset, new Ratio(raw));
    }

    /// <summary>An underlying that the option <c>--underlying</c> names.</summary>
    internal static UnderlyingId UnderlyingOf(string name) =>
        NameText.TryParseUnderlying(name, out UnderlyingId underlying)
            ? underlying
            : throw new MarginException(
                ErrorCode.IdentifierMalformed, string.Empty, "--underlying", name, NameText.AcceptedUnderlying);
}
