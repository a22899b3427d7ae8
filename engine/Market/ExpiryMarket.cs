using Verifiable.Engine.Units;

namespace Verifiable.Engine.Market;

/// <summary>One expiry of an underlying.</summary>
/// <param name="Expiry">When it expires.</param>
/// <param name="Forward">The forward price, its settled part included.</param>
/// <param name="SettledPart">The part of the forward that the running settlement average has fixed.</param>
/// <param name="Rate">The continuously compounded rate per year; may be negative.</param>
/// <param name="Confidence">Trust in forward, rate and volatilities, from 0 to 1.</param>
/// <param name="Time">When it was observed.</param>
/// <param name="SettlementPrice">The final settlement price; zero until there is one.</param>
/// <param name="Surface">The volatilities.</param>
public sealed record ExpiryMarket(
    Instant Expiry,
    Price Forward,
    Price SettledPart,
    Ratio Rate,
    Ratio Confidence,
    Instant Time,
    Price SettlementPrice,
    VolatilitySurface Surface);
