using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Quantised;

/// <summary>One day of filtered history as a scenario whose size depends on the volatility of the day of use.</summary>
/// <param name="Time">The day; not hashed.</param>
/// <param name="Weight">Its weight in the tail measures, at least 1.</param>
/// <param name="ResidualsQ40">z of each underlying, scale 2^40, in the order of the set's underlyings.</param>
public sealed record ResidualScenario(Instant Time, uint Weight, ImmutableArray<long> ResidualsQ40);
