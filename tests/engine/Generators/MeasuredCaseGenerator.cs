using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>
/// Random cases with a tail: weighted historical and filtered scenarios beside the scan's, today's volatility, a tail
/// measure, and each of the model's optional members half of the time.
/// </summary>
internal sealed class MeasuredCaseGenerator(Seeded random)
{
    private const long OneQ40 = 1L << 40;

    private readonly CaseGenerator _cases = new(random);
    private readonly BookGenerator _books = new(random);

    public MarginCase Next() => Next(withRotations: true);

    public MarginCase Next(bool withRotations)
    {
        MarginCase inputs = _cases.Next(random.Chance(25), withRotations);
        inputs = inputs with
        {
            Market = WithVolatility(inputs.Market),
            Scenarios = WithTail(inputs.Scenarios),
            Model = Extended(inputs),
            Orders = random.Coin() ? [] : Orders(inputs),
        };
        return inputs;
    }

    /// <summary>The same market, model and scenarios with another book.</summary>
    public MarginCase Another(MarginCase of) => of with { Book = _books.Next(of.Market, of.Model) };

    /// <summary>Orders in what a book of the same market could hold, up to a third beyond the spot.</summary>
    private ImmutableArray<OpenOrder> Orders(MarginCase of) =>
        [.. _books.Next(of.Market, of.Model).Positions.Select(row => new OpenOrder(
            row.Instrument, row.Quantity, Limit(of.Market, row.Instrument.Underlying)))];

    private Price Limit(MarketSnapshot market, UnderlyingId underlying)
    {
        double spot = market.Underlyings.Single(listed => listed.Underlying == underlying).Spot.Raw / 1e8;
        return SeededNumbers.Price(spot * (random.Coin() ? random.Real(0.7, 1.3) : random.Magnitude(1e-4, 1)));
    }

    private MarketSnapshot WithVolatility(MarketSnapshot market) => market with
    {
        Underlyings = [.. market.Underlyings.Select(listed => listed with { TodayVolatility = Sigma() })],
    };

    private Volatility Sigma() => new(random.Ratio(0.05, 2.5).Raw);

    private ScenarioSet WithTail(ScenarioSet set)
    {
        Scenario[] tail = [.. Enumerable.Range(0, (int)random.Between(1, 24)).Select(index => Tail(index, set))];
        Scenario[] all = [.. set.Scenarios, .. tail];
        return set with { Scenarios = [.. all.OrderBy(_ => random.Bits())] };
    }

    private Scenario Tail(int index, ScenarioSet set)
    {
        bool residual = random.Coin();
        return new Scenario(
            $"tail:{index}",
            random.Chance(80) ? OneQ40 : random.Between(0, OneQ40),
            random.Chance(70) ? 1 : (uint)random.Between(1, 100),
            random.Pick<VolatilityColumn>([VolatilityColumn.None, VolatilityColumn.Up, VolatilityColumn.Own]),
            [.. set.Factors.Select(_ => new Shock(
                (long)((residual ? random.Real(-6, 6) : random.Real(0.6, 1.4)) * OneQ40), OneQ40, default))],
            residual ? ScenarioTraits.Tail | ScenarioTraits.Residual : ScenarioTraits.Tail);
    }

    private ModelParameters Extended(MarginCase inputs) => inputs.Model with
    {
        Measure = new MeasureParameters(
            random.Coin() ? MeasureKind.ExpectedShortfall : MeasureKind.ValueAtRisk,
            random.Coin() ? 975_000 : (int)random.Between(1, 999_999),
            random.Coin(),
            random.Between(3_600, 864_000)),
        Across = Across(),
        Concentration = random.Coin() ? [] : Concentration(inputs.Market),
        Limits = random.Coin()
            ? LimitParameters.None
            : new LimitParameters(new Money(random.OfAnyMagnitude(45)), new Money(random.OfAnyMagnitude(45))),
        Dynamic = random.Coin() ? DynamicParameters.None : Dynamic(inputs.Market),
        Credit = random.Coin()
            ? CreditParameters.None
            : new CreditParameters(
                random.Ratio(0, 1), [new CreditLine(inputs.Book.Account, new Money(random.OfAnyMagnitude(45)))]),
        Counterparties = random.Coin() ? CounterpartyParameters.None : Counterparties(inputs.Model),
    };

    private AcrossParameters Across()
    {
        AcrossRule rule = random.Pick<AcrossRule>(Enum.GetValues<AcrossRule>());
        return new AcrossParameters(
            rule, rule == AcrossRule.SumOfWorstsWithCredit ? random.Ratio(0, 1) : default);
    }

    /// <summary>Sizes about those of the books: up to a million dollars a row.</summary>
    private ImmutableArray<ConcentrationRule> Concentration(MarketSnapshot market) =>
        [.. market.Underlyings.Select(listed =>
        {
            long lower = (long)(random.Magnitude(1, 1e6) / listed.Spot.Raw * 1e16);
            return new ConcentrationRule(
                listed.Underlying,
                new Quantity(lower),
                new Quantity(lower + 1 + (long)(random.Magnitude(1, 1e6) / listed.Spot.Raw * 1e16)),
                new StagedRatio(random.Ratio(0, 0.3), random.Ratio(0, 0.3)));
        })];

    private DynamicParameters Dynamic(MarketSnapshot market) => new(
        random.Ratio(0, 0.5),
        random.Ratio(0, 1),
        [.. market.Underlyings.Select(
            listed => new DynamicRule(listed.Underlying, Sigma(), Sigma(), Sigma(), Sigma()))]);

    private CounterpartyParameters Counterparties(ModelParameters model) => new(
        (int)random.Between(1, 4),
        [.. model.Haircuts.Take((int)random.Between(1, model.Haircuts.Length))
            .Select(rule => new CounterpartyRule([rule.Asset], random.Ratio(0, 1)))]);
}
