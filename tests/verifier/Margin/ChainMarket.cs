using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Margin;

/// <summary>Markets from real option chains, the shipped model, and books in words.</summary>
internal static class ChainMarket
{
    private static readonly Lazy<MarketSnapshot> FromRepository = new(() => Import(
        Directory.GetFiles(Path.Combine(ReferenceData.Root, "tests", "data", "option-chains"), "*.gz")));

    /// <summary>The chain that the repository holds.</summary>
    internal static MarketSnapshot Committed => FromRepository.Value;

    internal static Profile Profile { get; } = Profiles.Open("portfolio-scan-1.0");

    /// <summary>The same with expected shortfall over 500 days of residuals.</summary>
    internal static Profile ShortfallProfile { get; } = Profiles.Open("portfolio-1.0");

    internal static AssetId Usdc { get; } = Asset("USDC");

    internal static Bytes32 Account { get; } = new(0x0011223344556677, 0x8899AABBCCDDEEFF, 0x0011223300000000, 7);

    /// <summary>The files as one market, with USDC at par.</summary>
    internal static MarketSnapshot Import(params string[] paths)
    {
        VenueFile[] files = [.. paths.Order(StringComparer.Ordinal).Select(VenueFile.Read)];
        MarketSnapshot market =
            DeribitImporter.Import(files, new ImportOptions(Rounding: ImportRounding.Floor)).Market;
        return WithAsset(market, Usdc, Ratio.One, Ratio.One);
    }

    /// <summary>The market with one collateral asset's price, raw 1e-12.</summary>
    internal static MarketSnapshot WithAsset(MarketSnapshot market, AssetId asset, long price, long confidence)
    {
        AssetPrice row = new(asset, new Ratio(price), new Ratio(confidence), market.ObservedAt);
        IEnumerable<AssetPrice> others = market.Assets.Where(other => other.Asset != asset);
        return market with { Assets = [.. others.Append(row).OrderBy(static price => price.Asset.Letters)] };
    }

    /// <summary>A book of rows such as <c>240126-2400-C -10</c> on ETH in dollars, or of whole symbols.</summary>
    internal static Book Book(long cash, params string[] rows) => new(
        Account,
        17,
        new Money(cash),
        [],
        [.. rows.Select(Row).OrderBy(static row => row.Instrument)]);

    internal static AssetId Asset(string name) =>
        NameText.TryParseAsset(name, out AssetId asset) ? asset : throw new ArgumentException(name);

    /// <summary>The result as the document that users see.</summary>
    internal static ResultDocument Document(
        MarketSnapshot market, ModelDocument model, Book book, MarginResult result) =>
        Document(market, model, Profile.Scenarios, book, result);

    /// <summary>The same over other scenarios.</summary>
    internal static ResultDocument Document(
        MarketSnapshot market, ModelDocument model, ScenariosDocument scenarios, Book book, MarginResult result) => new(
        CurrentEngine.Id,
        new ResultInputs(
            MarketRows.Hash(market, 0),
            ParameterRows.Hash(model.Parameters),
            ScenarioRows.Hash(scenarios.Set),
            BookRows.Hash(book, default(Address))),
        book.Account,
        book.Sequence,
        market.ObservedAt,
        model.Parameters.Settlement,
        scenarios.Set.Scenarios[result.WorstScenario].Label,
        result);

    private static Position Row(string text)
    {
        string[] parts = text.Split(' ');
        string symbol = parts[0].Contains('/') ? parts[0] : $"ETH/USD:USD-{parts[0]}";
        InstrumentId instrument = InstrumentText.Parse(symbol, string.Empty, "instrument");
        long quantity = DecimalText.Parse(
            parts[1], Quantity.Decimals, 1 - Quantity.Limit, Quantity.Limit - 1, string.Empty, "quantity");
        return new Position(instrument, new Quantity(quantity), default, default);
    }
}
