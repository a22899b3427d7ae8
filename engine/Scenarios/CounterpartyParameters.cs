using System;
using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>
/// What the default of those who stand behind collateral would cost: issuers of stable coins, bridges, custodians.
/// </summary>
/// <param name="Largest">How many defaults at once initial margin covers, the costliest first.</param>
/// <param name="Exposures">The counterparties, strictly ascending by their first asset.</param>
public sealed record CounterpartyParameters(int Largest, ImmutableArray<CounterpartyRule> Exposures)
{
    /// <summary>Nobody stands behind collateral.</summary>
    public static CounterpartyParameters None { get; } = new(0, []);
}

/// <summary>One counterparty.</summary>
/// <param name="Assets">The assets that are its promise, strictly ascending; at least one, and each of one
/// only.</param>
/// <param name="LossGivenDefault">The share of their value that its default costs.</param>
public sealed record CounterpartyRule(ImmutableArray<AssetId> Assets, Ratio LossGivenDefault)
{
    /// <summary>Whether an asset is its promise.</summary>
    public bool Backs(AssetId asset) => Assets.AsSpan().Contains(asset);
}
