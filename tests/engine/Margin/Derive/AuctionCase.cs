using System.Collections.Generic;
using System.Text.Json;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>One number of a published auction beside ours.</summary>
internal sealed record AuctionNumber(string Name, decimal Published, decimal Ours, decimal Tolerance);

/// <summary>A published auction: bids one after another on one account, each with feeds of its own.</summary>
internal sealed class AuctionCase(string name, JsonElement row, MarketsV1 setup)
{
    /// <summary>Half a raw unit of a quantity, at a price of some thousand dollars, with room.</summary>
    private const decimal QuantityRounding = 0.0001m;

    /// <summary>
    /// Earlier insolvent auctions went from nothing to a multiple of the buffered margin in as many seconds.
    /// </summary>
    private const long EarlierInsolventSeconds = 100;

    private readonly MarginModel _model = setup.UndiscountedOfFixedPoint();
    private readonly AuctionParameters _rule = setup.Auction();

    /// <summary>Every published number of the fee and of every bid.</summary>
    public IEnumerable<AuctionNumber> Numbers()
    {
        Money reserved = default;
        decimal left = 1;
        int at = 0;
        foreach (JsonElement action in row.GetProperty("Actions").EnumerateArray())
        {
            string bid = $"{name} bid {at++}";
            Bid made = new(this, action, reserved, left);
            if (at == 1 && made.IsSolvent)
            {
                yield return Fee();
            }

            foreach (AuctionNumber number in made.Numbers(bid))
            {
                yield return number;
            }

            reserved = made.ReservedAfter;
            left *= 1 - made.Taken;
        }
    }

    /// <summary>The fee is taken when the auction starts, of the portfolio as it was.</summary>
    private AuctionNumber Fee()
    {
        FixedPointCase initial = new(row.GetProperty("InitialPortfolio"));
        (Money markToMarket, Money maintenance) = Margins(initial.Inputs(_model));
        Money buffered = AuctionQuote.BufferedMargin(markToMarket, maintenance, _rule);
        Money fee = AuctionQuote.FeeCeil(buffered, markToMarket, _rule);
        return new AuctionNumber(
            $"{name} fee", CaseNumber.Of(row, "LiquidationFee"), Dollars(fee), Tolerance(initial));
    }

    private static decimal Tolerance(FixedPointCase portfolio) => DeriveCaseTests.Tolerance(0, portfolio.Terms);

    private static (Money MarkToMarket, Money Maintenance) Margins(RuleCase inputs)
    {
        MarginResult margin = inputs.Margin();
        return (margin.Equity, new Money(margin.Equity.Raw - margin.MaintenanceMargin.Raw));
    }

    private static decimal Dollars(Money amount) => amount.Raw / 1_000_000m;

    private static decimal Share(Ratio ratio) => ratio.Raw / 1_000_000_000_000m;

    /// <summary>One bid: the account before it, the price, and the account after it.</summary>
    private sealed class Bid
    {
        private readonly JsonElement _results;
        private readonly decimal _wanted;
        private readonly FixedPointCase _portfolio;
        private readonly AuctionCase _auction;
        private readonly Money _markToMarket;
        private readonly Money _maintenance;
        private readonly Money _buffered;
        private readonly Money _reserved;
        private readonly Ratio _discount;
        private readonly long _seconds;
        private readonly decimal _left;

        internal Bid(AuctionCase auction, JsonElement action, Money reserved, decimal left)
        {
            _auction = auction;
            _left = left;
            _reserved = reserved;
            _results = action.GetProperty("Results");
            _wanted = FixedPointCase.Dollars(action.GetProperty("Liquidator"), "PercentWant");
            _seconds = (long)CaseNumber.Of(action, "Time");
            _portfolio = new FixedPointCase(action.GetProperty("PortfolioAndFeeds"), _seconds);
            (_markToMarket, _maintenance) = Margins(_portfolio.Inputs(auction._model));
            _buffered = AuctionQuote.BufferedMargin(_markToMarket, _maintenance, auction._rule);
            _discount = AuctionQuote.Discount(_seconds, auction._rule);
        }

        internal Money ReservedAfter => new(_reserved.Raw + (IsSolvent ? Paid.Raw : 0));

        /// <summary>Only a solvent auction has a largest share; an earlier insolvent one has a lower bound.</summary>
        internal bool IsSolvent =>
            _results.TryGetProperty("PreFMax", out _) && !IsEarlierInsolvent;

        /// <summary>
        /// The share of what is left that the bid takes: of a solvent account at most the largest; earlier insolvent
        /// auctions count what is wanted from the whole account.
        /// </summary>
        internal decimal Taken
        {
            get
            {
                decimal share = IsEarlierInsolvent ? _wanted / _left : _wanted;
                return IsSolvent ? decimal.Min(share, Share(Most)) : share;
            }
        }

        private bool IsEarlierInsolvent => CaseNumber.Of(_results, "Lowerbound", 0) != 0;

        private Ratio Most => AuctionQuote.MaximumFraction(_buffered, _markToMarket, _reserved, _discount);

        private Money Price => AuctionQuote.Price(_markToMarket, _reserved, _discount);

        private Money Paid => CaseNumber.Money(Dollars(Price) * Taken);

        internal IEnumerable<AuctionNumber> Numbers(string bid)
        {
            yield return Of($"{bid} MtM", "PreMtM", Dollars(_markToMarket), 0);
            yield return Of($"{bid} MM", "PreMM", Dollars(_maintenance), 0);
            yield return Of($"{bid} BM", "PreBM", Dollars(_buffered), 0);
            foreach (AuctionNumber number in IsSolvent ? Solvent(bid) : Insolvent(bid))
            {
                yield return number;
            }
        }

        private IEnumerable<AuctionNumber> Solvent(string bid)
        {
            yield return Of($"{bid} largest share", "PreFMax", Share(Most), 0);
            yield return Of($"{bid} price", "ExpectedBidPrice", Dollars(Price) * Taken, 0);

            decimal reservedAfter = Dollars(ReservedAfter);
            decimal cash = ((_portfolio.Cash - Dollars(_reserved)) * (1 - Taken)) + reservedAfter;
            (Money markToMarket, Money maintenance) =
                Margins(_portfolio.Inputs(_auction._model, 1 - Taken, cash));
            Money buffered = AuctionQuote.BufferedMargin(markToMarket, maintenance, _auction._rule);
            yield return Of($"{bid} MtM after", "PostMtM", Dollars(markToMarket), QuantityRounding);
            yield return Of($"{bid} MM after", "PostMM", Dollars(maintenance), QuantityRounding);
            yield return Of($"{bid} BM after", "PostBM", Dollars(buffered), QuantityRounding);
            Ratio mostAfter = AuctionQuote.MaximumFraction(buffered, markToMarket, ReservedAfter, _discount);
            yield return Of($"{bid} largest share after", "PostFMax", Share(mostAfter), QuantityRounding);
        }

        private IEnumerable<AuctionNumber> Insolvent(string bid)
        {
            Money first = new(IsEarlierInsolvent || _markToMarket.Raw > 0 ? 0 : _markToMarket.Raw);
            Money last = IsEarlierInsolvent ? CaseNumber.Money(Published("Lowerbound")) : _maintenance;
            long length = IsEarlierInsolvent ? EarlierInsolventSeconds : _auction.Insolvent;
            Money offer = AuctionQuote.InsolventOffer(first, last, _seconds, length);
            yield return Of($"{bid} payout", "SMPayout", Dollars(offer) * _wanted, 0);

            (Money markToMarket, Money maintenance) =
                Margins(_portfolio.Inputs(_auction._model, 1 - Taken, _portfolio.Cash * (1 - Taken)));
            yield return Of($"{bid} MtM after", "PostMtM", Dollars(markToMarket), QuantityRounding);
            yield return Of($"{bid} MM after", "PostMM", Dollars(maintenance), QuantityRounding);
        }

        private decimal Published(string member) => FixedPointCase.Dollars(_results, member);

        private AuctionNumber Of(string number, string member, decimal ours, decimal rounding)
        {
            decimal published = Published(member);
            return new AuctionNumber(
                number, published, ours, DeriveCaseTests.Tolerance(published, _portfolio.Terms) + rounding);
        }
    }

    private long Insolvent => setup.InsolventSeconds;
}
