using System;
using System.Collections.Immutable;
using System.Globalization;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Scenarios;

/// <summary>
/// The scenarios of the price-bucket rule: every bucket from the lowest price to the highest with volatility down,
/// still and up, then the extended table with volatility up.
/// </summary>
public static class PriceBucketScenarios
{
    /// <summary>Volatility moves of one bucket.</summary>
    internal const int ColumnsPerBucket = 3;

    private const long OneQ40 = 1L << 40;

    /// <summary>The scenarios of a model; one factor for each range.</summary>
    public static ScenarioSet Of(PriceBucketParameters parameters)
    {
        ImmutableArray<Scenario>.Builder scenarios = ImmutableArray.CreateBuilder<Scenario>();
        for (int bucket = -parameters.Buckets; bucket <= parameters.Buckets; bucket++)
        {
            string share = string.Create(CultureInfo.InvariantCulture, $"{bucket:+0;-0;0}/{parameters.Buckets}");
            ImmutableArray<Shock> shocks = Shocks(parameters.Ranges, range => Step(range, bucket, parameters.Buckets));
            scenarios.Add(new Scenario($"bucket:{share}:down", OneQ40, 1, VolatilityColumn.Down, shocks));
            scenarios.Add(new Scenario($"bucket:{share}:none", OneQ40, 1, VolatilityColumn.None, shocks));
            scenarios.Add(new Scenario($"bucket:{share}:up", OneQ40, 1, VolatilityColumn.Up, shocks));
        }

        foreach (Ratio move in parameters.ExtendedMoves)
        {
            long percent = move.Raw / (Ratio.One / 100);
            string label = string.Create(CultureInfo.InvariantCulture, $"extended:{percent:+0;-0;0}%:up");
            scenarios.Add(new Scenario(
                label, OneQ40, 1, VolatilityColumn.Up, Shocks(parameters.Ranges, _ => move.Raw)));
        }

        return new ScenarioSet(Factors(parameters.Ranges), scenarios.ToImmutable());
    }

    /// <summary>The scenario of the grid that moves the price by the whole range and leaves volatility alone.</summary>
    internal static int Edge(int buckets, bool isUp) => ((isUp ? 2 * buckets : 0) * ColumnsPerBucket) + 1;

    /// <summary>Scenarios before the extended table.</summary>
    internal static int GridCount(int buckets) => ((2 * buckets) + 1) * ColumnsPerBucket;

    private static long Step(Ratio range, int bucket, int buckets) => (long)((Int128)range.Raw * bucket / buckets);

    private static ImmutableArray<UnderlyingId> Factors(ImmutableArray<UnderlyingRange> ranges)
    {
        ImmutableArray<UnderlyingId>.Builder factors = ImmutableArray.CreateBuilder<UnderlyingId>(ranges.Length);
        foreach (UnderlyingRange range in ranges)
        {
            factors.Add(range.Underlying);
        }

        return factors.MoveToImmutable();
    }

    private static ImmutableArray<Shock> Shocks(ImmutableArray<UnderlyingRange> ranges, Func<Ratio, long> move)
    {
        ImmutableArray<Shock>.Builder shocks = ImmutableArray.CreateBuilder<Shock>(ranges.Length);
        foreach (UnderlyingRange range in ranges)
        {
            shocks.Add(new Shock(OneQ40 + Scale.Convert(move(range.Price), 40), OneQ40, default));
        }

        return shocks.MoveToImmutable();
    }
}
