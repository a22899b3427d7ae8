using System;
using System.Collections.Immutable;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>A scenario set as words: the factors, then each scenario's head and one word a factor.</summary>
public static class ScenarioRows
{
    /// <summary>Most factors in a set.</summary>
    public const int MaxFactors = 64;

    private const long OneQ40 = 1L << 40;
    private const long MaxFactorQ40 = 64 * OneQ40;
    private const int WeightShift = 32;
    private const int ColumnShift = 16;

    /// <summary>The preimage.</summary>
    public static byte[] Write(ScenarioSet set) => Words(set).ToArray();

    /// <summary>scenarioHash.</summary>
    public static Bytes32 Hash(ScenarioSet set) => Words(set).Hash();

    /// <summary>Reads a preimage; labels come back empty.</summary>
    /// <exception cref="Kernel.MarginException"><see cref="Kernel.ErrorCode.BundleMalformed"/>.</exception>
    public static ScenarioSet Read(ReadOnlySpan<byte> bytes, string file)
    {
        WordReader reader = new(bytes, file, "SCENARIOS");
        reader.Tag(Tags.Scenarios);
        long scenarioCount = reader.Unsigned(ScenarioSet.MaxScenarios);
        reader.Require(scenarioCount > 0, "at least one scenario");
        long factorCount = reader.Unsigned(MaxFactors);
        reader.Require(factorCount > 0, "at least one factor");

        ImmutableArray<UnderlyingId>.Builder factors = ImmutableArray.CreateBuilder<UnderlyingId>();
        for (long i = 0; i < factorCount; i++)
        {
            UnderlyingId factor = reader.Underlying();
            reader.Require(i == 0 || factor.Letters > factors[^1].Letters, "factors strictly ascending");
            factors.Add(factor);
        }

        ImmutableArray<Scenario>.Builder scenarios = ImmutableArray.CreateBuilder<Scenario>();
        for (long i = 0; i < scenarioCount; i++)
        {
            scenarios.Add(ReadScenario(ref reader, factorCount));
        }

        reader.End();
        return new ScenarioSet(factors.ToImmutable(), scenarios.ToImmutable());
    }

    private static WordList Words(ScenarioSet set)
    {
        WordList words = new();
        words.Add(Tags.Scenarios);
        words.AddUnsigned((ulong)set.Scenarios.Length);
        words.AddUnsigned((ulong)set.Factors.Length);
        foreach (UnderlyingId factor in set.Factors)
        {
            words.Add(factor.Word);
        }

        foreach (Scenario scenario in set.Scenarios)
        {
            ulong head = ((ulong)scenario.Weight << WeightShift)
                | ((ulong)scenario.Column << ColumnShift)
                | (ulong)scenario.Traits;
            words.Add(new Bytes32((ulong)scenario.DampeningQ40, head, 0, 0));
            foreach (Shock shock in scenario.Shocks)
            {
                words.AddPacked(shock.SpotFactorQ40, shock.VolatilityFactorQ40, shock.RateShift.Raw, 0);
            }
        }

        return words;
    }

    private static Scenario ReadScenario(ref WordReader reader, long factorCount)
    {
        Bytes32 head = reader.Word();
        ulong column = (head.Second >> ColumnShift) & 0xFFFF;
        uint weight = (uint)(head.Second >> WeightShift);
        reader.Require(head.First <= OneQ40, "a dampening up to 2^40");
        reader.Require(weight > 0 && column <= (ulong)VolatilityColumn.Own, "a weight and a volatility column");
        ScenarioTraits traits = (ScenarioTraits)(head.Second & 0xFFFF);
        bool residual = traits == (ScenarioTraits.Residual | ScenarioTraits.Tail);
        bool known = residual || traits is ScenarioTraits.None or ScenarioTraits.Tail;
        reader.Require(known && head.Third == 0 && head.Fourth == 0, "known flags and no padding");

        bool own = column == (ulong)VolatilityColumn.Own;
        ImmutableArray<Shock>.Builder shocks = ImmutableArray.CreateBuilder<Shock>((int)factorCount);
        for (long i = 0; i < factorCount; i++)
        {
            (long spot, long volatility, long rate, long padding) = reader.Packed();
            reader.Require(padding == 0, "no padding");
            shocks.Add(new Shock(
                reader.Within(spot, residual ? -MaxFactorQ40 : 0, MaxFactorQ40),
                reader.Within(volatility, own ? 0 : OneQ40, own ? MaxFactorQ40 : OneQ40),
                reader.Ratio(rate)));
        }

        return new Scenario(
            string.Empty, (long)head.First, weight, (VolatilityColumn)column, shocks.MoveToImmutable(), traits);
    }
}
