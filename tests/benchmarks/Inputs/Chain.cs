using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Benchmarks.Inputs;

/// <summary>The repository's real option chain, ETH on 2024-01-08, under the shipped portfolio model.</summary>
internal static class Chain
{
    /// <summary>What the profile's own history leaves for the day after it, as its generator prints.</summary>
    private const long EthVolatility = 489_039_000_000;

    private static readonly Lazy<MarketSnapshot> Imported = new(Import);

    /// <summary>The root of the checkout.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The market, with today's volatility.</summary>
    internal static MarketSnapshot Market => Imported.Value;

    /// <summary>33 scenarios: grid, tails and skew.</summary>
    internal static Profile Scan { get; } = Profiles.Open("portfolio-scan-1.0");

    /// <summary>The parameters of the scan.</summary>
    internal static ModelParameters ScanModel => (ModelParameters)Scan.Model.Parameters;

    /// <summary>The same with expected shortfall over residuals.</summary>
    internal static Profile Shortfall { get; } = Profiles.Open("portfolio-1.0");

    /// <summary>The parameters of the same.</summary>
    internal static ModelParameters ShortfallModel => (ModelParameters)Shortfall.Model.Parameters;

    /// <summary>Every option with a volatility, ascending.</summary>
    internal static InstrumentId[] Options(MarketSnapshot market) =>
        [.. market.Underlyings.SelectMany(listed => listed.Expiries
            .SelectMany(expiry => expiry.Surface.Strikes
                .SelectMany(point => Both(listed.Underlying, market.Quote, expiry.Expiry, point.Strike))))
            .Order()];

    /// <summary>The market with copies of its underlyings under further names: more options, the same prices.</summary>
    internal static MarketSnapshot WithCopies(int copies) => Market with
    {
        Underlyings = [.. Market.Underlyings
            .SelectMany(listed => Enumerable.Range(0, copies).Select(copy => listed with
            {
                Underlying = new UnderlyingId(LettersOf(copy)),
            }))
            .OrderBy(static listed => listed.Underlying.Letters)],
    };

    /// <summary>The scan for a market of copies: every underlying moves as ETH does.</summary>
    internal static ScenarioSet ScanOf(MarketSnapshot market) => Spread(Scan.Scenarios.Set, market);

    /// <summary>As many residual scenarios as wanted: the profile's 500 days, then their mirror images.</summary>
    internal static ScenarioSet Residuals(int count)
    {
        Scenario[] days = [.. Shortfall.Scenarios.Set.Scenarios.Where(static scenario => scenario.IsResidual)];
        return Shortfall.Scenarios.Set with
        {
            Scenarios = [.. Enumerable.Range(0, count).Select(at =>
                at / days.Length % 2 == 0 ? days[at % days.Length] : Mirrored(days[at % days.Length]))],
        };
    }

    /// <summary>A book of options picked at random, each once, ten to the hundred contracts long or short.</summary>
    internal static Book Book(Seeded random, InstrumentId[] options, int positions)
    {
        InstrumentId[] shuffled = [.. options];
        for (int at = 0; at < positions; at++)
        {
            int other = (int)random.Between(at, shuffled.Length - 1);
            (shuffled[at], shuffled[other]) = (shuffled[other], shuffled[at]);
        }

        return new Book(
            default,
            0,
            new Money(random.Between(0, 1_000_000_000_000)),
            [],
            [.. shuffled.Take(positions).Order().Select(option => new Position(
                option,
                new Quantity(random.Between(1_000_000_000, 10_000_000_000) * (random.Coin() ? 1 : -1)),
                default,
                default))]);
    }

    private static MarketSnapshot Import()
    {
        string[] paths = Directory.GetFiles(Path.Combine(Root, "tests", "data", "option-chains"), "*.gz");
        VenueFile[] files = [.. paths.Order(StringComparer.Ordinal).Select(VenueFile.Read)];
        MarketSnapshot market = DeribitImporter.Import(files, new ImportOptions(Rounding: ImportRounding.Floor)).Market;
        AssetPrice dollar = new(
            ScanModel.StableAsset, new Ratio(Ratio.One), new Ratio(Ratio.One), market.ObservedAt);
        return market with
        {
            Assets = [.. market.Assets.Where(price => price.Asset != dollar.Asset).Append(dollar)
                .OrderBy(static price => price.Asset.Letters)],
            Underlyings = [.. market.Underlyings.Select(static listed => listed with
            {
                TodayVolatility = new Volatility(EthVolatility),
            })],
        };
    }

    private static ScenarioSet Spread(ScenarioSet set, MarketSnapshot market)
    {
        int own = set.Factors.IndexOf(Market.Underlyings[0].Underlying);
        return new ScenarioSet(
            [.. market.Underlyings.Select(static listed => listed.Underlying)],
            [.. set.Scenarios.Select(scenario => scenario with
            {
                Shocks = [.. Enumerable.Repeat(scenario.Shocks[own], market.Underlyings.Length)],
            })]);
    }

    private static Scenario Mirrored(Scenario scenario) => scenario with
    {
        Shocks = [.. scenario.Shocks.Select(static shock => shock with { SpotFactorQ40 = -shock.SpotFactorQ40 })],
    };

    private static ulong LettersOf(int copy) =>
        AsciiName.TryPack($"ETH{(char)('A' + copy)}", UnderlyingId.MaxLetters, out ulong letters)
            ? letters
            : throw new ArgumentOutOfRangeException(nameof(copy));

    private static IEnumerable<InstrumentId> Both(
        UnderlyingId underlying, AssetId quote, Instant expiry, Price strike) =>
        new[] { InstrumentKind.Call, InstrumentKind.Put }.Select(kind =>
            InstrumentId.Create(underlying, quote, Settlement.Linear, expiry, strike, kind));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Verifiable.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The benchmarks run from a checkout with Verifiable.sln.");
    }
}
