using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>
/// Random inputs of one margin that listing accepts, or would but for an expiry without a settlement.
/// </summary>
internal sealed class CaseGenerator(Seeded random)
{
    private readonly MarketGenerator _markets = new(random);
    private readonly ModelGenerator _models = new(random);
    private readonly BookGenerator _books = new(random);

    /// <summary>One case in four settles in coin.</summary>
    public MarginCase Next() => Next(random.Chance(25), withRotations: true);

    public MarginCase Next(bool coinSettled, bool withRotations)
    {
        MarketSnapshot market = _markets.Next(coinSettled);
        ModelParameters model = _models.Next(market, coinSettled);
        ScenarioSet scenarios = _models.Scenarios(market, withRotations);
        return new MarginCase(market, model, scenarios, _books.Next(market, model));
    }

    /// <summary>The same market, model and scenarios with another book.</summary>
    public MarginCase Another(MarginCase of) => of with { Book = _books.Next(of.Market, of.Model) };
}
