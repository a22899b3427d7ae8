using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>
/// A named stress: what happens to the market, to the model's depth and to a book's collateral, all at once. What a
/// member leaves at its default stays as it is.
/// </summary>
/// <param name="Label">Its name, as <c>day:2020-03-12</c>.</param>
/// <param name="Source">Where its sizes come from.</param>
/// <param name="Assumption">What it assumes, in words.</param>
public sealed record Stress(string Label, string Source, string Assumption)
{
    /// <summary>Moves of underlyings, strictly ascending.</summary>
    public ImmutableArray<StressMove> Moves { get; init; } = [];

    /// <summary>The move of every underlying without one of its own; -0.1 is a fall by 10 %.</summary>
    public Ratio Others { get; init; }

    /// <summary>Which way the moves go.</summary>
    public StressDirection Direction { get; init; }

    /// <summary>What every implied volatility, and today's, is multiplied by; from 0 to 64.</summary>
    public Ratio Volatility { get; init; } = new(Ratio.One);

    /// <summary>Moves of collateral prices, strictly ascending by asset.</summary>
    public ImmutableArray<StressAsset> Assets { get; init; } = [];

    /// <summary>Seconds that pass before the book is valued.</summary>
    public long ElapsedSeconds { get; init; }

    /// <summary>The most that any price is trusted, from 0 to 1.</summary>
    public Ratio Confidence { get; init; } = new(Ratio.One);

    /// <summary>The share of the model's concentration sizes that is left, from 0 to 1.</summary>
    public Ratio Depth { get; init; } = new(Ratio.One);

    /// <summary>How much worse than their marks positions are closed out; null leaves them open.</summary>
    public StressSpread? Spread { get; init; }

    /// <summary>Who defaults; null for nobody.</summary>
    public StressDefaults? Defaults { get; init; }

    /// <summary>The move of an underlying as it is given.</summary>
    internal Ratio MoveOf(UnderlyingId underlying)
    {
        foreach (StressMove move in Moves)
        {
            if (move.Underlying == underlying)
            {
                return move.Spot;
            }
        }

        return Others;
    }
}

/// <summary>The move of one underlying's spot, perpetual and forwards.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Spot">The move; -0.1 is a fall by 10 %, -1 to nothing.</param>
public readonly record struct StressMove(UnderlyingId Underlying, Ratio Spot);

/// <summary>The move of one collateral asset's price.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Price">The move; -0.1 is a fall by 10 %.</param>
public readonly record struct StressAsset(AssetId Asset, Ratio Price);

/// <summary>How much worse than their marks positions are closed out.</summary>
/// <param name="Price">Of the price of futures, perpetuals, spot and coins, from 0 to 1.</param>
/// <param name="Volatility">Of an option's volatility, from 0 to 1.</param>
public sealed record StressSpread(Ratio Price, Ratio Volatility);

/// <summary>The default of those who stand behind collateral.</summary>
/// <param name="Largest">How many default, the costliest first.</param>
/// <param name="Loss">
/// The share lost with a counterparty, from 0 to 1, where the model names none and each asset is one.
/// </param>
public sealed record StressDefaults(int Largest, Ratio Loss);
