using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>
/// Random markets: one to three underlyings, their expiries by strike or by smile, and collateral prices.
/// </summary>
internal sealed class MarketGenerator(Seeded random)
{
    public static readonly Instant Now = new(1_764_000_000);
    public static readonly AssetId Quote = Name.Asset("USD");
    private static readonly string[] Underlyings = ["1000PEPE", "BTC", "ETH", "SOL"];
    private const long Day = 86_400;

    /// <summary>A snapshot; one underlying, which is a coin, where accounts settle in it.</summary>
    public MarketSnapshot Next(bool coinSettled)
    {
        int first = coinSettled ? 1 : (int)random.Between(0, 2);
        int count = coinSettled ? 1 : (int)random.Between(1, Underlyings.Length - first);
        IEnumerable<UnderlyingMarket> underlyings = Underlyings.Skip(first).Take(count)
            .Select(name => Underlying(name, coinSettled ? 100 : 0.05));
        return new MarketSnapshot(
            Now, Quote, [Asset("BTC", 60_000), Asset("DOGE", 0.2), Asset("ETH", 3_000), Stable()], [.. underlyings]);
    }

    private AssetPrice Asset(string name, double price) => new(
        Name.Asset(name), random.Ratio(price / 2, price * 2), Confidence(), Now);

    private AssetPrice Stable() => new(
        Name.Asset("USDC"), random.Chance(40) ? random.Ratio(0.4, 1) : random.Ratio(0.995, 1.005), Confidence(), Now);

    private Ratio Confidence() => random.Chance(50) ? new Ratio(Ratio.One) : random.Ratio(0, 1);

    private UnderlyingMarket Underlying(string name, double cheapest)
    {
        double spot = random.Magnitude(cheapest, 100_000);
        PerpetualMarket? perpetual = random.Chance(90)
            ? new PerpetualMarket(
                SeededNumbers.Price(spot * random.Real(0.97, 1.03)), random.Ratio(-500, 500), Confidence(), Now)
            : null;
        SortedSet<long> times = [];
        for (int expiries = (int)random.Between(0, 3); expiries >= 0; expiries--)
        {
            times.Add(Time());
        }

        return new UnderlyingMarket(
            Name.Underlying(name),
            SeededNumbers.Price(spot),
            Confidence(),
            Now,
            default,
            perpetual,
            [.. times.Select(seconds => Expiry(seconds, spot))]);
    }

    private long Time() => (int)random.Between(0, 5) switch
    {
        0 => random.Between(1, 1_800),
        1 => -random.Between(0, Day),
        2 => 30 * Day,
        _ => (long)random.Magnitude(1_800, 1_000 * Day),
    };

    private ExpiryMarket Expiry(long seconds, double spot)
    {
        double forward = spot * random.Real(0.9, 1.2);
        bool settled = seconds <= 0 && random.Chance(60);
        double settledPart = random.Chance(20) ? forward * random.Real(0, 1) : 0;
        return new ExpiryMarket(
            new Instant(Now.Seconds + seconds),
            SeededNumbers.Price(forward),
            settledPart > 0 ? SeededNumbers.Price(settledPart) : default,
            random.Chance(20) ? default : random.Ratio(-0.05, 0.25),
            Confidence(),
            Now,
            settled ? SeededNumbers.Price(forward * random.Real(0.95, 1.05)) : default,
            random.Chance(40)
                ? new VolatilitySurface([], Svi(seconds, forward))
                : new VolatilitySurface(Strikes(forward), null));
    }

    /// <summary>A smile whose variance grows with its time, and now and then one that does not.</summary>
    private SviParameters Svi(long seconds, double forward)
    {
        long fitted = Math.Max(600, seconds);
        double years = random.Chance(10) ? 1 : fitted / (365.0 * Day);
        return new SviParameters(
            random.Ratio(0.01 * years, 2 * years),
            random.Ratio(0, years),
            random.Ratio(-0.9, 0.9),
            random.Ratio(-0.2, 0.2),
            random.Ratio(0.01, 0.5),
            SeededNumbers.Price(forward),
            fitted);
    }

    private ImmutableArray<VolatilityPoint> Strikes(double forward)
    {
        SortedDictionary<long, VolatilityPoint> points = [];
        for (int count = (int)random.Between(2, 6); count > 0; count--)
        {
            Price strike = SeededNumbers.Price(forward * random.Magnitude(0.3, 3));
            Volatility volatility = random.Chance(3) ? default : new Volatility(random.Ratio(0.05, 2.5).Raw);
            points[strike.Raw] = new VolatilityPoint(strike, volatility);
        }

        return [.. points.Values];
    }
}
