using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Engine.Oracle;

/// <summary>A position, or collateral that moves with an underlying's spot, with its market.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Quantity">The signed quantity; zero for collateral.</param>
/// <param name="Notional">What one times a cell is worth, in raw money.</param>
/// <param name="Settled">What the row adds to equity beside the options' values.</param>
/// <param name="Listed">The underlying's market.</param>
/// <param name="Expiry">The expiry's market; null for spot and perpetual.</param>
internal sealed record OracleRow(
    InstrumentId Instrument,
    double Quantity,
    Approx Notional,
    Approx Settled,
    UnderlyingMarket Listed,
    ExpiryMarket? Expiry)
{
    /// <summary>Rows that share discount and confidence.</summary>
    public object Group => (Instrument.Underlying, Instrument.Quote, Instrument.Settlement, Instrument.Expiry);

    public bool IsCoin => Instrument.Settlement == Settlement.Inverse;

    /// <summary>The price that the row marks to.</summary>
    public double Mark => MarkOf(Instrument, Listed, Expiry);

    public static OracleRow Of(Position position, MarketSnapshot market, double money)
    {
        InstrumentId instrument = position.Instrument;
        UnderlyingMarket listed = market.Underlyings.Single(row => row.Underlying == instrument.Underlying);
        ExpiryMarket? expiry = listed.Expiries.SingleOrDefault(row => row.Expiry == instrument.Expiry);
        double mark = MarkOf(instrument, listed, expiry);
        double quantity = Number.Of(position.Quantity);
        double entry = Number.Of(position.EntryPrice);
        bool coin = instrument.Settlement == Settlement.Inverse;
        Approx notional = (coin, instrument.HasEntryPrice) switch
        {
            (false, _) => new Approx(mark * quantity * money, 0),
            (true, false) => new Approx(quantity * money, 0),
            (true, true) => new Approx(quantity * entry / mark * money, 0),
        };
        Approx settled = instrument.Kind switch
        {
            InstrumentKind.Spot => new Approx(mark * quantity * money, 0).Rounded(),
            InstrumentKind.Perpetual or InstrumentKind.Future => Profit(coin, mark, entry, quantity, money),
            _ => 0,
        };
        if (instrument.Kind == InstrumentKind.Perpetual)
        {
            double owed = Number.Of(listed.Perpetual!.FundingIndex) - Number.Of(position.FundingIndex);
            settled -= new Approx(owed * quantity * money, 1e-12 * Math.Abs(quantity) * money).Rounded();
        }

        return new OracleRow(instrument, quantity, notional.Rounded(), settled, listed, expiry);
    }

    /// <summary>Collateral of a value that moves with the underlying's spot.</summary>
    public static OracleRow OfCollateral(UnderlyingId underlying, Approx amount, MarketSnapshot market) => new(
        InstrumentId.Create(underlying, market.Quote, Settlement.None, default, default, InstrumentKind.Spot),
        0,
        amount,
        0,
        market.Underlyings.Single(row => row.Underlying == underlying),
        null);

    /// <summary>What is sold and not covered at each strike of a group.</summary>
    public static double Naked(IEnumerable<OracleRow> group) => group
        .Where(static row => row.Instrument.IsOption)
        .GroupBy(static row => row.Instrument.Strike)
        .Sum(static strike => Math.Max(0, -strike.Sum(static row => row.Quantity)));

    private static Approx Profit(bool coin, double mark, double entry, double quantity, double money)
    {
        double move = (mark - entry) * quantity * money;
        return new Approx(
            coin ? move / mark : move, 1e-15 * Math.Abs(quantity * money * (coin ? 1 + (entry / mark) : mark + entry)))
            .Rounded();
    }

    private static double MarkOf(InstrumentId instrument, UnderlyingMarket listed, ExpiryMarket? expiry) =>
        instrument.Kind switch
        {
            InstrumentKind.Spot => Number.Of(listed.Spot),
            InstrumentKind.Perpetual => Number.Of(listed.Perpetual!.Price),
            _ => Number.Of(expiry!.SettlementPrice.Raw > 0 ? expiry.SettlementPrice : expiry.Forward),
        };
}
