using System;
using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>A joint set of shocks: every scenario moves every factor.</summary>
/// <param name="Factors">The shocked underlyings, strictly ascending.</param>
/// <param name="Scenarios">The scenarios; a scenario is known by its index.</param>
public sealed record ScenarioSet(ImmutableArray<UnderlyingId> Factors, ImmutableArray<Scenario> Scenarios)
{
    /// <summary>Most scenarios in a set.</summary>
    public const int MaxScenarios = 65_536;

    /// <summary>Whether any scenario belongs to the tail measures.</summary>
    public bool HasTail => Has(ScenarioTraits.Tail);

    /// <summary>Whether any scenario's moves are residuals.</summary>
    public bool HasResiduals => Has(ScenarioTraits.Residual);

    private bool Has(ScenarioTraits trait)
    {
        foreach (Scenario scenario in Scenarios)
        {
            if ((scenario.Traits & trait) != 0)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>One scenario.</summary>
/// <param name="Label">Its name for people, as <c>grid:+0.150:up</c>; not hashed.</param>
/// <param name="DampeningQ40">The share of its profit or loss that counts, scale 2^40.</param>
/// <param name="Weight">Its weight in the tail measures, at least 1.</param>
/// <param name="Column">What happens to volatility.</param>
/// <param name="Shocks">One shock a factor, in the order of the set's factors.</param>
/// <param name="Traits">Which measure reads it, and how its moves are given.</param>
public sealed record Scenario(
    string Label,
    long DampeningQ40,
    uint Weight,
    VolatilityColumn Column,
    ImmutableArray<Shock> Shocks,
    ScenarioTraits Traits = ScenarioTraits.None)
{
    /// <summary>Whether its moves are residuals, which today's volatility turns into factors.</summary>
    public bool IsResidual => (Traits & ScenarioTraits.Residual) != 0;

    /// <summary>Whether it belongs to the tail measures and not to the scan.</summary>
    public bool IsTail => (Traits & ScenarioTraits.Tail) != 0;
}

/// <summary>Marks of a scenario; the bits are those of the canonical scenario row.</summary>
[Flags]
public enum ScenarioTraits
{
    /// <summary>A scenario of the scan: its moves are factors.</summary>
    None = 0,

    /// <summary>
    /// Each spot move is a residual z, in standard deviations of one day and scale 2^40: the factor is
    /// exp(z * today's volatility * sqrt(horizon)). Always together with <see cref="Tail"/>.
    /// </summary>
    Residual = 1,

    /// <summary>Value at risk and expected shortfall read it, and the scan does not.</summary>
    Tail = 2,
}

/// <summary>The move of one factor.</summary>
/// <param name="SpotFactorQ40">
/// What the spot is multiplied by, scale 2^40, from 0 to 2^46; in a residual scenario z, from -2^46 to 2^46.
/// </param>
/// <param name="VolatilityFactorQ40">
/// What every volatility is multiplied by in column <see cref="VolatilityColumn.Own"/>, scale 2^40; 2^40 otherwise.
/// </param>
/// <param name="RateShift">What is added to every rate, raw 1e-12.</param>
public readonly record struct Shock(long SpotFactorQ40, long VolatilityFactorQ40, Ratio RateShift);

/// <summary>What a scenario does to volatility; the numbers are those of the canonical scenario row.</summary>
public enum VolatilityColumn
{
    /// <summary>Unmoved.</summary>
    None = 0,

    /// <summary>Up by the model's term-scaled range.</summary>
    Up = 1,

    /// <summary>Down by the model's term-scaled range.</summary>
    Down = 2,

    /// <summary>The smile is rotated about the forward; the spot stays.</summary>
    LinearSkew = 3,

    /// <summary>Both wings are lifted or lowered; the spot stays.</summary>
    AbsoluteSkew = 4,

    /// <summary>Multiplied by the scenario's own factor, one for each underlying.</summary>
    Own = 5,
}
