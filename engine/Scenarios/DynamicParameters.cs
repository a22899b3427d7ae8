using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>
/// Margin that follows today's volatility, and three tools against following it too closely: a share of stressed
/// volatility, a long-run floor, and a buffer that is released as volatility rises.
/// </summary>
/// <param name="Buffer">Added in calm, as 0.25.</param>
/// <param name="StressedShare">Weight of the stressed volatility, as 0.25.</param>
/// <param name="Underlyings">Rules, strictly ascending by underlying; none for a static model.</param>
public sealed record DynamicParameters(Ratio Buffer, Ratio StressedShare, ImmutableArray<DynamicRule> Underlyings)
{
    /// <summary>A static model.</summary>
    public static DynamicParameters None { get; } = new(default, default, []);

    /// <summary>Whether an underlying has a rule.</summary>
    public bool Covers(UnderlyingId underlying)
    {
        foreach (DynamicRule rule in Underlyings)
        {
            if (rule.Underlying == underlying)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The volatilities of a year that one underlying is compared with.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Reference">The volatility that the model's scenarios were made for; above zero.</param>
/// <param name="Stressed">Of a stressed period.</param>
/// <param name="Floor">Of ten years.</param>
/// <param name="Release">From which the buffer is used up.</param>
public readonly record struct DynamicRule(
    UnderlyingId Underlying,
    Volatility Reference,
    Volatility Stressed,
    Volatility Floor,
    Volatility Release);
