using Verifiable.Engine.Units;

namespace Verifiable.Engine.Instruments;

/// <summary>An amount of one collateral asset.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">How much, never negative.</param>
public readonly record struct CollateralBalance(AssetId Asset, Quantity Amount);
