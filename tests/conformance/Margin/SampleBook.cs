using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;

namespace Verifiable.Tests.Conformance.Margin;

/// <summary>
/// A book of options for measuring gas: Bitcoin at 60,000, expiries of 7 to 120 days with 25 strikes from 70 % to 130 %
/// of the forward, calls and puts, long and short, in a market that lists those strikes.
/// </summary>
internal static class SampleBook
{
    private const int StrikesOfAnExpiry = 25;
    private const long Unit = 100_000_000;
    private const long Spot = 60_000 * Unit;
    private const long Start = 1_790_000_000;
    private static readonly int[] Days = [7, 14, 30, 60, 90, 120];

    internal static MarginCase Of(string profile, int rows, long now = Start)
    {
        Profile shipped = Profiles.Open(profile);
        int expiries = (rows + StrikesOfAnExpiry - 1) / StrikesOfAnExpiry;
        return new MarginCase(
            Market(expiries, new Instant(now)),
            (ModelParameters)shipped.Model.Parameters,
            shipped.Scenarios.Set,
            new Book(default, 0, new Money(1_000_000_000_000), [], Rows(rows, now)));
    }

    private static MarketSnapshot Market(int expiries, Instant now) => new(
        now,
        Name.Asset("USD"),
        [new AssetPrice(Name.Asset("USDC"), new Ratio(999_800_000_000), new Ratio(Ratio.One), now)],
        [
            new UnderlyingMarket(
                Name.Underlying("BTC"),
                new Price(Spot),
                new Ratio(Ratio.One),
                now,
                new Volatility(600_000_000_000),
                null,
                [.. Days.Take(expiries).Select(days => Expiry(days, now))]),
        ]);

    private static ExpiryMarket Expiry(int days, Instant now) => new(
        At(days, now.Seconds),
        new Price(Forward(days)),
        default,
        new Ratio(50_000_000_000),
        new Ratio(Ratio.One),
        now,
        default,
        new VolatilitySurface(
            [.. Enumerable.Range(0, StrikesOfAnExpiry).Select(index => new VolatilityPoint(
                Strike(days, index), new Volatility(550_000_000_000 + (Math.Abs(index - 12) * 12_345_678_901L))))],
            null));

    private static ImmutableArray<Position> Rows(int count, long now)
    {
        List<Position> rows = [];
        for (int index = 0; index < count; index++)
        {
            int days = Days[index / StrikesOfAnExpiry];
            InstrumentId instrument = InstrumentId.Create(
                Name.Underlying("BTC"),
                Name.Asset("USD"),
                Settlement.Linear,
                At(days, now),
                Strike(days, index % StrikesOfAnExpiry),
                index % 2 == 0 ? InstrumentKind.Call : InstrumentKind.Put);
            long size = 123_456_789 + (index * 7_654_321L);
            rows.Add(new Position(instrument, new Quantity(index % 3 == 0 ? size : -size), default, default));
        }

        return [.. rows];
    }

    private static Instant At(int days, long now) => new(now + (days * 86_400L));

    private static long Forward(int days) => Spot / 10_000 * (10_000 + (2 * days));

    /// <summary>Whole hundreds, as exchanges list them.</summary>
    private static Price Strike(int days, int index) =>
        new(Forward(days) / 1_000 * (700 + (25 * index)) / (100 * Unit) * 100 * Unit);
}
