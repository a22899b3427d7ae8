using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Market;

/// <summary>The volatilities of one expiry: by strike, or by an SVI smile; never both.</summary>
/// <param name="Strikes">Points strictly ascending by strike; empty under a smile.</param>
/// <param name="Svi">The smile; null under strikes.</param>
public sealed record VolatilitySurface(ImmutableArray<VolatilityPoint> Strikes, SviParameters? Svi);

/// <summary>The volatility at one strike.</summary>
/// <param name="Strike">The strike.</param>
/// <param name="Volatility">Its volatility, from 0 to 64.</param>
public readonly record struct VolatilityPoint(Price Strike, Volatility Volatility);

/// <summary>
/// Gatheral's raw SVI: total variance w(k) = a + b (rho (k - m) + sqrt((k - m)^2 + sigma^2)) with k = ln(K / forward).
/// </summary>
/// <param name="A">Level.</param>
/// <param name="B">Slope of the wings.</param>
/// <param name="Rho">Rotation.</param>
/// <param name="M">Shift.</param>
/// <param name="Sigma">Smoothness of the vertex.</param>
/// <param name="Forward">The forward that log-moneyness is measured from.</param>
/// <param name="Tau">The time, in seconds, that turns total variance into volatility.</param>
public sealed record SviParameters(Ratio A, Ratio B, Ratio Rho, Ratio M, Ratio Sigma, Price Forward, long Tau);
