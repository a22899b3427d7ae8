using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>
/// A published case that lists options, perpetuals and bases, with both margins in whole dollars truncated toward zero.
/// </summary>
internal sealed class PositionListCase
{
    private readonly JsonElement _case;
    private readonly string _rule;
    private readonly MarketsV1 _setup;
    private readonly decimal _scale;

    /// <summary>A case of a file.</summary>
    /// <param name="name">Its name, by which the set-up knows what it sets otherwise.</param>
    /// <param name="row">The case.</param>
    /// <param name="rule">pmrm1 or standard.</param>
    /// <param name="setup">Markets and parameters.</param>
    /// <param name="scale">What amounts are scaled by: 10^8 or 10^18.</param>
    public PositionListCase(string name, JsonElement row, string rule, MarketsV1 setup, decimal scale)
    {
        Name = name;
        _case = row;
        _rule = rule;
        _setup = setup;
        _scale = scale;
    }

    public string Name { get; }

    public int Terms => Count("options") + Count("bases") + 2;

    /// <summary>The published net margins: equity less requirement.</summary>
    public (long Initial, long Maintenance) Published
    {
        get
        {
            JsonElement results = _case.TryGetProperty("results", out JsonElement found)
                ? found
                : _case.GetProperty("result");
            return ((long)CaseNumber.Of(results, "im"), (long)CaseNumber.Of(results, "mm"));
        }
    }

    public RuleCase Inputs()
    {
        JsonElement overrides = _setup.Overrides(_rule, Name);
        CaseUnderlying[] underlyings = [.. _setup.Underlyings(_rule)
            .Select(row => Underlying(row.Name, row.Market, overrides))];
        CaseOption[] options = [.. _case.GetProperty("options").EnumerateArray().Select(row => Option(row, overrides))];
        MarginModel model = _rule == "pmrm1" ? _setup.Undiscounted() : _setup.Standard();
        return new RuleCase(
            CaseBuilder.Market(underlyings, options, CaseNumber.Of(overrides, "stablePrice", 1)),
            model,
            CaseBuilder.Book(underlyings, options, CaseNumber.Of(_case, "cash", 0) / _scale));
    }

    private int Count(string member) => _case.GetProperty(member).GetArrayLength();

    /// <summary>
    /// An override of an underlying: by its own name for one market, under <c>eth.</c> or <c>btc.</c> for two.
    /// </summary>
    private JsonElement? Override(JsonElement overrides, string underlying, string member)
    {
        string name = _rule == "pmrm1" ? member : $"{underlying}.{member}";
        return overrides.TryGetProperty(name, out JsonElement found) ? found : null;
    }

    private CaseUnderlying Underlying(string name, JsonElement market, JsonElement overrides)
    {
        JsonElement? perpetual = Override(overrides, name, "perp");
        JsonElement? forwards = Override(overrides, name, "forward");
        IEnumerable<JsonElement> Own(string member) => _case.GetProperty(member).EnumerateArray()
            .Where(row => row.GetProperty("underlying").GetString() == name);
        return new CaseUnderlying(
            name.ToUpperInvariant(),
            Number(Override(overrides, name, "spot"), market, "spot"),
            Number(Override(overrides, name, "spotConfidence"), market, "spotConfidence"),
            perpetual is { } price ? CaseNumber.Of(price[0]) : CaseNumber.Of(market, "perpPrice"),
            perpetual is { } trust ? CaseNumber.Of(trust[1]) : CaseNumber.Of(market, "perpConfidence"),
            [.. market.GetProperty("expiries").EnumerateObject().Select(row => Expiry(row, market, forwards))],
            [.. Own("perps").Select(row => (
                CaseNumber.Of(row, "amount") / _scale, CaseNumber.Of(row, "entryPrice") / _scale))],
            Own("bases").Sum(row => CaseNumber.Of(row, "amount") / _scale));
    }

    private static CaseExpiry Expiry(JsonProperty row, JsonElement market, JsonElement? forwards)
    {
        JsonElement? own = forwards is { } all && all.TryGetProperty(row.Name, out JsonElement found) ? found : null;
        return new CaseExpiry(
            (long)CaseNumber.Of(row.Value, "secondsToExpiry"),
            own is { } forward ? CaseNumber.Of(forward[0]) : CaseNumber.Of(row.Value, "forward"),
            0,
            CaseNumber.Of(market, "rate", 0),
            own is { } trust ? CaseNumber.Of(trust[1]) : CaseNumber.Of(row.Value, "forwardConfidence"));
    }

    private CaseOption Option(JsonElement row, JsonElement overrides)
    {
        string underlying = row.GetProperty("underlying").GetString()!;
        string expiry = row.GetProperty("expiry").GetString()!;
        JsonElement market = _setup.Underlyings(_rule).Single(named => named.Name == underlying).Market;
        string strike = row.GetProperty("strike").GetRawText();
        JsonElement? volatility =
            Override(overrides, underlying, "volatility") is { } all
            && all.TryGetProperty($"{expiry}/{strike}", out JsonElement found)
                ? found
                : null;
        return new CaseOption(
            underlying.ToUpperInvariant(),
            (long)CaseNumber.Of(market.GetProperty("expiries").GetProperty(expiry), "secondsToExpiry"),
            CaseNumber.Of(row, "strike"),
            row.GetProperty("type").GetString() == "call",
            CaseNumber.Of(row, "amount") / _scale,
            volatility is { } own ? CaseNumber.Of(own[0]) : CaseNumber.Of(market, "volatility"),
            volatility is { } trust ? CaseNumber.Of(trust[1]) : 1);
    }

    private static decimal Number(JsonElement? own, JsonElement market, string member) =>
        own is { } number ? CaseNumber.Of(number) : CaseNumber.Of(market, member);
}
