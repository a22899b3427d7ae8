using Verifiable.Engine.Units;

namespace Verifiable.Engine.Market;

/// <summary>The perpetual future of an underlying.</summary>
/// <param name="Price">Its mark price.</param>
/// <param name="FundingIndex">Cumulative funding per unit, in the quote currency.</param>
/// <param name="Confidence">Trust in the price, from 0 to 1.</param>
/// <param name="Time">When it was observed.</param>
public sealed record PerpetualMarket(Price Price, Ratio FundingIndex, Ratio Confidence, Instant Time);
