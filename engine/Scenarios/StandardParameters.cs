using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>Parameters of the standard rule. Formulas: engine/README.md. Numbers are pure ratios.</summary>
/// <param name="Name">The profile's name; not hashed.</param>
/// <param name="Version">The profile's version; not hashed.</param>
/// <param name="Settlement">The one currency of account.</param>
/// <param name="StableAsset">The coin that stands for it and may lose its peg.</param>
/// <param name="Perpetual">Shares of the notional of perpetuals and futures; each stands alone.</param>
/// <param name="Option">What a short option needs by itself.</param>
/// <param name="UnpairedCall">Multiples of the forward for calls sold beyond those held; each stands alone.</param>
/// <param name="Confidence">Add-on on short size priced with little confidence.</param>
/// <param name="Peg">Add-on on short options and perpetuals when the stable coin is below its peg.</param>
/// <param name="Haircuts">Collateral rules, strictly ascending by asset.</param>
public sealed record StandardParameters(
    string Name,
    string Version,
    AssetId Settlement,
    AssetId StableAsset,
    StagedRatio Perpetual,
    ShortOptionParameters Option,
    StagedRatio UnpairedCall,
    ConfidenceParameters Confidence,
    PegParameters Peg,
    ImmutableArray<CollateralRule> Haircuts)
    : MarginParameters(Name, Version, Settlement, StableAsset, Haircuts)
{
    /// <inheritdoc/>
    public override MarginRule Rule => MarginRule.Standard;
}

/// <summary>
/// What a short option needs beyond its own value: a share of spot that shrinks as it moves out of the money.
/// </summary>
/// <param name="MaximumShare">Initial share of spot at and in the money.</param>
/// <param name="MinimumShare">Least initial share of spot.</param>
/// <param name="CallMaintenance">Maintenance share of spot of a call.</param>
/// <param name="PutMaintenance">Maintenance share of spot of a put.</param>
/// <param name="PutValueMaintenance">Maintenance share of a put's own value, where that is more.</param>
/// <param name="PutInitialMultiple">
/// Multiple of a put's maintenance margin, its value included, that its initial margin is at least.
/// </param>
public sealed record ShortOptionParameters(
    Ratio MaximumShare,
    Ratio MinimumShare,
    Ratio CallMaintenance,
    Ratio PutMaintenance,
    Ratio PutValueMaintenance,
    Ratio PutInitialMultiple);
