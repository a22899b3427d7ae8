using Verifiable.Engine.Units;

namespace Verifiable.Engine.Market;

/// <summary>The price of a collateral asset.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Price">
/// Its price in the quote currency, raw 1e-12: a stable coin needs more places than a price.
/// </param>
/// <param name="Confidence">Trust in the price, from 0 to 1.</param>
/// <param name="Time">When it was observed.</param>
public readonly record struct AssetPrice(AssetId Asset, Ratio Price, Ratio Confidence, Instant Time);
