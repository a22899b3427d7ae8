using System;
using System.Collections.Generic;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Valuation;

/// <summary>
/// Binds a book to a risk array. The only place, with the array's builder, where units become bare numbers.
/// </summary>
public static class Resolve
{
    /// <summary>
    /// The instruments whose risk a book needs, strictly ascending: its positions, and the spot of every underlying
    /// that its collateral cancels.
    /// </summary>
    public static InstrumentId[] Instruments(Book book, MarginParameters model, AssetId quote) =>
        Instruments(book, [], model, quote);

    /// <summary>The same with the account's open orders.</summary>
    public static InstrumentId[] Instruments(
        Book book, ReadOnlySpan<OpenOrder> orders, MarginParameters model, AssetId quote)
    {
        SortedSet<InstrumentId> instruments = [];
        foreach (OpenOrder order in orders)
        {
            instruments.Add(order.Instrument);
        }

        foreach (Position position in book.Positions)
        {
            instruments.Add(position.Instrument);
        }

        foreach (CollateralBalance balance in book.Collateral)
        {
            if (RuleOf(model, balance.Asset) is CollateralRule rule && rule.RiskCancels.Letters != 0)
            {
                instruments.Add(SpotOf(rule.RiskCancels, quote));
            }
        }

        InstrumentId[] ascending = new InstrumentId[instruments.Count];
        instruments.CopyTo(ascending);
        return ascending;
    }

    /// <summary>Binds the book. Never refuses: what cannot be valued takes the stated bound and is flagged.</summary>
    /// <param name="array">Built over at least <see cref="Instruments(Book, MarginParameters, AssetId)"/> of the
    /// book.</param>
    /// <param name="book">The book.</param>
    public static ResolvedBook Account(RiskArray array, Book book) => Account(array, book, []);

    /// <summary>Binds the book and its open orders. Never refuses, as without them.</summary>
    /// <param name="array">Built over at least <see cref="Instruments(Book, MarginParameters, AssetId)"/> of
    /// both.</param>
    /// <param name="book">The book.</param>
    /// <param name="orders">Its open orders, in any order.</param>
    public static ResolvedBook Account(RiskArray array, Book book, ReadOnlySpan<OpenOrder> orders)
    {
        int moneyDecimals = Money.DecimalsOf(array.Model.Settlement);
        List<ResolvedRow> rows = new(book.Positions.Length + book.Collateral.Length + orders.Length);
        Int128 equity = book.Cash.Raw;
        Int128 unrealised = 0;
        Assumptions assumed = Assumptions.None;
        foreach (Position position in book.Positions)
        {
            ResolvedRow row = RowOf(array, position, moneyDecimals, out _);
            equity += row.Value;
            unrealised += position.Instrument.HasEntryPrice ? row.Value : 0;
            rows.Add(row);
        }

        foreach (CollateralBalance balance in book.Collateral)
        {
            long value = CollateralValue(array, balance, moneyDecimals);
            equity += value;
            AddCancelling(array, balance.Asset, value, rows);
        }

        ResolvedRow[] held = [.. rows];
        CollateralFigures collateral =
            CollateralFiguresOf(array, book.Collateral.AsSpan(), held, SpotConfidenceQ40(array, held));
        foreach (OpenOrder order in orders)
        {
            rows.Add(OrderRow.Of(array, order, moneyDecimals));
        }

        foreach (ResolvedRow row in rows)
        {
            assumed |= array.Rows[row.RiskRow].Assumed;
        }

        rows.Sort(Order);
        return new ResolvedBook(
            array,
            [.. rows],
            equity,
            unrealised,
            collateral,
            BalancesOf(array, book.Collateral.AsSpan()),
            CreditOf(array.Model, book.Account),
            assumed);
    }

    internal static ResolvedRow RowOf(RiskArray array, in Position position, int moneyDecimals, out long mark)
    {
        bool isShort = position.Quantity.Raw < 0;
        int risk = array.RowOf(position.Instrument, isShort);
        int group = array.Rows[risk].Group;
        ref readonly ExpiryTerms terms = ref array.Groups[group];
        mark = MarkOf(position, terms, isShort);
        return new ResolvedRow(
            position.Instrument,
            risk,
            group,
            terms.Underlying,
            position.Quantity.Raw,
            NotionalOf(position, mark, moneyDecimals),
            SettledValue(array, position, group, mark, moneyDecimals));
    }

    /// <summary>
    /// The order of the risk array; of one spot the position first, then collateral by value. Total, since a sort of
    /// equals would let the documents' order decide which row takes an explanation's remainder.
    /// </summary>
    private static int Order(ResolvedRow left, ResolvedRow right)
    {
        int order = left.RiskRow.CompareTo(right.RiskRow);
        order = order != 0 ? order : left.Side.CompareTo(right.Side);
        order = order != 0 ? order : (left.Quantity == 0).CompareTo(right.Quantity == 0);
        order = order != 0 ? order : left.Notional.CompareTo(right.Notional);
        return order != 0 ? order : left.TradingLoss.CompareTo(right.TradingLoss);
    }

    private static long CreditOf(ModelParameters model, Bytes32 account)
    {
        foreach (CreditLine line in model.Credit.Lines)
        {
            if (line.Account == account)
            {
                return line.Amount.Raw;
            }
        }

        return 0;
    }

    internal static CollateralRule? RuleOf(MarginParameters model, AssetId asset)
    {
        foreach (CollateralRule rule in model.Haircuts)
        {
            if (rule.Asset == asset)
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>The asset's rule; one without is refused at listing, and in valuation does not count at all.</summary>
    internal static CollateralRule RuleOrNothing(MarginParameters model, AssetId asset) => RuleOf(model, asset)
        ?? new CollateralRule(asset, new StagedRatio(default, new Ratio(Ratio.One)), default, default);

    internal static ResolvedBalance[] BalancesOf(RiskArray array, ReadOnlySpan<CollateralBalance> collateral)
    {
        int moneyDecimals = Money.DecimalsOf(array.Model.Settlement);
        ResolvedBalance[] balances = new ResolvedBalance[collateral.Length];
        for (int at = 0; at < balances.Length; at++)
        {
            CollateralBalance balance = collateral[at];
            balances[at] = new ResolvedBalance(
                balance.Amount.Raw,
                CollateralValue(array, balance, moneyDecimals),
                OwnConfidence(array, balance.Asset),
                RuleOrNothing(array.Model, balance.Asset));
        }

        return balances;
    }

    private static long OwnConfidence(RiskArray array, AssetId asset) => asset == array.Model.Settlement
        ? 1L << 40
        : Scale.Convert(PriceOf(array.Market, asset).Confidence.Raw, 40);

    internal static InstrumentId SpotOf(UnderlyingId underlying, AssetId quote) =>
        InstrumentId.Create(underlying, quote, Settlement.None, default, default, InstrumentKind.Spot);

    /// <summary>
    /// An option's notional is taken of the forward that its cells are. An unlisted perpetual or future is worth
    /// nothing to who holds it and 6 entries to who owes it.
    /// </summary>
    private static long MarkOf(in Position position, in ExpiryTerms terms, bool isShort)
    {
        if (position.Instrument.IsOption)
        {
            return Cell.UnitForward(position.Instrument.Strike.Raw, terms.Forward.Raw);
        }

        if (terms.Known)
        {
            return terms.Forward.Raw;
        }

        long stand = position.Instrument.HasEntryPrice ? position.EntryPrice.Raw : terms.Forward.Raw;
        return isShort ? MoneyRange.Clamp((Int128)stand * 6) : 0;
    }

    private static long NotionalOf(in Position position, long mark, int moneyDecimals)
    {
        InstrumentId instrument = position.Instrument;
        long quantity = position.Quantity.Raw;
        if (instrument.Settlement != Settlement.Inverse)
        {
            return PositionValue.Notional(mark, quantity, moneyDecimals);
        }

        return instrument.HasEntryPrice
            ? PositionValue.CoinNotionalAt(mark, position.EntryPrice.Raw, quantity, moneyDecimals)
            : PositionValue.CoinNotional(quantity, moneyDecimals);
    }

    private static Int128 SettledValue(RiskArray array, in Position position, int group, long mark, int moneyDecimals)
    {
        InstrumentId instrument = position.Instrument;
        long quantity = position.Quantity.Raw;
        if (instrument.IsOption)
        {
            return 0;
        }

        if (instrument.Kind == InstrumentKind.Spot)
        {
            return PositionValue.Notional(mark, quantity, moneyDecimals);
        }

        long profit = instrument.Settlement == Settlement.Inverse
            ? PositionValue.CoinProfit(mark, position.EntryPrice.Raw, quantity, moneyDecimals)
            : PositionValue.Profit(mark, position.EntryPrice.Raw, quantity, moneyDecimals);
        PerpetualMarket? perpetual = instrument.Kind == InstrumentKind.Perpetual
            ? array.Underlyings[array.Groups[group].Underlying].Market?.Perpetual
            : null;
        if (perpetual is null)
        {
            return profit;
        }

        long funding = PositionValue.FundingCeil(
            perpetual.FundingIndex.Raw, position.FundingIndex.Raw, quantity, moneyDecimals);
        return (Int128)profit - funding;
    }

    private static long CollateralValue(RiskArray array, CollateralBalance balance, int moneyDecimals)
    {
        if (balance.Asset == array.Model.Settlement)
        {
            return PositionValue.Collateral(balance.Amount.Raw, Ratio.One, moneyDecimals);
        }

        AssetPrice price = PriceOf(array.Market, balance.Asset);
        bool inStable = array.Model.Settlement == array.Model.StableAsset;
        long unitPrice = inStable
            ? PositionValue.InStable(price.Price.Raw, StablePrice(array).Raw)
            : price.Price.Raw;
        return PositionValue.Collateral(balance.Amount.Raw, unitPrice, moneyDecimals);
    }

    /// <summary>
    /// The listed price of an asset; nothing, without confidence, when the snapshot does not list it.
    /// </summary>
    private static AssetPrice PriceOf(MarketSnapshot market, AssetId asset)
    {
        foreach (AssetPrice price in market.Assets)
        {
            if (price.Asset == asset)
            {
                return price;
            }
        }

        return default;
    }

    /// <summary>The stable coin's price; one when the snapshot does not list the coin.</summary>
    internal static Ratio StablePrice(RiskArray array)
    {
        AssetPrice listed = PriceOf(array.Market, array.Model.StableAsset);
        return listed.Price.Raw == 0 ? new Ratio(Ratio.One) : listed.Price;
    }

    private static CollateralFigures Add(
        in CollateralFigures sum,
        ModelParameters model,
        AssetId asset,
        long value,
        long confidenceQ40)
    {
        CollateralRule rule = RuleOrNothing(model, asset);
        if (value <= 0)
        {
            return sum;
        }

        long confidenceShareQ40 = Confidence.ShareCeil(
            confidenceQ40,
            Scale.Convert(model.Confidence.Threshold.Raw, 40),
            Scale.Convert(rule.ConfidenceFactor.Raw, 40));
        return new CollateralFigures(
            Sum(sum.HaircutInitial, SizeContingency.ShareCeil(value, Scale.Convert(rule.Haircut.Initial.Raw, 40))),
            Sum(
                sum.HaircutMaintenance,
                SizeContingency.ShareCeil(value, Scale.Convert(rule.Haircut.Maintenance.Raw, 40))),
            Sum(sum.Confidence, SizeContingency.ShareCeil(value, confidenceShareQ40)),
            sum.Defaults);
    }

    private static void AddCancelling(RiskArray array, AssetId asset, long value, List<ResolvedRow> rows)
    {
        if (RuleOf(array.Model, asset) is not CollateralRule rule || rule.RiskCancels.Letters == 0)
        {
            return;
        }

        InstrumentId spot = SpotOf(rule.RiskCancels, array.Market.Quote);
        int risk = array.RowOf(spot, isShort: false);
        int group = array.Rows[risk].Group;
        rows.Add(new ResolvedRow(spot, risk, group, array.Groups[group].Underlying, 0, value, 0));
    }

    /// <summary>The least trust in the spot of any underlying held, Q40: no collateral is trusted more.</summary>
    internal static long SpotConfidenceQ40(RiskArray array, ReadOnlySpan<ResolvedRow> rows)
    {
        long leastQ40 = 1L << 40;
        foreach (ref readonly ResolvedRow row in rows)
        {
            Ratio confidence = array.Underlyings[row.Underlying].Market?.SpotConfidence ?? default;
            leastQ40 = Lesser(leastQ40, Scale.Convert(confidence.Raw, 40));
        }

        return leastQ40;
    }

    /// <summary>
    /// Haircuts and confidence of all collateral; a spot row is collateral of the asset that has the underlying's name.
    /// </summary>
    internal static CollateralFigures CollateralFiguresOf(
        RiskArray array,
        ReadOnlySpan<CollateralBalance> collateral,
        ReadOnlySpan<ResolvedRow> rows,
        long spotConfidenceQ40)
    {
        int moneyDecimals = Money.DecimalsOf(array.Model.Settlement);
        CollateralFigures figures = default;
        CounterpartyDefaults defaults = new(array.Model.Counterparties);
        foreach (CollateralBalance balance in collateral)
        {
            long value = CollateralValue(array, balance, moneyDecimals);
            defaults.Add(balance.Asset, value);
            long own = OwnConfidence(array, balance.Asset);
            figures = Add(figures, array.Model, balance.Asset, value, Lesser(own, spotConfidenceQ40));
        }

        foreach (ref readonly ResolvedRow row in rows)
        {
            if (row.Instrument.Kind == InstrumentKind.Spot && row.Quantity != 0 && row.Side == OrderSide.Held)
            {
                AssetId asset = new(row.Instrument.Underlying.Letters);
                defaults.Add(asset, row.Notional);
                figures = Add(figures, array.Model, asset, row.Notional, spotConfidenceQ40);
            }
        }

        return figures with { Defaults = defaults.LargestSum() };
    }

    private static long Lesser(long left, long right) => left < right ? left : right;

    private static long Sum(long left, long right) => MoneyRange.Clamp((Int128)left + right);
}
