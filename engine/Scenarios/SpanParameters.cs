using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>Parameters of the SPAN rule. Formulas: engine/README.md. Numbers are pure ratios.</summary>
/// <param name="Name">The profile's name; not hashed.</param>
/// <param name="Version">The profile's version; not hashed.</param>
/// <param name="Settlement">The one currency of account.</param>
/// <param name="StableAsset">The coin that stands for it.</param>
/// <param name="HorizonSeconds">How far a scenario looks ahead: one day as published.</param>
/// <param name="Ranges">Scan ranges by underlying, strictly ascending.</param>
/// <param name="ExtremeMultiple">The extreme move over the price scan range.</param>
/// <param name="ExtremeCover">The share of the extreme move's profit or loss that counts.</param>
/// <param name="Multiplier">From the risk of an underlying to the requirements.</param>
/// <param name="Haircuts">Collateral rules, strictly ascending by asset.</param>
public sealed record SpanParameters(
    string Name,
    string Version,
    AssetId Settlement,
    AssetId StableAsset,
    long HorizonSeconds,
    ImmutableArray<ScanRange> Ranges,
    Ratio ExtremeMultiple,
    Ratio ExtremeCover,
    StagedRatio Multiplier,
    ImmutableArray<CollateralRule> Haircuts)
    : MarginParameters(Name, Version, Settlement, StableAsset, Haircuts)
{
    /// <inheritdoc/>
    public override MarginRule Rule => MarginRule.Span;
}

/// <summary>How SPAN scans one underlying, and what it charges beyond.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Price">Price scan range, a share of the price.</param>
/// <param name="Volatility">Volatility scan range, a share of the volatility.</param>
/// <param name="CalendarSpread">Charge for each unit of delta spread over expiries, a share of spot.</param>
/// <param name="ShortOptionMinimum">Least charge for each short option, a share of spot.</param>
public readonly record struct ScanRange(
    UnderlyingId Underlying,
    Ratio Price,
    Ratio Volatility,
    Ratio CalendarSpread,
    Ratio ShortOptionMinimum);
