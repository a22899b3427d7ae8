using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>
/// A standard-manager portfolio on two underlyings in parallel arrays of integers scaled by 10^18. Its margins were
/// computed apart from the contract and agree with it within a thousandth.
/// </summary>
internal sealed class StandardFixedPointCase(string name, JsonElement row)
{
    private const decimal Scale = 1_000_000_000_000_000_000m;

    /// <summary>Expiries nearer than this settle at an average, and their forward is that average.</summary>
    private const long SettlementWindowSeconds = 3_600;

    private static readonly string[] Underlyings = ["ETH", "BTC"];

    public string Name { get; } = name;

    /// <summary>The source disables these two: one differs in value, one needs a settlement feed.</summary>
    public bool IsDisabled => Name is "Test26" or "Test27";

    public int Terms => State.GetProperty("OptionAmounts").GetArrayLength() + 4;

    private JsonElement State => row.GetProperty("Scenario");

    /// <summary>Net initial and maintenance margin in dollars.</summary>
    public (decimal Initial, decimal Maintenance) Published => (
        CaseNumber.Of(row.GetProperty("Result"), "realIM") / Scale,
        CaseNumber.Of(row.GetProperty("Result"), "realMM") / Scale);

    public RuleCase Inputs(MarginModel model)
    {
        CaseOption[] options = [.. Options()];
        CaseUnderlying[] underlyings = [.. Underlyings.Select(Underlying)];
        decimal funding = Underlyings.Sum(name => CaseNumber.Of(State, $"Account{name}FundingIndex", 0)) / Scale;
        return new RuleCase(
            CaseBuilder.Market(underlyings, options, CaseNumber.Of(State, "USDCValue") / Scale),
            model,
            CaseBuilder.Book(underlyings, options, (CaseNumber.Of(State, "Cash") / Scale) + funding));
    }

    private CaseUnderlying Underlying(string underlying, int at)
    {
        decimal perpetuals = CaseNumber.Of(State, $"Perps_{underlying}", 0) / Scale;
        decimal price = CaseNumber.Of(State.GetProperty("PerpPrice")[at]) / Scale;
        JsonElement trust = State.GetProperty("SpotPerpConfidences")[at];
        return new CaseUnderlying(
            underlying,
            CaseNumber.Of(State, $"{underlying}SpotPrice") / Scale,
            Trust(trust[0]),
            price,
            Trust(trust[1]),
            [.. Expiries(underlying)],
            perpetuals == 0 ? [] : [(perpetuals, CaseNumber.Of(State, $"LastEntry{underlying}") / Scale)],
            CaseNumber.Of(State, $"w{underlying}", 0) / Scale);
    }

    /// <summary>Older files give a trust as a number up to one.</summary>
    private static decimal Trust(JsonElement number) =>
        CaseNumber.Of(number) is var trust && trust <= 1 ? trust : trust / Scale;

    private IEnumerable<CaseExpiry> Expiries(string underlying)
    {
        decimal[] forwards = Numbers("Forwards");
        decimal[] trust = Numbers("ForwardConfidences");
        return OwnIndexes(underlying)
            .Select(at => (Seconds: (long)Numbers("FeedExpiries")[at], At: at))
            .Select(feed => new CaseExpiry(
                feed.Seconds,
                feed.Seconds < SettlementWindowSeconds
                    ? CaseNumber.Of(State, $"SettlementPrice{underlying}") / Scale
                    : forwards[feed.At] / Scale,
                0,
                0,
                trust[feed.At] / Scale))
            .DistinctBy(static expiry => expiry.Seconds);
    }

    private IEnumerable<CaseOption> Options()
    {
        string[] underlyings = [.. State.GetProperty("OptionUnderlying").EnumerateArray().Select(static one => one.GetString()!)];
        decimal[] expiries = Numbers("OptionExpiries");
        decimal[] strikes = Numbers("OptionStrikes");
        decimal[] calls = Numbers("OptionIsCall");
        decimal[] amounts = Numbers("OptionAmounts");
        decimal[] volatilities = Numbers("OptionVols");
        decimal[] trust = Numbers("OptionVolConfidences");
        return underlyings.Select((underlying, at) => new CaseOption(
            underlying,
            (long)expiries[at],
            strikes[at] / Scale,
            calls[at] == 1,
            amounts[at] / Scale,
            volatilities[at] / Scale,
            trust[at] / Scale));
    }

    private IEnumerable<int> OwnIndexes(string underlying) => State.GetProperty("OptionUnderlying").EnumerateArray()
        .Select(static (one, at) => (Name: one.GetString(), At: at))
        .Where(option => option.Name == underlying)
        .Select(static option => option.At);

    private decimal[] Numbers(string member) => [.. State.GetProperty(member).EnumerateArray().Select(CaseNumber.Of)];
}
