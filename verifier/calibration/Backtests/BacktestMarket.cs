using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Calibration.Quantised;
using Verifiable.Calibration.Risk;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Backtests;

/// <summary>
/// The market of a past day as far as closes tell it. Spot, perpetual and every forward are the close; rates, funding
/// and basis are nil, trust is full. Every option has the volatility that was forecast for its underlying; what has
/// expired is settled at the first close from its expiry on. A collateral asset is worth its own close, and the
/// model's stable coin, if the history lacks it, one.
/// </summary>
internal sealed class BacktestMarket
{
    private const long RatioPerPrice = 10_000;

    private readonly HistoryDocument _history;
    private readonly string _file;
    private readonly Book _book;
    private readonly AssetId _stable;
    private readonly AssetId _settlement;

    internal BacktestMarket(HistoryDocument history, string file, MarginParameters model, Book book)
    {
        _history = history;
        _file = file;
        _book = book;
        _stable = model.StableAsset;
        _settlement = model.Settlement;
        Underlyings = BookUnderlyings.Of(book, model);
    }

    /// <summary>What the book depends on, ascending.</summary>
    internal ImmutableArray<UnderlyingId> Underlyings { get; }

    /// <summary>The snapshot at the close of a row.</summary>
    /// <param name="row">The history's row.</param>
    /// <param name="volatilities">The volatility of each underlying forecast for the next bar, per bar.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.MemberMissing"/>: a close that is needed.</exception>
    internal MarketSnapshot At(int row, IReadOnlyList<double> volatilities)
    {
        Instant observed = EndOf(row);
        Ratio trust = new(Ratio.One);
        return new MarketSnapshot(
            observed,
            _history.Quote,
            [.. _book.Collateral.Where(balance => balance.Asset != _settlement)
                .Select(balance => new AssetPrice(balance.Asset, PriceOf(balance.Asset, row), trust, observed))],
            [.. Underlyings.Select((underlying, at) => UnderlyingAt(
                underlying, row, ResidualCalibration.YearOf(volatilities[at], _history.IntervalSeconds)))]);
    }

    /// <summary>The size of all positions, gross.</summary>
    internal Money ExposureAt(int row)
    {
        Int128 sum = 0;
        int places = Price.Decimals + Quantity.Decimals - Money.DecimalsOf(_settlement);
        foreach (Position position in _book.Positions)
        {
            long price = CloseOf(position.Instrument.Underlying, row).Raw;
            Int128 size = Int128.Abs(position.Quantity.Raw);
            bool isInverse = position.Instrument.Settlement == Settlement.Inverse;
            sum += !isInverse ? size * price / PowerOfTen(places)
                : position.Instrument.HasEntryPrice ? size * 10 * position.EntryPrice.Raw / price
                : size * 10;
        }

        return new Money((long)Int128.Min(sum, Money.Limit - 1));
    }

    private UnderlyingMarket UnderlyingAt(UnderlyingId underlying, int row, Volatility today)
    {
        Instant observed = EndOf(row);
        Ratio trust = new(Ratio.One);
        Price close = CloseOf(underlying, row);
        InstrumentId[] held = [.. _book.Positions.Select(static position => position.Instrument)
            .Where(instrument => instrument.Underlying == underlying)];
        Ratio[] funding = [.. _book.Positions
            .Where(position => position.Instrument.Underlying == underlying
                && position.Instrument.Kind == InstrumentKind.Perpetual)
            .Select(static position => position.FundingIndex)];
        return new UnderlyingMarket(
            underlying,
            close,
            trust,
            observed,
            today,
            funding.Length == 0 ? null : new PerpetualMarket(close, funding[0], trust, observed),
            [.. held.Where(static instrument => instrument.Expiry.Seconds != 0)
                .GroupBy(static instrument => instrument.Expiry)
                .OrderBy(static expiry => expiry.Key)
                .Select(expiry => ExpiryAt(expiry, close, observed, today))]);
    }

    private ExpiryMarket ExpiryAt(
        IGrouping<Instant, InstrumentId> expiry, Price close, Instant observed, Volatility today) => new(
        expiry.Key,
        close,
        default,
        default,
        new Ratio(Ratio.One),
        observed,
        expiry.Key <= observed ? SettlementOf(expiry.First().Underlying, expiry.Key) : default,
        new VolatilitySurface(
            [.. expiry.Where(static instrument => instrument.IsOption)
                .Select(static instrument => instrument.Strike)
                .DistinctBy(static strike => strike.Raw)
                .OrderBy(static strike => strike.Raw)
                .Select(strike => new VolatilityPoint(strike, today))],
            null));

    /// <summary>The first close at or after an expiry; nothing, which listing refuses, before the history.</summary>
    private Price SettlementOf(UnderlyingId underlying, Instant expiry)
    {
        if (EndOf(0) >= expiry)
        {
            return default;
        }

        int row = 0;
        while (EndOf(row) < expiry || FindClose(underlying, row).Raw == 0)
        {
            row++;
        }

        return CloseOf(underlying, row);
    }

    private Ratio PriceOf(AssetId asset, int row)
    {
        UnderlyingId named = new(asset.Letters);
        return !_history.Assets.Contains(named) && asset == _stable
            ? new Ratio(Ratio.One)
            : new Ratio(CloseOf(named, row).Raw * RatioPerPrice);
    }

    private Price CloseOf(UnderlyingId asset, int row) => FindClose(asset, row) is { Raw: > 0 } close
        ? close
        : throw new MarginException(
            ErrorCode.MemberMissing,
            _file,
            $"{asset} {InstantText.Format(_history.Times[row])}",
            string.Empty,
            "a close of every asset that the book depends on");

    private Price FindClose(UnderlyingId asset, int row)
    {
        int column = _history.Assets.IndexOf(asset);
        return column < 0 ? default : _history.CloseOf(row, column);
    }

    private Instant EndOf(int row) => new(_history.Times[row].Seconds + _history.IntervalSeconds);

    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
