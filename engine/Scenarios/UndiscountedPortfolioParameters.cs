using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>
/// Parameters of the portfolio rule over undiscounted values. Formulas: engine/README.md. Numbers are pure ratios.
/// </summary>
/// <param name="Name">The profile's name; not hashed.</param>
/// <param name="Version">The profile's version; not hashed.</param>
/// <param name="Settlement">The one currency of account.</param>
/// <param name="StableAsset">The coin that stands for it and may lose its peg.</param>
/// <param name="VolatilityShock">Columns up and down.</param>
/// <param name="StaticDiscount">What a shocked expiry that is worth something is multiplied by, whatever its
/// time.</param>
/// <param name="RateMultiplier">Multiple of the rate in that expiry's discount.</param>
/// <param name="RateAdd">What is added to the rate there.</param>
/// <param name="Basis">The forward contingency.</param>
/// <param name="InitialMultiplier">From loss and static add-ons to initial margin; maintenance takes them once.</param>
/// <param name="Perpetual">Static add-on on perpetuals, of their size at spot.</param>
/// <param name="ShortOption">Static add-on on naked short options, of their size at spot.</param>
/// <param name="Confidence">Add-on on size priced with little confidence.</param>
/// <param name="Peg">What a lost peg adds to the initial multiplier.</param>
/// <param name="Haircuts">
/// Collateral rules, strictly ascending by asset; the maintenance share is the static add-on on the asset's size.
/// </param>
public sealed record UndiscountedPortfolioParameters(
    string Name,
    string Version,
    AssetId Settlement,
    AssetId StableAsset,
    VolatilityShockParameters VolatilityShock,
    Ratio StaticDiscount,
    Ratio RateMultiplier,
    Ratio RateAdd,
    BasisParameters Basis,
    Ratio InitialMultiplier,
    Ratio Perpetual,
    Ratio ShortOption,
    ConfidenceParameters Confidence,
    PegParameters Peg,
    ImmutableArray<CollateralRule> Haircuts)
    : MarginParameters(Name, Version, Settlement, StableAsset, Haircuts)
{
    /// <inheritdoc/>
    public override MarginRule Rule => MarginRule.UndiscountedPortfolio;
}
