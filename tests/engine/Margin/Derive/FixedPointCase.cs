using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>A portfolio with its feeds in parallel arrays of integers scaled by 10^18, on one underlying.</summary>
/// <param name="portfolio">The arrays.</param>
/// <param name="elapsedSeconds">How much later it is valued than its expiries count from.</param>
internal sealed class FixedPointCase(JsonElement portfolio, long elapsedSeconds = 0)
{
    private const decimal Scale = 1_000_000_000_000_000_000m;
    private const string Underlying = "ETH";

    /// <summary>Options, bases and two.</summary>
    public int Terms => portfolio.GetProperty("OptionAmounts").GetArrayLength() + 3;

    /// <summary>Cash with the perpetuals' profit and funding, in dollars.</summary>
    public decimal Cash => Dollars(portfolio, "Cash")
        + ((Any("UnrealisedPerpPNL", "UnrealizedPerpPNL") + Any("UnrealisedFunding", "UnrealizedFunding")) / Scale);

    /// <summary>A share of every position, with cash in dollars.</summary>
    public RuleCase Inputs(MarginModel model, decimal portion, decimal cash)
    {
        CaseOption[] options = [.. Options(portion)];
        CaseUnderlying underlying = Market(portion);
        return new RuleCase(
            CaseBuilder.Market([underlying], options, Dollars(portfolio, "StablePrice")),
            model,
            CaseBuilder.Book([underlying], options, cash));
    }

    /// <summary>The portfolio as it is.</summary>
    public RuleCase Inputs(MarginModel model) => Inputs(model, 1, Cash);

    public static decimal Dollars(JsonElement results, string name) => CaseNumber.Of(results, name) / Scale;

    private CaseUnderlying Market(decimal portion)
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
            Any("PerpConfidence", "PeroConfidence") / Scale,
            [.. Expiries()],
            perpetuals == 0 ? [] : [(perpetuals, price)],
            CaseNumber.Of(portfolio, "Base") / Scale * portion);
    }

    private IEnumerable<CaseExpiry> Expiries()
    {
        decimal[] fixedParts = portfolio.TryGetProperty("ForwardsFixed", out _) ? Numbers("ForwardsFixed") : [];
        decimal[] forwards = Numbers("Forwards");
        decimal[] forwardTrust = Numbers("ForwardConfidences");
        decimal[] rates = Numbers("Rates");
        decimal[] rateTrust = Numbers("RateConfidences");
        return Numbers("FeedExpiries")
            .Select((seconds, at) => new CaseExpiry(
                (long)seconds - elapsedSeconds,
                Forward(forwards, fixedParts, at),
                at < fixedParts.Length ? fixedParts[at] / Scale : 0,
                rates[at] / Scale,
                decimal.Min(forwardTrust[at], rateTrust[at]) / Scale))
            .DistinctBy(static expiry => expiry.Seconds);
    }

    /// <summary>Where a part of the forward is settled, the forward is that part and what still varies.</summary>
    private decimal Forward(decimal[] forwards, decimal[] fixedParts, int at) =>
        at < fixedParts.Length && fixedParts[at] != 0
            ? (fixedParts[at] + Numbers("ForwardsVariable")[at]) / Scale
            : forwards[at] / Scale;

    private IEnumerable<CaseOption> Options(decimal portion)
    {
        decimal[] strikes = Numbers("OptionStrikes");
        decimal[] calls = Numbers("OptionIsCall");
        decimal[] amounts = Numbers("OptionAmounts");
        decimal[] volatilities = Numbers("OptionVols");
        decimal[] trust = Numbers("OptionVolConfidences");
        return Numbers("OptionExpiries").Select((seconds, at) => new CaseOption(
            Underlying,
            (long)seconds - elapsedSeconds,
            strikes[at] / Scale,
            calls[at] == 1,
            amounts[at] / Scale * portion,
            volatilities[at] / Scale,
            trust[at] / Scale));
    }

    private decimal Any(string name, string otherName) =>
        CaseNumber.Of(portfolio, name, CaseNumber.Of(portfolio, otherName, 0));

    private decimal[] Numbers(string name) =>
        [.. portfolio.GetProperty(name).EnumerateArray().Select(CaseNumber.Of)];
}
