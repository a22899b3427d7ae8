using System.Linq;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>A market after its spot and forwards moved by one share, observed at another time.</summary>
internal static class MovedMarket
{
    private const long Ppm = 1_000_000;

    internal static MarketSnapshot Of(MarketSnapshot market, long movePpm, long seconds)
    {
        Instant time = new(seconds);
        return market with
        {
            ObservedAt = time,
            Assets = [.. market.Assets.Select(asset => asset with { Time = time })],
            Underlyings =
            [
                .. market.Underlyings.Select(listed => listed with
                {
                    Time = time,
                    Spot = Moved(listed.Spot, movePpm),
                    Expiries =
                    [
                        .. listed.Expiries.Select(expiry => expiry with
                        {
                            Time = time,
                            Forward = Moved(expiry.Forward, movePpm),
                        }),
                    ],
                }),
            ],
        };
    }

    private static Price Moved(Price price, long movePpm) => new(price.Raw / Ppm * (Ppm + movePpm));
}
