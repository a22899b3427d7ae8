using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>Parameters of the price-bucket rule. Formulas: engine/README.md. Numbers are pure ratios.</summary>
/// <param name="Name">The profile's name; not hashed.</param>
/// <param name="Version">The profile's version; not hashed.</param>
/// <param name="Settlement">The one currency of account.</param>
/// <param name="StableAsset">The coin that stands for it.</param>
/// <param name="Buckets">Price buckets on either side of no move.</param>
/// <param name="Ranges">Price ranges by underlying, strictly ascending.</param>
/// <param name="VolatilityShock">Volatility up and down.</param>
/// <param name="ExtendedMoves">Moves of the extended table, as -0.66; volatility is up in all of them.</param>
/// <param name="ExtendedFactor">What profit and loss of the extended table are multiplied by.</param>
/// <param name="ExtendedDampener">
/// How much of the extended table's profit or loss does not count, in quote units for each whole range that the move
/// goes beyond the range.
/// </param>
/// <param name="ProfitOffset">The share of an underlying's profit that offsets another's loss in the same
/// scenario.</param>
/// <param name="Roll">The roll charge.</param>
/// <param name="DeltaShock">The charge on a large delta.</param>
/// <param name="MaintenanceFraction">Maintenance margin over initial margin.</param>
/// <param name="Haircuts">Collateral rules, strictly ascending by asset.</param>
public sealed record PriceBucketParameters(
    string Name,
    string Version,
    AssetId Settlement,
    AssetId StableAsset,
    int Buckets,
    ImmutableArray<UnderlyingRange> Ranges,
    VolatilityShockParameters VolatilityShock,
    ImmutableArray<Ratio> ExtendedMoves,
    Ratio ExtendedFactor,
    Price ExtendedDampener,
    Ratio ProfitOffset,
    RollParameters Roll,
    DeltaShockParameters DeltaShock,
    Ratio MaintenanceFraction,
    ImmutableArray<CollateralRule> Haircuts)
    : MarginParameters(Name, Version, Settlement, StableAsset, Haircuts)
{
    /// <summary>Most price buckets on either side.</summary>
    public const int MaxBuckets = 100;

    /// <inheritdoc/>
    public override MarginRule Rule => MarginRule.PriceBuckets;
}

/// <summary>How far an underlying's price is moved.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Price">The largest move of the grid, as 0.16.</param>
public readonly record struct UnderlyingRange(UnderlyingId Underlying, Ratio Price);

/// <summary>A share of each expiry's delta, as futures of different expiries may part.</summary>
/// <param name="Minimum">The least share.</param>
/// <param name="PerYear">The share for each year to expiry, where that is more.</param>
public sealed record RollParameters(Ratio Minimum, Ratio PerYear);

/// <summary>A price move against a delta that the market could not absorb.</summary>
/// <param name="Threshold">Delta in quote units from which the charge begins.</param>
/// <param name="PerMillion">The move for each million of quote units above the threshold.</param>
/// <param name="Maximum">The largest move.</param>
public sealed record DeltaShockParameters(Price Threshold, Ratio PerMillion, Ratio Maximum);
