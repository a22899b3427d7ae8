using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Risk;
using Verifiable.Documents;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Calibration.Quantised;

/// <summary>
/// The scenarios of a margin model with residual days of its own: what the model says of grid, tails and skew stays,
/// and is said of any underlyings; the filtered days are replaced.
/// </summary>
public static class ScenarioDays
{
    private const long DaySeconds = 86_400;
    private const int FactorBits = 40;
    private const long RawPerMillionth = 1_000_000;
    private const string LabelPrefix = "filtered:";

    /// <summary>How far a model's residuals look ahead, in seconds; a day of a model without any.</summary>
    public static long BarSecondsOf(MarginParameters model) =>
        model is ModelParameters { MeasuresTail: true, ResidualHorizonSeconds: > 0 } measured
            ? measured.ResidualHorizonSeconds
            : DaySeconds;

    /// <summary>How many filtered days a set has.</summary>
    public static int CountOf(ScenarioSet set) => set.Scenarios.Count(static scenario => scenario.IsResidual);

    /// <summary>Rows of filtered returns as residual scenarios.</summary>
    /// <param name="filtered">The filtered returns; columns in the order of the set's factors.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <remarks>
    /// A residual is rounded to the nearest millionth: a millionth of a day's deviation is below any estimate, and the
    /// text is the same on a platform whose logarithm differs in its last bit. The factor of a document then is the
    /// floor to 2^-40.
    /// </remarks>
    public static ImmutableArray<ResidualScenario> Of(FilteredReturns filtered, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(row => new ResidualScenario(
            filtered.Times[row],
            1,
            [.. filtered.Residuals.Row(row).Select(static residual =>
                Scale.Convert(Nearest.Millionths(residual) * RawPerMillionth, FactorBits))]))];

    /// <summary>The model's scenarios with other days, over other underlyings.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="history">The hash of the history that the days are from; null without days.</param>
    /// <param name="model">
    /// The model's scenarios. One that moves all its factors alike moves any underlying; another only its own factors.
    /// </param>
    /// <param name="factors">The underlyings, strictly ascending.</param>
    /// <param name="days">The days.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ScenarioFactorMissing"/>: a scenario moves its factors one by one, and not this one.
    /// </exception>
    public static ScenariosDocument Replace(
        string name,
        Bytes32? history,
        ScenariosDocument model,
        ImmutableArray<UnderlyingId> factors,
        IReadOnlyList<ResidualScenario> days)
    {
        ImmutableArray<Scenario>.Builder scenarios = ImmutableArray.CreateBuilder<Scenario>();
        ImmutableArray<ScenarioKind>.Builder kinds = ImmutableArray.CreateBuilder<ScenarioKind>();
        for (int i = 0; i < model.Set.Scenarios.Length; i++)
        {
            Scenario scenario = model.Set.Scenarios[i];
            if (!scenario.IsResidual)
            {
                scenarios.Add(scenario with { Shocks = ShocksOf(scenario, model.Set.Factors, factors) });
                kinds.Add(model.Kinds[i]);
            }
        }

        scenarios.AddRange(days.Select(ToScenario));
        kinds.AddRange(days.Select(static _ => ScenarioKind.Filtered));
        return new ScenariosDocument(
            name, history, new ScenarioSet(factors, scenarios.ToImmutable()), kinds.ToImmutable());
    }

    private static ImmutableArray<Shock> ShocksOf(
        Scenario scenario, ImmutableArray<UnderlyingId> own, ImmutableArray<UnderlyingId> wanted)
    {
        Shock first = scenario.Shocks[0];
        return scenario.Shocks.AsSpan().ContainsAnyExcept(first)
            ? [.. wanted.Select(factor => own.IndexOf(factor) is >= 0 and int at
                ? scenario.Shocks[at]
                : throw new MarginException(
                    ErrorCode.ScenarioFactorMissing,
                    string.Empty,
                    $"scenario {scenario.Label}",
                    factor.ToString(),
                    $"one of {string.Join(", ", own)}, which it moves one by one"))]
            : [.. wanted.Select(_ => first)];
    }

    private static Scenario ToScenario(ResidualScenario day) => new(
        LabelPrefix + BarTime.Format(day.Time),
        1L << FactorBits,
        day.Weight,
        VolatilityColumn.None,
        [.. day.ResidualsQ40.Select(static residual => new Shock(residual, 1L << FactorBits, default))],
        ScenarioTraits.Tail | ScenarioTraits.Residual);
}
