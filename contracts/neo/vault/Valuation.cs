using System;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>A book's value today and its profit or loss in one scenario, by the kernel's formulas.</summary>
/// <remarks>
/// The order of floors is the engine's, and so are the bounds of what nothing prices: held it is worth nothing, owed it
/// costs six times its forward or entry. So a valuation never refuses what the publishers dropped from a market. All
/// rows that entered are linear in the dollar; other books can only be asked about.
/// </remarks>
internal static class Valuation
{
    private const long OneQ40 = 1L << 40;
    private const long OwedUnknown = 6;
    private const int RowsHead = RowList.Head;

    private static bool _isShocked;
    private static bool _isKnown;
    private static bool _isUnscaled;
    private static long _factorQ40;
    private static long _logFactorQ46;
    private static long _spotFactorQ40;
    private static Int128 _todaySum;
    private static Int128 _scenarioSum;
    private static Int128 _underlyingSum;
    private static Int128 _total;
    private static bool _hasOptions;

    /// <summary>Value of all rows today, money.</summary>
    internal static Int128 Value;

    /// <summary>The scenario's profit or loss, money.</summary>
    internal static long Total;

    /// <summary>Values the rows today and in the scenario that is selected.</summary>
    /// <param name="rows">The canonical preimage of the rows.</param>
    /// <param name="sections">The sections of the underlyings held.</param>
    /// <param name="isWhole">Whether they are all of the market: one that none has is then not listed.</param>
    /// <param name="observedAt">The market's time, seconds.</param>
    internal static void Run(Bytes rows, Items sections, bool isWhole, long observedAt)
    {
        int count = Words.CountOf(rows);
        Bytes reversed = Bytes.Reversed(rows);
        Value = 0;
        _total = 0;
        for (int at = RowsHead; at < count; at += 2)
        {
            bool begins = RowList.Begins(reversed, count, at, InstrumentId.UnderlyingBit);
            if (begins || RowList.Begins(reversed, count, at, InstrumentId.ExpiryBit))
            {
                Word instrument = Words.At(reversed, count, at);
                CloseGroup(at > RowsHead);
                if (begins)
                {
                    CloseUnderlying(at > RowsHead);
                    OpenUnderlying(InstrumentId.Underlying(instrument), sections, isWhole);
                }

                OpenGroup(instrument, observedAt);
                if (!_isKnown && InstrumentId.Expiry(instrument) != 0)
                {
                    Market.OpenUnknown(InstrumentId.Expiry(instrument), LowestStrike(reversed, count, at));
                }
            }

            Add(Words.At(reversed, count, at), Words.At(reversed, count, at + 1));
        }

        CloseGroup(count > RowsHead);
        CloseUnderlying(count > RowsHead);
        Total = MoneyRange.Clamp(_total);
    }

    /// <summary>The lowest strike of the group that a row begins; 0 where it has no options.</summary>
    private static long LowestStrike(Bytes reversed, int count, int at)
    {
        long strike = InstrumentId.Strike(Words.At(reversed, count, at));
        while (strike == 0 && at + 2 < count && !RowList.Begins(reversed, count, at + 2, InstrumentId.ExpiryBit))
        {
            at += 2;
            strike = InstrumentId.Strike(Words.At(reversed, count, at));
        }

        return strike;
    }

    private static void OpenUnderlying(Word underlying, Items sections, bool isWhole)
    {
        _isShocked = Scenario.SelectFactor(underlying);
        if (!Market.Open(sections, underlying))
        {
            Contract.Require(isWhole, "MissingSection");
            _isShocked = false;
        }

        _spotFactorQ40 = Scenario.SpotFactorQ40(Market.TodayVolatilityQ46);
        _underlyingSum = 0;
    }

    private static void OpenGroup(Word instrument, long observedAt)
    {
        _todaySum = 0;
        _scenarioSum = 0;
        _hasOptions = false;
        bool isSpot = InstrumentId.Kind(instrument) == InstrumentId.Spot;
        long settlement = isSpot ? InstrumentId.SettlementNone : InstrumentId.SettlementLinear;
        Contract.Require(InstrumentId.Settlement(instrument) == settlement, "SettlementMixed");
        long expiry = InstrumentId.Expiry(instrument);
        _isKnown = expiry != 0
            ? Market.OpenExpiry(expiry, observedAt)
            : isSpot ? Market.OpenSpot() : Market.OpenPerpetual();
        _isKnown = _isKnown && _isShocked;
        _isUnscaled = Scenario.IsResidual && Market.TodayVolatilityQ46 == 0 && !Market.IsSettled;
        _factorQ40 = _isKnown
            ? ScenarioFactor.OfForward(Market.Forward, Market.SettledPart, _spotFactorQ40)
            : OneQ40;
        _logFactorQ46 = _factorQ40 > 0 ? ScenarioFactor.Log(_factorQ40) : 0;
    }

    private static void Add(Word instrument, Word packed)
    {
        long quantity = Word.Field(packed, 192);
        if (InstrumentId.IsOption(instrument))
        {
            bool isCall = InstrumentId.Kind(instrument) == InstrumentId.Call;
            AddOption(isCall, InstrumentId.Strike(instrument), quantity);
        }
        else
        {
            AddLinear(InstrumentId.Kind(instrument), quantity, Word.Field(packed, 128), Word.Field(packed, 64));
        }
    }

    private static void AddLinear(long kind, long quantity, long entry, long entryIndex)
    {
        long stand = kind == InstrumentId.Spot ? Market.Forward : entry;
        long mark = _isKnown ? Market.Forward : UnknownMark(stand, quantity);
        long notional = PositionValue.Notional(mark, quantity, Model.MoneyDecimals);
        long factorQ40 = _isKnown && _isUnscaled ? (quantity < 0 ? OwedUnknown * OneQ40 : 0) : _factorQ40;
        _underlyingSum += PositionValue.OfCell(notional, Cell.Linear(factorQ40));
        if (kind == InstrumentId.Spot)
        {
            Value += notional;
            return;
        }

        Value += PositionValue.Profit(mark, entry, quantity, Model.MoneyDecimals);
        if (kind == InstrumentId.Perpetual && Market.HasPerpetual)
        {
            Value -= PositionValue.FundingCeil(Market.FundingIndex(), entryIndex, quantity, Model.MoneyDecimals);
        }
    }

    private static long UnknownMark(long stand, long quantity) =>
        quantity < 0 ? MoneyRange.Clamp((Int128)stand * OwedUnknown) : 0;

    private static void AddOption(bool isCall, long strike, long quantity)
    {
        _hasOptions = true;
        long forward = Cell.UnitForward(strike, Market.Forward);
        long notional = PositionValue.Notional(forward, quantity, Model.MoneyDecimals);
        long sigmaQ46 = _isKnown ? Market.VolatilityOf(strike) : -1;
        if (sigmaQ46 < 0)
        {
            long unknownQ40 = Unknown(quantity, strike, forward);
            AddCells(notional, unknownQ40, unknownQ40);
        }
        else if (Cell.OutsideListingRange(strike, Market.Forward))
        {
            long boundRatioQ40 = Cell.BoundRatioCeil(strike, forward);
            AddCells(
                notional,
                Bound(isCall, quantity, OneQ40, boundRatioQ40),
                _isUnscaled
                    ? Unknown(quantity, strike, forward)
                    : Bound(isCall, quantity, _factorQ40, boundRatioQ40));
        }
        else
        {
            AddPriced(isCall, strike, quantity, notional, sigmaQ46);
        }
    }

    private static void AddPriced(bool isCall, long strike, long quantity, long notional, long sigmaQ46)
    {
        long ratioQ46 = Cell.StrikeRatioCeil(strike, Market.Forward);
        long moneynessQ46 = Market.LogForwardQ46 - Logarithm.Natural(strike);
        long todayQ40 = Priced(
            isCall, OneQ40, ratioQ46, moneynessQ46, Black76.TotalVolatility(sigmaQ46, Market.SqrtTauQ46));
        if (_isUnscaled)
        {
            AddCells(notional, todayQ40, Unknown(quantity, strike, Market.Forward));
            return;
        }

        long shockedQ46 = Black76.TotalVolatility(
            Scenario.Shocked(sigmaQ46, moneynessQ46, Market.TermScaleQ40, Market.SqrtTauQ46),
            Market.ScenarioSqrtTauQ46);
        AddCells(
            notional,
            todayQ40,
            Priced(isCall, _factorQ40, ratioQ46, moneynessQ46 + _logFactorQ46, shockedQ46));
    }

    /// <summary>What an option that nothing prices counts as.</summary>
    private static long Unknown(long quantity, long strike, long forward)
    {
        if (quantity >= 0)
        {
            return 0;
        }

        long boundRatioQ40 = Cell.BoundRatioCeil(strike, forward);
        return boundRatioQ40 > OwedUnknown * OneQ40 ? boundRatioQ40 : OwedUnknown * OneQ40;
    }

    private static void AddCells(long notional, long todayQ40, long shockedQ40)
    {
        _todaySum += PositionValue.OfCell(notional, todayQ40);
        _scenarioSum += PositionValue.OfCell(notional, shockedQ40);
    }

    private static long Bound(bool isCall, long quantity, long factorQ40, long boundRatioQ40) => quantity < 0
        ? Cell.BoundShort(isCall, factorQ40, boundRatioQ40)
        : Cell.BoundLong(isCall, factorQ40, boundRatioQ40);

    private static long Priced(bool isCall, long factorQ40, long ratioQ46, long moneynessQ46, long volatilityQ46)
    {
        long reciprocalQ38 = Black76.Reciprocal(volatilityQ46);
        return isCall
            ? Cell.Call(factorQ40, ratioQ46, moneynessQ46, volatilityQ46, reciprocalQ38)
            : Cell.Put(factorQ40, ratioQ46, moneynessQ46, volatilityQ46, reciprocalQ38);
    }

    private static void CloseGroup(bool isOpen)
    {
        if (!isOpen || !_hasOptions)
        {
            return;
        }

        long today = ExpiryTotal.Discounted(_todaySum, Market.DiscountQ40);
        Value += today;
        long rateQ46 = Scale.Clamp(Market.Rate + Scenario.RateShift, 46);
        long discountQ40 = Scenario.RateShift == 0
            ? Market.DiscountQ40
            : Discount.Factor(rateQ46, Market.TauYearsQ46);
        long longSideQ40 = Discount.LongSide(
            Model.LongStaticQ40, rateQ46, Model.LongMultiplierQ40, Model.LongAddQ46, Market.TauYearsQ46);
        long shortSideQ40 = Discount.ShortSide(
            Model.ShortStaticQ40, rateQ46, Model.ShortMultiplierQ40, Model.ShortAddQ46, Market.TauYearsQ46);
        long shocked = ExpiryTotal.Shocked(_scenarioSum, discountQ40, longSideQ40, shortSideQ40);
        _underlyingSum += ExpiryTotal.Profit(shocked, today, Scenario.IsRotation());
    }

    private static void CloseUnderlying(bool isOpen)
    {
        if (isOpen)
        {
            _total += UnderlyingTotal.Dampened(_underlyingSum, Scenario.DampeningQ40);
        }
    }
}
