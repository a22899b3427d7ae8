using System;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>A book's value today and its profit or loss in one scenario, by the kernel's formulas.</summary>
/// <remarks>
/// The order of floors is the engine's. The vault's rows are linear in the dollar; what else a book could hold is
/// refused here: a trade takes the rows as its attesters signed them.
/// </remarks>
internal static class Valuation
{
    private const long OneQ40 = 1L << 40;
    private const long Spot = 1;
    private const long Perpetual = 2;
    private const long Call = 4;
    private const long LinearSettlement = 1;
    private const long SpotSettlement = 0;
    private const int RowsHead = 2;
    private const int UnderlyingBit = 184;
    private const int GroupBit = 88;

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
    /// <param name="sections">A section of the market for each underlying, in the order of the rows.</param>
    /// <param name="observedAt">The market's time, seconds.</param>
    internal static void Run(Bytes rows, Items sections, long observedAt)
    {
        int count = Words.CountOf(rows);
        Bytes reversed = Bytes.Reversed(rows);
        int section = 0;
        Value = 0;
        _total = 0;
        for (int at = RowsHead; at < count; at += 2)
        {
            bool begins = Differs(reversed, count, at, UnderlyingBit);
            if (begins || Differs(reversed, count, at, GroupBit))
            {
                Word instrument = Words.At(reversed, count, at);
                CloseGroup(at > RowsHead);
                if (begins)
                {
                    CloseUnderlying(at > RowsHead);
                    OpenUnderlying(Items.At(sections, section), instrument);
                    section++;
                }

                OpenGroup(instrument, observedAt);
            }

            Add(Words.At(reversed, count, at), Words.At(reversed, count, at + 1));
        }

        CloseGroup(count > RowsHead);
        CloseUnderlying(count > RowsHead);
        Total = MoneyRange.Clamp(_total);
    }

    /// <summary>Whether a row differs from the one before it in the bits from one upwards.</summary>
    private static bool Differs(Bytes reversed, int count, int at, int bit) =>
        at == RowsHead || !Word.AreEqual(
            Word.Above(Words.At(reversed, count, at), bit), Word.Above(Words.At(reversed, count, at - 2), bit));

    private static long ExpiryOf(Word instrument) => Word.Bits(instrument, GroupBit, 40);

    private static void OpenUnderlying(Bytes section, Word instrument)
    {
        Word id = Word.ShiftedUp(Word.Lowest(Word.Above(instrument, UnderlyingBit), 64), 192);
        Market.Open(section, id);
        Scenario.SelectFactor(id);
        _spotFactorQ40 = Scenario.SpotFactorQ40(Market.TodayVolatilityQ46);
        _underlyingSum = 0;
    }

    private static void OpenGroup(Word instrument, long observedAt)
    {
        _todaySum = 0;
        _scenarioSum = 0;
        _hasOptions = false;
        long kind = Word.Bits(instrument, 16, 8);
        long settlement = Word.Bits(instrument, 128, 8);
        bool isLinear = settlement == (kind == Spot ? SpotSettlement : LinearSettlement);
        Contract.Require(isLinear, "SettlementMixed");
        long expiry = ExpiryOf(instrument);
        if (expiry == 0)
        {
            Market.OpenWithoutExpiry(kind == Perpetual);
        }
        else
        {
            Market.OpenExpiry(expiry, observedAt);
        }

        _factorQ40 = ScenarioFactor.OfForward(Market.Forward, Market.SettledPart, _spotFactorQ40);
        _logFactorQ46 = _factorQ40 > 0 ? ScenarioFactor.Log(_factorQ40) : 0;
    }

    private static void Add(Word instrument, Word packed)
    {
        long kind = Word.Bits(instrument, 16, 8);
        long quantity = Word.Field(packed, 192);
        if (kind >= Call)
        {
            AddOption(kind == Call, Word.Bits(instrument, 24, 62), quantity);
        }
        else
        {
            AddLinear(kind, quantity, Word.Field(packed, 128), Word.Field(packed, 64));
        }
    }

    private static void AddLinear(long kind, long quantity, long entry, long entryIndex)
    {
        long notional = PositionValue.Notional(Market.Forward, quantity, Model.MoneyDecimals);
        _underlyingSum += PositionValue.OfCell(notional, Cell.Linear(_factorQ40));
        if (kind == Spot)
        {
            Value += notional;
            return;
        }

        Value += PositionValue.Profit(Market.Forward, entry, quantity, Model.MoneyDecimals);
        if (kind == Perpetual)
        {
            Value -= PositionValue.FundingCeil(Market.FundingIndex(), entryIndex, quantity, Model.MoneyDecimals);
        }
    }

    private static void AddOption(bool isCall, long strike, long quantity)
    {
        _hasOptions = true;
        long forward = Cell.UnitForward(strike, Market.Forward);
        long notional = PositionValue.Notional(forward, quantity, Model.MoneyDecimals);
        long sigmaQ46 = Market.VolatilityOf(strike);
        if (Cell.OutsideListingRange(strike, Market.Forward))
        {
            long boundRatioQ40 = Cell.BoundRatioCeil(strike, forward);
            AddCells(
                notional,
                Bound(isCall, quantity, OneQ40, boundRatioQ40),
                Bound(isCall, quantity, _factorQ40, boundRatioQ40));
            return;
        }

        long ratioQ46 = Cell.StrikeRatioCeil(strike, forward);
        long moneynessQ46 = Market.LogForwardQ46 - Logarithm.Natural(strike);
        long todayQ46 = Black76.TotalVolatility(sigmaQ46, Market.SqrtTauQ46);
        long shockedQ46 = Black76.TotalVolatility(
            Scenario.Shocked(sigmaQ46, moneynessQ46, Market.TermScaleQ40, Market.SqrtTauQ46),
            Market.ScenarioSqrtTauQ46);
        AddCells(
            notional,
            Priced(isCall, OneQ40, ratioQ46, moneynessQ46, todayQ46),
            Priced(isCall, _factorQ40, ratioQ46, moneynessQ46 + _logFactorQ46, shockedQ46));
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
