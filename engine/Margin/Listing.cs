using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Margin;

/// <summary>
/// The strict door: what may be listed or increased. Everything it lets through is priced without an assumption.
/// Liquidation does not pass here, because a valuation that can be made to refuse is a shield for a debtor.
/// </summary>
public static class Listing
{
    /// <summary>Refuses a book that the market, the model or the kernel cannot price as it stands.</summary>
    /// <exception cref="MarginException">The first refusal, naming the row.</exception>
    public static void Check(MarketSnapshot market, ModelParameters model, ScenarioSet scenarios, Book book) =>
        Check(market, new MarginModel(model, scenarios), book);

    /// <summary>Refuses a book that the market, the model or the kernel cannot price as it stands.</summary>
    /// <exception cref="MarginException">The first refusal, naming the row.</exception>
    public static void Check(MarketSnapshot market, MarginModel margin, Book book) => Check(market, margin, book, []);

    /// <summary>
    /// The same with the account's open orders, each judged as the position that it would become. A rule that does not
    /// margin orders refuses them, since leaving them out would understate the margin.
    /// </summary>
    /// <exception cref="MarginException">The first refusal, naming the row.</exception>
    public static void Check(MarketSnapshot market, MarginModel margin, Book book, ReadOnlySpan<OpenOrder> orders)
    {
        MarginParameters model = margin.Parameters;
        ScenarioSet scenarios = RuleArray.ScenariosOf(market, margin);
        CheckModel(model);
        ModelListing.Check(model, scenarios);
        CheckPositions(market, model, scenarios, book);
        CheckCollateral(market, model, scenarios, book);
        CheckOrders(market, model, scenarios, orders);
        CheckSize(market, margin, book, orders);
    }

    /// <summary>Refuses a model that no contract recomputes: it may report, and never moves money.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ProfileNotEnforceable"/>, naming the rule or the member that only reports.
    /// </exception>
    /// <param name="model">The parameters.</param>
    /// <param name="file">The file that holds them; empty inside the engine.</param>
    public static void CheckEnforceable(MarginParameters model, string file) =>
        ModelListing.CheckEnforceable(model, file);

    /// <summary>
    /// Refuses a number outside its <see cref="ParameterRange"/>, whatever the model is used on. The ranges of the
    /// rules that only report are their readers'.
    /// </summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.ParameterOutOfRange"/>.</exception>
    public static void CheckModel(MarginParameters model)
    {
        if (model is ModelParameters portfolio)
        {
            ParameterRange.Check(portfolio, string.Empty);
        }
    }

    /// <summary>What a listing accepts but its reader should know.</summary>
    public static ListingWarnings WarningsOf(MarginModel margin) => ModelListing.WarningsOf(margin);

    private static void CheckPositions(
        MarketSnapshot market,
        MarginParameters model,
        ScenarioSet scenarios,
        Book book)
    {
        if (book.Positions.Length > Book.MaxPositions)
        {
            throw Refuse(
                ErrorCode.TooManyRows, "/positions", book.Positions.Length, $"at most {Book.MaxPositions} rows");
        }

        for (int at = 0; at < book.Positions.Length; at++)
        {
            Position position = book.Positions[at];
            string path = $"/positions/{at}";
            if (at > 0 && book.Positions[at - 1].Instrument.CompareTo(position.Instrument) >= 0)
            {
                throw Refuse(ErrorCode.UnsortedRows, path, position.Instrument.Word, "strictly ascending instruments");
            }

            CheckPosition(position, path, market, model, scenarios);
        }
    }

    private static void CheckOrders(
        MarketSnapshot market, MarginParameters model, ScenarioSet scenarios, ReadOnlySpan<OpenOrder> orders)
    {
        ModelListing.RequireOrdersMargined(model, orders.Length);
        for (int at = 0; at < orders.Length; at++)
        {
            CheckPosition(orders[at].AsPosition(default), $"/openOrders/{at}", market, model, scenarios);
        }
    }

    private static void CheckPosition(
        in Position position, string path, MarketSnapshot market, MarginParameters model, ScenarioSet scenarios)
    {
        CheckRow(position, path, model);
        UnderlyingMarket listed = ListedUnderlying(market, position.Instrument, path);
        CheckFactor(scenarios, model, listed, path);
        CheckMarket(position, path, market, listed);
    }

    private static void CheckRow(in Position position, string path, MarginParameters model)
    {
        InstrumentId instrument = position.Instrument;
        if (!instrument.IsWellFormed)
        {
            throw Refuse(ErrorCode.IdentifierMalformed, path, instrument.Word, "an instrument of version 1");
        }

        if (position.Quantity.Raw == 0)
        {
            throw Refuse(ErrorCode.QuantityZero, $"{path}/quantity", 0, "a quantity other than zero");
        }

        if (Int128.Abs(position.Quantity.Raw) >= Quantity.Limit)
        {
            throw Refuse(
                ErrorCode.QuantityTooLarge, $"{path}/quantity", position.Quantity.Raw, "less than 2^62 raw units");
        }

        if (!SettlesIn(instrument, model.Settlement))
        {
            throw Refuse(
                ErrorCode.SettlementMixed,
                path,
                instrument.SettlementAsset,
                $"instruments settled in {model.Settlement}");
        }

        bool hasEntry = position.EntryPrice.Raw != 0;
        if (hasEntry != instrument.HasEntryPrice || position.EntryPrice.Raw < 0)
        {
            string accepted = instrument.HasEntryPrice ? "a positive entry price" : "no entry price on this instrument";
            throw Refuse(ErrorCode.EntryPriceMismatch, $"{path}/entryPrice", position.EntryPrice.Raw, accepted);
        }
    }

    /// <summary>
    /// Dollars stand for each other: a snapshot in USD prices an account in a stable coin. Spot is worth its quote,
    /// which an account in coin does not hold.
    /// </summary>
    private static bool SettlesIn(InstrumentId instrument, AssetId settlement) =>
        instrument.SettlementAsset == settlement || (instrument.SettlementAsset.IsDollar && settlement.IsDollar);

    private static UnderlyingMarket ListedUnderlying(MarketSnapshot market, InstrumentId instrument, string path)
    {
        foreach (UnderlyingMarket candidate in market.Underlyings)
        {
            if (candidate.Underlying == instrument.Underlying && instrument.Quote == market.Quote)
            {
                return candidate;
            }
        }

        throw Refuse(
            ErrorCode.InstrumentMissing,
            path,
            $"{instrument.Underlying}/{instrument.Quote}",
            $"an underlying of the snapshot, quoted in {market.Quote}");
    }

    private static void CheckMarket(in Position position, string path, MarketSnapshot market, UnderlyingMarket listed)
    {
        InstrumentId instrument = position.Instrument;
        CheckPrice(listed.Spot, path, "spot");
        if (instrument.Kind == InstrumentKind.Perpetual)
        {
            PerpetualMarket perpetual = listed.Perpetual
                ?? throw Refuse(ErrorCode.InstrumentMissing, path, listed.Underlying, "an underlying with a perpetual");
            CheckPrice(perpetual.Price, path, "perpetual price");
        }

        if (instrument.Expiry.Seconds == 0)
        {
            return;
        }

        ExpiryMarket expiry = ListedExpiry(listed, instrument, path);
        CheckPrice(expiry.Forward, path, "forward");
        if (expiry.SettlementPrice.Raw != 0)
        {
            CheckPrice(expiry.SettlementPrice, path, "settlement price");
        }

        if (instrument.Expiry <= market.ObservedAt && expiry.SettlementPrice.Raw == 0)
        {
            throw Refuse(
                ErrorCode.ExpiryPassed,
                path,
                instrument.Expiry.Seconds,
                "an expiry after the snapshot, or a settlement price");
        }

        if (instrument.IsOption)
        {
            CheckOption(instrument, path, expiry);
        }
    }

    private static ExpiryMarket ListedExpiry(UnderlyingMarket listed, InstrumentId instrument, string path)
    {
        foreach (ExpiryMarket expiry in listed.Expiries)
        {
            if (expiry.Expiry == instrument.Expiry)
            {
                return expiry;
            }
        }

        throw Refuse(ErrorCode.InstrumentMissing, path, instrument.Expiry.Seconds, "an expiry of the snapshot");
    }

    private static void CheckOption(InstrumentId instrument, string path, ExpiryMarket expiry)
    {
        if (expiry.SettlementPrice.Raw == 0 && VolatilityOf.Find(expiry, instrument.Strike) < 0)
        {
            throw Refuse(
                ErrorCode.VolatilityMissing, path, instrument.Strike.Raw, "a volatility for every held strike");
        }

        Price forward = expiry.SettlementPrice.Raw == 0 ? expiry.Forward : expiry.SettlementPrice;
        if (Cell.OutsideListingRange(instrument.Strike.Raw, forward.Raw))
        {
            throw Refuse(
                ErrorCode.MoneynessOutOfRange,
                path,
                instrument.Strike.Raw,
                "a strike from forward / 2^20 to forward * 2^10");
        }
    }

    private static void CheckPrice(Price price, string path, string name)
    {
        if (price.Raw is < Price.ListingMinimum or >= Price.Limit)
        {
            throw Refuse(
                ErrorCode.PriceOutOfRange,
                path,
                $"{name} {price.Raw}",
                "a price of at least 0.01; cheaper coins trade as lots, as 1000PEPE");
        }
    }

    private static void CheckFactor(
        ScenarioSet scenarios, MarginParameters model, UnderlyingMarket listed, string path)
    {
        if (!scenarios.Factors.Contains(listed.Underlying))
        {
            throw Refuse(
                ErrorCode.ScenarioFactorMissing,
                path,
                listed.Underlying,
                $"one of {string.Join(", ", scenarios.Factors)}");
        }

        DynamicParameters dynamic = model is ModelParameters portfolio ? portfolio.Dynamic : DynamicParameters.None;
        if (listed.TodayVolatility.Raw == 0 && (scenarios.HasResiduals || !dynamic.Underlyings.IsEmpty))
        {
            throw Refuse(
                ErrorCode.VolatilityMissing,
                path,
                listed.Underlying,
                "today's volatility (todayVolatility of the market's underlying), which residuals and a dynamic model "
                + "need");
        }

        if (!dynamic.Underlyings.IsEmpty && !dynamic.Covers(listed.Underlying))
        {
            throw Refuse(
                ErrorCode.ParameterOutOfRange, path, listed.Underlying, "an underlying that the dynamic model names");
        }
    }

    private static void CheckCollateral(
        MarketSnapshot market,
        MarginParameters model,
        ScenarioSet scenarios,
        Book book)
    {
        for (int at = 0; at < book.Collateral.Length; at++)
        {
            CollateralBalance balance = book.Collateral[at];
            string path = $"/collateral/{at}";
            if (at > 0 && book.Collateral[at - 1].Asset.Letters >= balance.Asset.Letters)
            {
                throw Refuse(ErrorCode.UnsortedRows, path, balance.Asset, "strictly ascending assets");
            }

            CheckAmount(balance.Amount, path);
            bool priced = balance.Asset == model.Settlement || HasPrice(market, balance.Asset);
            if (!priced || CollateralValuation.RuleOf(model, balance.Asset) is not CollateralRule rule)
            {
                throw Refuse(
                    ErrorCode.CollateralUnknown, path, balance.Asset, "an asset with a market price and a haircut");
            }

            if (!model.Settlement.IsDollar && balance.Asset != model.Settlement)
            {
                throw Refuse(ErrorCode.SettlementMixed, path, balance.Asset, $"only {model.Settlement}");
            }

            if (rule.RiskCancels.Letters != 0)
            {
                InstrumentId spot = CollateralValuation.SpotOf(rule.RiskCancels, market.Quote);
                UnderlyingMarket listed = ListedUnderlying(market, spot, path);
                CheckPrice(listed.Spot, path, "spot");
                CheckFactor(scenarios, model, listed, path);
            }
        }
    }

    private static void CheckAmount(Quantity amount, string path)
    {
        if (amount.Raw < 0)
        {
            throw Refuse(ErrorCode.CollateralNegative, path, amount.Raw, "an amount of at least zero");
        }

        if (amount.Raw >= Quantity.Limit)
        {
            throw Refuse(ErrorCode.QuantityTooLarge, path, amount.Raw, "less than 2^62 raw units");
        }
    }

    private static bool HasPrice(MarketSnapshot market, AssetId asset)
    {
        foreach (AssetPrice price in market.Assets)
        {
            if (price.Asset == asset)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The rows' largest values must add up to less than 2^62, so that no sum saturates.</summary>
    private static void CheckSize(
        MarketSnapshot market, MarginModel model, Book book, ReadOnlySpan<OpenOrder> orders)
    {
        InstrumentId[] instruments = Resolve.Instruments(book, orders, model.Parameters, market.Quote);
        RiskArray array = RuleArray.Build(market, model, instruments);
        ResolvedBook resolved = Resolve.Account(array, book, orders);
        Int128 sum = 0;
        foreach (ResolvedRow row in resolved.Rows)
        {
            sum += (Int128.Abs(row.Notional) * LargestCell(array.CellsOf(row.RiskRow)) >> 40) + 1;
            if (sum >= Money.Limit)
            {
                throw Refuse(
                    ErrorCode.QuantityTooLarge,
                    "/positions",
                    row.Instrument.Word,
                    "positions whose largest scenario values add up to less than 2^62");
            }
        }
    }

    private static Int128 LargestCell(ReadOnlySpan<long> cells)
    {
        Int128 largest = 1L << 40;
        foreach (long cell in cells)
        {
            Int128 magnitude = Int128.Abs(cell);
            largest = magnitude > largest ? magnitude : largest;
        }

        return largest;
    }

    internal static MarginException Refuse(ErrorCode code, string path, object value, string accepted) =>
        new(code, string.Empty, path, value.ToString() ?? string.Empty, accepted);
}
