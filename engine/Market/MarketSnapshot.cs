using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Market;

/// <summary>Prices of one moment: assets and underlyings, each with its own time and confidence.</summary>
/// <param name="ObservedAt">The snapshot's time: the oldest time of its rows.</param>
/// <param name="Quote">The currency that every price is in.</param>
/// <param name="Assets">Collateral prices, strictly ascending by asset.</param>
/// <param name="Underlyings">Underlyings, strictly ascending.</param>
public sealed record MarketSnapshot(
    Instant ObservedAt,
    AssetId Quote,
    ImmutableArray<AssetPrice> Assets,
    ImmutableArray<UnderlyingMarket> Underlyings);
