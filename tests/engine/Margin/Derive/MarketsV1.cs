using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>The markets and parameters that stand in the published cases' set-up and not in their files.</summary>
internal sealed class MarketsV1
{
    private const string FileName = "markets_v1.json";

    private readonly JsonElement _root;

    private MarketsV1(JsonElement root) => _root = root;

    /// <summary>The set-up in the data folder, else in the folder beside the checkout.</summary>
    public static MarketsV1 Read()
    {
        string[] files = ReferenceData.Files("derive-pm", FileName);
        string beside = Path.GetFullPath(Path.Combine(ReferenceData.Root, "..", "shared", "data", "derive-pm", FileName));
        string file = files.Length > 0 ? files[0] : beside;
        return new MarketsV1(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement);
    }

    public MarginModel Undiscounted() => new(UndiscountedParameters(), UndiscountedScenarios());

    /// <summary>
    /// The parameters that the fixed-point cases and auctions were computed with, where theirs differ.
    /// </summary>
    public MarginModel UndiscountedOfFixedPoint()
    {
        UndiscountedPortfolioParameters parameters = UndiscountedParameters();
        Ratio twoPercent = CaseNumber.Ratio(0.02m);
        Ratio half = CaseNumber.Ratio(0.5m);
        return new MarginModel(
            parameters with
            {
                RateAdd = CaseNumber.Ratio(0.05m),
                Perpetual = twoPercent,
                Confidence = parameters.Confidence with { Factor = half },
                Haircuts = [.. parameters.Haircuts.Select(rule => rule with
                {
                    Haircut = new StagedRatio(default, twoPercent),
                    ConfidenceFactor = half,
                })],
            },
            UndiscountedScenarios());
    }

    public MarginModel Standard()
    {
        JsonElement values = _root.GetProperty("standard").GetProperty("parameters");
        Ratio Of(string name) => CaseNumber.Ratio(CaseNumber.Of(values, name));
        decimal baseFactor = CaseNumber.Of(values, "baseFactor");
        StagedRatio haircut = new(
            CaseNumber.Ratio(baseFactor * (1 - CaseNumber.Of(values, "baseInitialScale"))),
            CaseNumber.Ratio(1 - baseFactor));
        return MarginModel.Of(new StandardParameters(
            "cases",
            "1",
            CaseBuilder.Usd,
            CaseBuilder.Usdc,
            new StagedRatio(Of("perpInitial"), Of("perpMaintenance")),
            new ShortOptionParameters(
                Of("maxSpot"), Of("minSpot"), Of("mmCall"), Of("mmPutSpot"), Of("mmPutMtm"), Of("mmOffset")),
            new StagedRatio(Of("unpairedInitial"), Of("unpairedMaintenance")),
            new ConfidenceParameters(Of("confidenceThreshold"), Of("oracleContingency")),
            new PegParameters(Of("depegThreshold"), Of("depegFactor")),
            [.. new[] { "BTC", "ETH" }.Select(name =>
                new CollateralRule(Name.Asset(name), haircut, Of("oracleContingency"), default))]));
    }

    /// <summary>The parameters that the standard fixed-point cases were computed with, where theirs differ.</summary>
    public MarginModel StandardOfFixedPoint()
    {
        StandardParameters parameters = (StandardParameters)Standard().Parameters;
        return MarginModel.Of(parameters with
        {
            Confidence = parameters.Confidence with { Threshold = CaseNumber.Ratio(0.5m) },
            Haircuts = [.. parameters.Haircuts.Select(static rule => rule with
            {
                Haircut = new StagedRatio(default, CaseNumber.Ratio(0.9m)),
            })],
        });
    }

    public AuctionParameters Auction()
    {
        JsonElement values = AuctionValues;
        Ratio Of(string name) => CaseNumber.Ratio(CaseNumber.Of(values, name));
        return new AuctionParameters(
            Of("buffer"),
            Of("startDiscount"),
            Of("cutoff"),
            (long)CaseNumber.Of(values, "fastSeconds"),
            (long)CaseNumber.Of(values, "slowSeconds"),
            Of("fee"));
    }

    public long InsolventSeconds => (long)CaseNumber.Of(AuctionValues, "insolventSeconds");

    private JsonElement AuctionValues => _root.GetProperty("liquidationAuction").GetProperty("parameters");

    /// <summary>What one case sets otherwise; an empty object where it sets nothing.</summary>
    public JsonElement Overrides(string rule, string name) =>
        _root.GetProperty(rule).GetProperty("cases").TryGetProperty(name, out JsonElement found)
            ? found
            : JsonDocument.Parse("{}").RootElement;

    /// <summary>The underlyings of a rule's set-up.</summary>
    public IEnumerable<(string Name, JsonElement Market)> Underlyings(string rule) =>
        _root.GetProperty(rule).EnumerateObject()
            .Where(static member => member.Name is "eth" or "btc")
            .Select(static member => (member.Name, member.Value));

    private UndiscountedPortfolioParameters UndiscountedParameters()
    {
        JsonElement values = _root.GetProperty("pmrm1").GetProperty("parameters");
        Ratio Of(string name) => CaseNumber.Ratio(CaseNumber.Of(values, name));
        Ratio Move(string name) => CaseNumber.Ratio(CaseNumber.Of(values, name) - 1);
        return new UndiscountedPortfolioParameters(
            "cases",
            "1",
            CaseBuilder.Usdc,
            CaseBuilder.Usdc,
            new VolatilityShockParameters(
                Of("volatilityUp"),
                Of("volatilityDown"),
                Of("shortPower"),
                Of("longPower"),
                (long)CaseNumber.Of(values, "floorSeconds"),
                default),
            Of("staticDiscount"),
            Of("rateMultiplier"),
            Of("rateAdd"),
            new BasisParameters(
                Move("forwardShockUp"), Move("forwardShockDown"), Of("basisAdd"), Of("basisMultiplier")),
            Of("initialFactor"),
            Of("perpPercent"),
            Of("optionPercent"),
            new ConfidenceParameters(Of("confidenceThreshold"), Of("confidenceMargin")),
            new PegParameters(Of("pegThreshold"), Of("pegFactor")),
            [
                new CollateralRule(
                    Name.Asset("ETH"),
                    new StagedRatio(default, Of("basePercent")),
                    Of("confidenceMargin"),
                    Name.Underlying("ETH")),
            ]);
    }

    private ScenarioSet UndiscountedScenarios() => new(
        [Name.Underlying("ETH")],
        [.. _root.GetProperty("pmrm1").GetProperty("parameters").GetProperty("scenarios").EnumerateArray()
            .Select(static scenario => new Scenario(
                string.Empty,
                1L << 40,
                1,
                Column(scenario.GetProperty("volatility").GetString()!),
                [new Shock(CaseNumber.Q40(CaseNumber.Of(scenario, "spot")), 1L << 40, default)]))]);

    private static VolatilityColumn Column(string volatility) => volatility switch
    {
        "up" => VolatilityColumn.Up,
        "down" => VolatilityColumn.Down,
        "none" => VolatilityColumn.None,
        _ => throw new InvalidOperationException(volatility),
    };
}
