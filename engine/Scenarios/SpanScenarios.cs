using System;
using System.Collections.Immutable;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Scenarios;

/// <summary>
/// The sixteen scenarios of SPAN in their published order: no move, a third, two thirds and the whole of the scan range
/// up and down, each with volatility up and down, then the two extreme moves with volatility still.
/// </summary>
public static class SpanScenarios
{
    /// <summary>How many there are.</summary>
    public const int Count = 16;

    private const long OneQ40 = 1L << 40;
    private const int Thirds = 3;

    /// <summary>The scenarios of a model; one factor for each scan range.</summary>
    public static ScenarioSet Of(SpanParameters parameters)
    {
        ImmutableArray<Scenario>.Builder scenarios = ImmutableArray.CreateBuilder<Scenario>(Count);
        AddPair(scenarios, parameters, "0", 0);
        for (int thirds = 1; thirds <= Thirds; thirds++)
        {
            AddPair(scenarios, parameters, $"+{thirds}/3", thirds);
            AddPair(scenarios, parameters, $"-{thirds}/3", -thirds);
        }

        scenarios.Add(Extreme(parameters, "+extreme", 1));
        scenarios.Add(Extreme(parameters, "-extreme", -1));
        ImmutableArray<UnderlyingId>.Builder factors = ImmutableArray.CreateBuilder<UnderlyingId>();
        foreach (ScanRange range in parameters.Ranges)
        {
            factors.Add(range.Underlying);
        }

        return new ScenarioSet(factors.ToImmutable(), scenarios.MoveToImmutable());
    }

    private static void AddPair(
        ImmutableArray<Scenario>.Builder scenarios, SpanParameters parameters, string move, int thirds)
    {
        scenarios.Add(Scan(parameters, $"span:{move}:up", thirds, 1));
        scenarios.Add(Scan(parameters, $"span:{move}:down", thirds, -1));
    }

    private static Scenario Scan(SpanParameters parameters, string label, int thirds, int volatility)
    {
        ImmutableArray<Shock>.Builder shocks = ImmutableArray.CreateBuilder<Shock>();
        foreach (ScanRange range in parameters.Ranges)
        {
            long moveRaw = (long)((Int128)range.Price.Raw * thirds / Thirds);
            shocks.Add(new Shock(Factor(moveRaw), Factor(range.Volatility.Raw * volatility), default));
        }

        return new Scenario(label, OneQ40, 1, VolatilityColumn.Own, shocks.ToImmutable());
    }

    private static Scenario Extreme(SpanParameters parameters, string move, int sign)
    {
        ImmutableArray<Shock>.Builder shocks = ImmutableArray.CreateBuilder<Shock>();
        foreach (ScanRange range in parameters.Ranges)
        {
            Int128 moveRaw = (Int128)range.Price.Raw * parameters.ExtremeMultiple.Raw / Ratio.One * sign;
            shocks.Add(new Shock(Factor((long)moveRaw), OneQ40, default));
        }

        long coverQ40 = Scale.Convert(parameters.ExtremeCover.Raw, 40);
        return new Scenario($"span:{move}:none", coverQ40, 1, VolatilityColumn.None, shocks.ToImmutable());
    }

    /// <summary>1 + move, at least zero.</summary>
    private static long Factor(long moveRaw)
    {
        long factorQ40 = OneQ40 + Scale.Convert(moveRaw, 40);
        return factorQ40 > 0 ? factorQ40 : 0;
    }
}
