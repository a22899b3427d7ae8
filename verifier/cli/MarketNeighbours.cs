using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Cli;

/// <summary>What a market lists nearest to an instrument that it does not list.</summary>
internal static class MarketNeighbours
{
    private const int Most = 4;

    /// <summary>The end of a refusal's phrase: the nearest underlyings, expiries or strikes, whichever fail.</summary>
    internal static string Of(MarketSnapshot market, InstrumentId instrument)
    {
        UnderlyingMarket? underlying =
            market.Underlyings.FirstOrDefault(row => row.Underlying == instrument.Underlying);
        if (underlying is null || instrument.Quote != market.Quote)
        {
            return Phrase("listed", market.Underlyings.Select(row => $"{row.Underlying}/{market.Quote}"));
        }

        if (instrument.Kind == InstrumentKind.Perpetual)
        {
            return Phrase(
                "listed",
                market.Underlyings.Where(static row => row.Perpetual is not null).Select(row => $"{row.Underlying}"));
        }

        ExpiryMarket? expiry = underlying.Expiries.FirstOrDefault(row => row.Expiry == instrument.Expiry);
        return expiry is null
            ? Phrase(
                "nearest",
                Nearest(underlying.Expiries.Select(static row => row.Expiry.Seconds), instrument.Expiry.Seconds)
                    .Select(seconds => InstrumentText.Format(FutureOf(instrument, seconds))))
            : Phrase(
                "nearest",
                Nearest(expiry.Surface.Strikes.Select(static row => row.Strike.Raw), instrument.Strike.Raw)
                    .Select(static raw => DecimalText.Format(raw, Price.Decimals)));
    }

    /// <summary>The few nearest numbers, ascending.</summary>
    private static IEnumerable<long> Nearest(IEnumerable<long> listed, long wanted) =>
        listed.OrderBy(number => Int128.Abs((Int128)number - wanted)).Take(Most).Order();

    private static InstrumentId FutureOf(InstrumentId instrument, long seconds) => InstrumentId.Create(
        instrument.Underlying,
        instrument.Quote,
        instrument.Settlement,
        new Instant(seconds),
        default,
        InstrumentKind.Future);

    private static string Phrase(string how, IEnumerable<string> neighbours)
    {
        string[] named = [.. neighbours.Take(Most + 1)];
        string more = named.Length > Most ? ", ..." : string.Empty;
        return named.Length == 0
            ? "; it lists none"
            : $"; {how}: {string.Join(", ", named.Take(Most))}{more}";
    }
}
