using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Documents;

/// <summary>
/// Equity by the engine alone, many times over: under a model's own rule, whose scenarios, which no equity depends on,
/// are left out.
/// </summary>
internal sealed class StressValuation
{
    private const long OneQ40 = 1L << 40;

    private readonly MarginModel _model;

    internal StressValuation(MarginModel model) => _model = model.Parameters switch
    {
        { ReadsScenarios: false } => model,
        ModelParameters portfolio => Still(
            portfolio with { Measure = new MeasureParameters(MeasureKind.Scan, 0) }, model.Scenarios),
        _ => Still(model.Parameters, model.Scenarios),
    };

    /// <summary>The equity of a book in a market.</summary>
    internal long Equity(MarketSnapshot market, Book book) => MarginRules.Compute(market, _model, book).Equity.Raw;

    /// <summary>What one position is worth by itself, its profit since entry included.</summary>
    internal long Value(MarketSnapshot market, Position row) => Equity(market, Of([], [row]));

    /// <summary>What one balance is worth by itself.</summary>
    internal long Value(MarketSnapshot market, CollateralBalance row) => Equity(market, Of([row], []));

    /// <summary>A book of these rows without cash.</summary>
    internal static Book Of(ImmutableArray<CollateralBalance> collateral, ImmutableArray<Position> positions) =>
        new(default, 0, default, collateral, positions);

    private static MarginModel Still(MarginParameters parameters, ScenarioSet set) => new(
        parameters,
        new ScenarioSet(
            set.Factors,
            [
                new Scenario(
                    "still",
                    OneQ40,
                    1,
                    VolatilityColumn.None,
                    [.. set.Factors.Select(static _ => new Shock(OneQ40, OneQ40, default))]),
            ]));
}
