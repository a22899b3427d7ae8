using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Documents.Importers;

/// <summary>
/// Builds a market from selected rows. The spot is the latest row's index; an expiry's forward is the median of its
/// options' own forwards (of an even number the lower middle; without options, the future's mark), its time is its
/// oldest row's. Confidence is 1: a venue's file says nothing about trust.
/// </summary>
internal static class SnapshotBuilder
{
    private static readonly Ratio FullConfidence = new(Ratio.One);

    /// <summary>Builds the market.</summary>
    /// <param name="rows">Rows sorted by instrument, at least one, all of one quote currency.</param>
    /// <param name="volatilities">The volatility of each option that has one.</param>
    /// <param name="findings">Receives what is missing.</param>
    /// <param name="spreads">Receives the forwards of each expiry.</param>
    public static MarketSnapshot Build(
        IReadOnlyList<VenueQuote> rows,
        IReadOnlyDictionary<InstrumentId, Volatility> volatilities,
        ImportFindings findings,
        ICollection<ForwardSpread> spreads)
    {
        ImmutableArray<UnderlyingMarket> underlyings =
        [
            .. rows.GroupBy(row => row.Instrument.Underlying)
                .Select(group => BuildUnderlying([.. group], volatilities, findings, spreads)),
        ];
        Instant oldest = underlyings.Min(OldestOf);
        return new MarketSnapshot(oldest, rows[0].Instrument.Quote, [], underlyings);
    }

    private static Instant OldestOf(UnderlyingMarket market)
    {
        Instant oldest = market.Expiries.Select(expiry => expiry.Time).Append(market.Time).Min();
        return market.Perpetual is PerpetualMarket perpetual && perpetual.Time < oldest ? perpetual.Time : oldest;
    }

    private static UnderlyingMarket BuildUnderlying(
        ImmutableArray<VenueQuote> rows,
        IReadOnlyDictionary<InstrumentId, Volatility> volatilities,
        ImportFindings findings,
        ICollection<ForwardSpread> spreads)
    {
        UnderlyingId underlying = rows[0].Instrument.Underlying;
        VenueQuote spot = rows.Where(row => row.Spot.Raw > 0).MaxBy(row => row.SpotMilliseconds)
            ?? throw new MarginException(
                ErrorCode.DocumentInconsistent,
                rows[0].File,
                rows[0].Row,
                string.Empty,
                $"an index price of {underlying} in at least one row");
        ImmutableArray<ExpiryMarket> expiries =
        [
            .. rows.Where(row => row.Instrument.Kind != InstrumentKind.Perpetual)
                .GroupBy(row => row.Instrument.Expiry)
                .OrderBy(group => group.Key)
                .Select(group => BuildExpiry([.. group], volatilities, findings, spreads)),
        ];
        return new UnderlyingMarket(
            underlying, spot.Spot, FullConfidence, spot.SpotTime, default, BuildPerpetual(rows, findings), expiries);
    }

    private static PerpetualMarket? BuildPerpetual(ImmutableArray<VenueQuote> rows, ImportFindings findings)
    {
        VenueQuote? row = rows
            .Where(row => row.Instrument.Kind == InstrumentKind.Perpetual)
            .MaxBy(row => row.Milliseconds);
        if (row is null)
        {
            return null;
        }

        findings.Add(ImportSubject.FundingIndexAbsent, row.Place);
        return new PerpetualMarket(row.Underlying, default, FullConfidence, row.Time);
    }

    private static ExpiryMarket BuildExpiry(
        ImmutableArray<VenueQuote> rows,
        IReadOnlyDictionary<InstrumentId, Volatility> volatilities,
        ImportFindings findings,
        ICollection<ForwardSpread> spreads)
    {
        ImmutableArray<VenueQuote> options = [.. rows.Where(row => row.Instrument.IsOption)];
        ImmutableArray<VenueQuote> priced = options.IsEmpty ? rows : options;
        ImmutableArray<long> forwards = [.. priced.Select(row => row.Underlying.Raw).Order()];
        ImmutableArray<long> rates = [.. priced.Select(row => row.Rate.Raw).Order()];
        Price forward = new(LowerMedian(forwards));
        InstrumentId first = rows[0].Instrument;
        spreads.Add(new ForwardSpread(
            first.Underlying, first.Expiry, forwards.Length, forward, new Price(forwards[0]), new Price(forwards[^1])));
        if (rates[0] != rates[^1])
        {
            findings.Add(ImportSubject.RatesDiffer, priced[0].Place);
        }

        return new ExpiryMarket(
            first.Expiry,
            forward,
            default,
            new Ratio(LowerMedian(rates)),
            FullConfidence,
            priced.Min(row => row.Time),
            default,
            new VolatilitySurface(ChooseVolatilities(options, forward, volatilities, findings), null));
    }

    private static ImmutableArray<VolatilityPoint> ChooseVolatilities(
        ImmutableArray<VenueQuote> options,
        Price forward,
        IReadOnlyDictionary<InstrumentId, Volatility> volatilities,
        ImportFindings findings)
    {
        ImmutableArray<VolatilityPoint>.Builder points = ImmutableArray.CreateBuilder<VolatilityPoint>();
        foreach (IGrouping<Price, VenueQuote> strike in options.GroupBy(row => row.Instrument.Strike))
        {
            InstrumentKind outOfTheMoney = strike.Key.Raw >= forward.Raw ? InstrumentKind.Call : InstrumentKind.Put;
            VenueQuote? chosen = strike
                .Where(row => volatilities.ContainsKey(row.Instrument))
                .OrderByDescending(row => row.Instrument.Kind == outOfTheMoney)
                .FirstOrDefault();
            if (chosen is null || Cell.OutsideListingRange(strike.Key.Raw, forward.Raw))
            {
                findings.Add(ImportSubject.StrikeOmitted, strike.First().Place);
                continue;
            }

            if (chosen.Instrument.Kind != outOfTheMoney)
            {
                findings.Add(ImportSubject.OtherSideTaken, chosen.Place);
            }

            points.Add(new VolatilityPoint(strike.Key, volatilities[chosen.Instrument]));
        }

        points.Sort((left, right) => left.Strike.Raw.CompareTo(right.Strike.Raw));
        return points.ToImmutable();
    }

    private static long LowerMedian(ImmutableArray<long> ascending) => ascending[(ascending.Length - 1) / 2];
}
