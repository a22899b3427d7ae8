using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Market;

/// <summary>One underlying: spot, perpetual and expiries.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Spot">The spot price.</param>
/// <param name="SpotConfidence">Trust in the spot, from 0 to 1.</param>
/// <param name="Time">When the spot was observed.</param>
/// <param name="TodayVolatility">
/// Today's volatility of a year, which scales the residuals of filtered historical simulation; zero when absent.
/// </param>
/// <param name="Perpetual">The perpetual, if one is listed.</param>
/// <param name="Expiries">Expiries, strictly ascending by time.</param>
public sealed record UnderlyingMarket(
    UnderlyingId Underlying,
    Price Spot,
    Ratio SpotConfidence,
    Instant Time,
    Volatility TodayVolatility,
    PerpetualMarket? Perpetual,
    ImmutableArray<ExpiryMarket> Expiries);
