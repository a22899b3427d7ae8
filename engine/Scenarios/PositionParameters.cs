using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>Parameters of the rules that look at each position alone. Formulas: engine/README.md.</summary>
/// <param name="Name">The profile's name; not hashed.</param>
/// <param name="Version">The profile's version; not hashed.</param>
/// <param name="Settlement">The one currency of account.</param>
/// <param name="StableAsset">The coin that stands for it.</param>
/// <param name="IsPooled">
/// Whether all positions share one pool of equity (cross) or what one gains supports no other (isolated).
/// </param>
/// <param name="DefaultTier">The tier of underlyings that no tier names.</param>
/// <param name="Tiers">Tiers by underlying, strictly ascending.</param>
/// <param name="Option">What a short option needs.</param>
/// <param name="Haircuts">Collateral rules, strictly ascending by asset.</param>
public sealed record PositionParameters(
    string Name,
    string Version,
    AssetId Settlement,
    AssetId StableAsset,
    bool IsPooled,
    LiquidityTier DefaultTier,
    ImmutableArray<UnderlyingTier> Tiers,
    ShortOptionParameters Option,
    ImmutableArray<CollateralRule> Haircuts)
    : MarginParameters(Name, Version, Settlement, StableAsset, Haircuts)
{
    /// <inheritdoc/>
    public override MarginRule Rule => IsPooled ? MarginRule.Cross : MarginRule.Isolated;
}

/// <summary>A tier with the underlying it is of.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Tier">Its tier.</param>
public readonly record struct UnderlyingTier(UnderlyingId Underlying, LiquidityTier Tier);

/// <summary>What perpetuals and futures of one underlying need, as a share of notional.</summary>
/// <param name="Initial">Base initial share.</param>
/// <param name="MaintenanceFraction">Maintenance share over the base initial share.</param>
/// <param name="OpenInterest">Open interest of the whole venue, in the settlement currency.</param>
/// <param name="LowerCap">Open interest up to which the base share stands.</param>
/// <param name="UpperCap">Open interest from which the initial share is 1; between the two it rises linearly. Zero is
/// none.</param>
public readonly record struct LiquidityTier(
    Ratio Initial,
    Ratio MaintenanceFraction,
    Money OpenInterest,
    Money LowerCap,
    Money UpperCap);
