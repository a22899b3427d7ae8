using System.Linq;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>Random models about the published values, and random scenario sets.</summary>
internal sealed class ModelGenerator(Seeded random)
{
    private const long OneQ40 = 1L << 40;

    /// <summary>
    /// A model in the sense of the reference: gains are scaled down, debts up, initial is over maintenance.
    /// </summary>
    public ModelParameters Next(MarketSnapshot market, bool coinSettled)
    {
        AssetId stable = Name.Asset("USDC");
        AssetId settlement = coinSettled
            ? new AssetId(market.Underlyings[0].Underlying.Letters)
            : random.Chance(70) ? stable : MarketGenerator.Quote;
        double maintenance = random.Real(0.5, 1.2);
        return new ModelParameters(
            "random",
            "1",
            settlement,
            stable,
            random.Chance(30) ? random.Between(0, 200_000) : 0,
            new VolatilityShockParameters(
                random.Ratio(0, 1),
                random.Ratio(0, 1),
                random.Ratio(0, 0.5),
                random.Ratio(0, 0.3),
                random.Between(1, 172_800),
                new Volatility(random.Chance(50) ? 0 : random.Ratio(0, 0.5).Raw)),
            new SkewParameters(
                random.Ratio(0, 0.4),
                random.Ratio(-0.1, 0.1),
                random.Ratio(0, 0.4),
                random.Ratio(-0.1, 0.1),
                random.Ratio(0.01, 0.1),
                random.Ratio(1, 5),
                random.Ratio(0.2, 0.8),
                random.Ratio(0, 0.3)),
            new DiscountParameters(
                random.Ratio(0.9, 1),
                random.Ratio(0, 1.5),
                random.Ratio(0, 0.12),
                random.Ratio(1, 1.1),
                random.Ratio(0, 1.5),
                random.Ratio(0, 0.12)),
            new BasisParameters(
                random.Ratio(0, 0.2), random.Ratio(-0.2, 0), random.Ratio(0, 1), random.Ratio(0, 2)),
            new StagedRatio(random.Ratio(maintenance, maintenance + 0.5), new Ratio((long)(maintenance * 1e12))),
            new StagedRatio(random.Ratio(0, 0.05), random.Ratio(0, 0.05)),
            new StagedRatio(random.Ratio(0, 0.02), random.Ratio(0, 0.02)),
            new ConfidenceParameters(random.Ratio(0, 1), random.Ratio(0, 1.5)),
            new PegParameters(random.Ratio(0.9, 1), random.Ratio(0, 5)),
            new MeasureParameters(MeasureKind.Scan, 0),
            [.. new[] { "BTC", "DOGE", "ETH", "SOL", "USD", "USDC" }.Select(asset => Rule(Name.Asset(asset), market))]);
    }

    /// <summary>Moves with every volatility column; rotations leave the spot as the rules ask.</summary>
    public ScenarioSet Scenarios(MarketSnapshot market, bool withRotations)
    {
        int count = (int)random.Between(1, 16);
        return new ScenarioSet(
            [.. market.Underlyings.Select(static listed => listed.Underlying)],
            [.. Enumerable.Range(0, count).Select(index => Scenario(index, market.Underlyings.Length, withRotations))]);
    }

    private CollateralRule Rule(AssetId asset, MarketSnapshot market)
    {
        bool cancels = random.Chance(60)
            && market.Underlyings.Any(listed => listed.Underlying.Letters == asset.Letters);
        return new CollateralRule(
            asset,
            new StagedRatio(random.Ratio(0, 0.3), random.Ratio(0, 0.5)),
            random.Ratio(0, 1),
            cancels ? new UnderlyingId(asset.Letters) : default);
    }

    private Scenario Scenario(int index, int factors, bool withRotations)
    {
        VolatilityColumn column = random.Pick<VolatilityColumn>(
        [
            VolatilityColumn.None, VolatilityColumn.Up, VolatilityColumn.Down, VolatilityColumn.Own,
            withRotations ? VolatilityColumn.LinearSkew : VolatilityColumn.Up,
            withRotations ? VolatilityColumn.AbsoluteSkew : VolatilityColumn.Down,
        ]);
        bool rotates = column is VolatilityColumn.LinearSkew or VolatilityColumn.AbsoluteSkew;
        long dampening = random.Chance(70) ? OneQ40 : random.Between(0, OneQ40);
        return new Scenario(
            $"random:{index}",
            dampening,
            1,
            column,
            [.. Enumerable.Range(0, factors).Select(_ => new Shock(
                rotates ? OneQ40 : SpotFactor(),
                column == VolatilityColumn.Own ? (long)(random.Magnitude(0.2, 5) * OneQ40) : OneQ40,
                random.Chance(25) ? random.Ratio(-0.1, 0.1) : default))]);
    }

    private long SpotFactor() => (int)random.Between(0, 19) switch
    {
        0 => 0,
        1 => 64 * OneQ40,
        2 => random.Between(1, 1L << 30),
        3 or 4 => (long)(random.Magnitude(0.1, 6) * OneQ40),
        _ => (long)(random.Real(0.7, 1.3) * OneQ40),
    };
}
