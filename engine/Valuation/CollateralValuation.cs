using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Valuation;

/// <summary>What collateral is worth, how it counts, and which risk it cancels. Allocates nothing.</summary>
internal static class CollateralValuation
{
    /// <summary>The asset's rule; null when the model has none.</summary>
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

    /// <summary>A balance with its value, its own trust and its rule.</summary>
    internal static ResolvedBalance Balance(RiskArray array, in CollateralBalance balance, int moneyDecimals)
    {
        bool isSettlement = balance.Asset == array.Model.Settlement;
        AssetPrice price = isSettlement ? default : PriceOf(array.Market, balance.Asset);
        long unitPrice = isSettlement
            ? Ratio.One
            : array.Model.Settlement == array.Model.StableAsset
                ? PositionValue.InStable(price.Price.Raw, StablePrice(array.Market, array.Model).Raw)
                : price.Price.Raw;
        return new ResolvedBalance(
            balance.Amount.Raw,
            PositionValue.Collateral(balance.Amount.Raw, unitPrice, moneyDecimals),
            isSettlement ? 1L << 40 : Scale.Convert(price.Confidence.Raw, 40),
            RuleOrNothing(array.Model, balance.Asset));
    }

    /// <summary>The stable coin's price; one when the snapshot does not list the coin.</summary>
    internal static Ratio StablePrice(MarketSnapshot market, MarginParameters model)
    {
        AssetPrice listed = PriceOf(market, model.StableAsset);
        return listed.Price.Raw == 0 ? new Ratio(Ratio.One) : listed.Price;
    }

    /// <summary>The instrument that risk-cancelling collateral counts as.</summary>
    internal static InstrumentId SpotOf(UnderlyingId underlying, AssetId quote) =>
        InstrumentId.Create(underlying, quote, Settlement.None, default, default, InstrumentKind.Spot);

    /// <summary>The spot row that risk-cancelling collateral stands for; null for any other.</summary>
    internal static ResolvedRow? Cancelling(RiskArray array, in ResolvedBalance balance)
    {
        if (balance.Rule.RiskCancels.Letters == 0)
        {
            return null;
        }

        InstrumentId spot = SpotOf(balance.Rule.RiskCancels, array.Market.Quote);
        int risk = array.RowOf(spot, isShort: false);
        int group = array.Rows[risk].Group;
        return new ResolvedRow(
            spot, array.Rows[risk].Place, risk, group, array.Groups[group].Underlying, 0, balance.Value, 0);
    }

    /// <summary>
    /// Haircuts, confidence and defaults of all collateral. An asset is trusted no more than the spot of any underlying
    /// that the account holds; a spot row is collateral of the asset that has the underlying's name.
    /// </summary>
    /// <param name="array">The array that the rows are bound to.</param>
    /// <param name="balances">The balances.</param>
    /// <param name="rows">The rows that are held, risk-cancelling collateral included.</param>
    /// <param name="defaults">Working memory, of the array's model.</param>
    internal static CollateralFigures FiguresOf(
        RiskArray array,
        ReadOnlySpan<ResolvedBalance> balances,
        ReadOnlySpan<ResolvedRow> rows,
        CounterpartyDefaults defaults) => FiguresOf(array, balances, rows, SpotConfidenceQ40(array, rows), defaults);

    /// <summary>The least trust in the spot of any underlying held, Q40.</summary>
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

    /// <summary>The same of some of the holdings, trusted as the whole account's are.</summary>
    internal static CollateralFigures FiguresOf(
        RiskArray array,
        ReadOnlySpan<ResolvedBalance> balances,
        ReadOnlySpan<ResolvedRow> rows,
        long spotConfidenceQ40,
        CounterpartyDefaults defaults)
    {
        CollateralFigures figures = default;
        defaults.Clear();
        foreach (ref readonly ResolvedBalance balance in balances)
        {
            defaults.Add(balance.Rule.Asset, balance.Value);
            long confidenceQ40 = Lesser(balance.ConfidenceQ40, spotConfidenceQ40);
            figures = Add(figures, array.Model, balance.Rule, balance.Value, confidenceQ40);
        }

        foreach (ref readonly ResolvedRow row in rows)
        {
            if (row.Instrument.Kind == InstrumentKind.Spot && row.Quantity != 0 && row.Side == OrderSide.Held)
            {
                AssetId asset = new(row.Instrument.Underlying.Letters);
                defaults.Add(asset, row.Notional);
                CollateralRule rule = RuleOrNothing(array.Model, asset);
                figures = Add(figures, array.Model, rule, row.Notional, spotConfidenceQ40);
            }
        }

        return figures with { Defaults = defaults.LargestSum() };
    }

    private static CollateralFigures Add(
        in CollateralFigures sum,
        ModelParameters model,
        in CollateralRule rule,
        long value,
        long confidenceQ40)
    {
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

    private static long Lesser(long left, long right) => left < right ? left : right;

    private static long Sum(long left, long right) => MoneyRange.Clamp((Int128)left + right);
}
