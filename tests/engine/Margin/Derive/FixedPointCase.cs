using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>A portfolio with its feeds in parallel arrays of integers scaled by 10^18, on one underlying.</summary>
internal static class FixedPointCase
{
    private const decimal Scale = 1_000_000_000_000_000_000m;
    private const string Underlying = "ETH";

    /// <summary>The portfolio under a model.</summary>
    /// <param name="portfolio">The arrays.</param>
    /// <param name="model">The model.</param>
    /// <param name="portion">The share of every row and of cash that is held.</param>
    /// <param name="addedCash">Cash on top, in dollars.</param>
    public static RuleCase Inputs(
        JsonElement portfolio, MarginModel model, decimal portion = 1, decimal addedCash = 0)
    {
        CaseOption[] options = [.. Options(portfolio, portion)];
        CaseUnderlying underlying = Market(portfolio, portion);
        decimal profit = (Any(portfolio, "UnrealisedPerpPNL", "UnrealizedPerpPNL")
            + Any(portfolio, "UnrealisedFunding", "UnrealizedFunding")) / Scale;
        decimal cash = (((CaseNumber.Of(portfolio, "Cash") / Scale) + profit) * portion) + addedCash;
        return new RuleCase(
            CaseBuilder.Market([underlying], options, CaseNumber.Of(portfolio, "StablePrice") / Scale),
            model,
            CaseBuilder.Book([underlying], options, cash));
    }

    public static decimal Dollars(JsonElement results, string name) => CaseNumber.Of(results, name) / Scale;

    private static CaseUnderlying Market(JsonElement portfolio, decimal portion)
    {
        decimal perpetuals = CaseNumber.Of(portfolio, "Perps") / Scale * portion;
        decimal price = CaseNumber.Of(portfolio, "PerpPrice") / Scale;
        bool isListed = price > 0;
        decimal spot = CaseNumber.Of(portfolio, "SpotPrice") / Scale;
        return new CaseUnderlying(
            Underlying,
            spot,
            CaseNumber.Of(portfolio, "SpotConfidence") / Scale,
            isListed ? price : spot,
            Any(portfolio, "PerpConfidence", "PeroConfidence") / Scale,
            [.. Expiries(portfolio)],
            perpetuals == 0 ? [] : [(perpetuals, price)],
            CaseNumber.Of(portfolio, "Base") / Scale * portion);
    }

    private static IEnumerable<CaseExpiry> Expiries(JsonElement portfolio)
    {
        decimal[] fixedParts = portfolio.TryGetProperty("ForwardsFixed", out _) ? Numbers(portfolio, "ForwardsFixed") : [];
        decimal[] forwards = Numbers(portfolio, "Forwards");
        decimal[] forwardTrust = Numbers(portfolio, "ForwardConfidences");
        decimal[] rates = Numbers(portfolio, "Rates");
        decimal[] rateTrust = Numbers(portfolio, "RateConfidences");
        return Numbers(portfolio, "FeedExpiries")
            .Select((seconds, at) => new CaseExpiry(
                (long)seconds,
                Forward(portfolio, forwards, fixedParts, at),
                at < fixedParts.Length ? fixedParts[at] / Scale : 0,
                rates[at] / Scale,
                decimal.Min(forwardTrust[at], rateTrust[at]) / Scale))
            .DistinctBy(static expiry => expiry.Seconds);
    }

    /// <summary>Where a part of the forward is settled, the forward is that part and what still varies.</summary>
    private static decimal Forward(JsonElement portfolio, decimal[] forwards, decimal[] fixedParts, int at) =>
        at < fixedParts.Length && fixedParts[at] != 0
            ? (fixedParts[at] + Numbers(portfolio, "ForwardsVariable")[at]) / Scale
            : forwards[at] / Scale;

    private static IEnumerable<CaseOption> Options(JsonElement portfolio, decimal portion)
    {
        decimal[] strikes = Numbers(portfolio, "OptionStrikes");
        decimal[] calls = Numbers(portfolio, "OptionIsCall");
        decimal[] amounts = Numbers(portfolio, "OptionAmounts");
        decimal[] volatilities = Numbers(portfolio, "OptionVols");
        decimal[] trust = Numbers(portfolio, "OptionVolConfidences");
        return Numbers(portfolio, "OptionExpiries").Select((seconds, at) => new CaseOption(
            Underlying,
            (long)seconds,
            strikes[at] / Scale,
            calls[at] == 1,
            amounts[at] / Scale * portion,
            volatilities[at] / Scale,
            trust[at] / Scale));
    }

    private static decimal Any(JsonElement portfolio, string name, string otherName) =>
        CaseNumber.Of(portfolio, name, CaseNumber.Of(portfolio, otherName, 0));

    private static decimal[] Numbers(JsonElement portfolio, string name) =>
        [.. portfolio.GetProperty(name).EnumerateArray().Select(CaseNumber.Of)];
}
