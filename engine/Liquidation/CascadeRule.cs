namespace Verifiable.Engine.Liquidation;

/// <summary>What drives a cascade.</summary>
/// <param name="Liquidation">How one account is liquidated.</param>
/// <param name="Impact">How liquidations move prices.</param>
/// <param name="MaxRounds">The most rounds that are tried, at least 1.</param>
public sealed record CascadeRule(LiquidationRule Liquidation, PriceImpact Impact, int MaxRounds);
