using Stratis.SmartContracts;

/// <content>One whole scenario of a book, in the engine's order of floors.</content>
public sealed partial class MarginVault
{
    private const int RowsHead = 2;
    private const int UnderlyingBytes = 9;
    private const int GroupBytes = 21;
    private const int MoneyDecimals = 6;
    private const long KindOfSpot = 1;
    private const long KindOfPerpetual = 2;
    private const long KindOfCall = 4;

    /// <summary>One scenario's profit or loss of any rows at any market, raw units of six places.</summary>
    /// <param name="rows">Rows' preimage.</param>
    /// <param name="sections">For each underlying held: a word with the number of words, then its section.</param>
    /// <param name="observedAt">The market's time, seconds.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="scenarios">The scenario set.</param>
    /// <param name="scenario">The scenario.</param>
    public long ScenarioTotal(
        byte[] rows, byte[] sections, long observedAt, byte[] parameters, byte[] scenarios, int scenario)
    {
        Shock shock = ShockOf(scenarios, scenario);
        int count = WordsOf(rows);
        int section = 0;
        UInt256 total = Zero();
        for (int at = RowsHead; at < count; at = EndOf(rows, at, UnderlyingBytes))
        {
            int words = (int)Field(sections, section, 3);
            Section market = SectionAt(sections, section + 1, rows, at);
            shock = ShockedBy(shock, scenarios, rows, at);
            shock.SpotFactorQ40 = SpotFactorOf(shock, parameters, market.TodayVolatilityQ46);
            total = Add(total, Wide(UnderlyingProfit(rows, at, market, observedAt, parameters, shock)));
            section += 1 + words;
        }

        return MoneyRangeClamp(total);
    }

    /// <summary>The first row after a run of rows that begin with the same bytes.</summary>
    private static int EndOf(byte[] rows, int at, int bytes)
    {
        int end = at + 2;
        while (end < WordsOf(rows) && AreSame(rows, at * WordBytes, rows, end * WordBytes, bytes))
        {
            end += 2;
        }

        return end;
    }

    private static long UnderlyingProfit(
        byte[] rows, int first, Section market, long observedAt, byte[] parameters, Shock shock)
    {
        UInt256 sum = Zero();
        int end = EndOf(rows, first, UnderlyingBytes);
        for (int at = first; at < end; at = EndOf(rows, at, GroupBytes))
        {
            long kind = Number(rows, (at * WordBytes) + 29, 1);
            long settlement = Number(rows, (at * WordBytes) + 15, 1);
            Assert(settlement == (kind == KindOfSpot ? 0 : 1), "SettlementMixed");
            long expiry = Number(rows, (at * WordBytes) + 16, 5);
            Expiry group = expiry == 0
                ? WithoutExpiry(market, kind == KindOfPerpetual)
                : ExpiryAt(market, expiry, observedAt, parameters);
            group.FactorQ40 = ScenarioFactorOfForward(group.Forward, group.SettledPart, shock.SpotFactorQ40);
            group.LogFactorQ46 = group.FactorQ40 > 0 ? ScenarioFactorLog(group.FactorQ40) : 0;
            sum = Add(sum, GroupProfit(rows, at, market, group, parameters, shock));
        }

        return UnderlyingTotalDampened(sum, shock.DampeningQ40);
    }

    private static UInt256 GroupProfit(
        byte[] rows, int first, Section market, Expiry group, byte[] parameters, Shock shock)
    {
        UInt256 linear = Zero();
        UInt256 today = Zero();
        UInt256 shocked = Zero();
        bool hasOptions = false;
        int end = EndOf(rows, first, GroupBytes);
        for (int at = first; at < end; at += 2)
        {
            long kind = Number(rows, (at * WordBytes) + 29, 1);
            long quantity = Field(rows, at + 1, 0);
            if (kind < KindOfCall)
            {
                long held = PositionValueNotional(group.Forward, quantity, MoneyDecimals);
                linear = Add(linear, Wide(PositionValueOfCell(held, CellLinear(group.FactorQ40))));
                continue;
            }

            hasOptions = true;
            long strike = Number(rows, (at * WordBytes) + 21, FieldBytes);
            long unit = CellUnitForward(strike, group.Forward);
            long notional = PositionValueNotional(unit, quantity, MoneyDecimals);
            Cells cells = OptionCells(kind == KindOfCall, strike, unit, quantity, market, group, parameters, shock);
            today = Add(today, Wide(PositionValueOfCell(notional, cells.TodayQ40)));
            shocked = Add(shocked, Wide(PositionValueOfCell(notional, cells.ShockedQ40)));
        }

        return hasOptions ? Add(linear, Wide(OptionsProfit(today, shocked, group, parameters, shock))) : linear;
    }

    private static Cells OptionCells(
        bool isCall,
        long strike,
        long unit,
        long quantity,
        Section market,
        Expiry group,
        byte[] parameters,
        Shock shock)
    {
        long sigmaQ46 = VolatilityOf(market, group, strike);
        Cells cells = default;
        if (CellOutsideListingRange(strike, group.Forward))
        {
            long boundQ40 = CellBoundRatioCeil(strike, unit);
            cells.TodayQ40 = BoundCell(isCall, quantity, OneQ40, boundQ40);
            cells.ShockedQ40 = BoundCell(isCall, quantity, group.FactorQ40, boundQ40);
            return cells;
        }

        long ratioQ46 = CellStrikeRatioCeil(strike, unit);
        long moneynessQ46 = group.LogForwardQ46 - LogarithmNatural(strike);
        long todayQ46 = Black76TotalVolatility(sigmaQ46, group.SqrtTauQ46);
        long shockedQ46 = Black76TotalVolatility(
            ShockedVolatility(sigmaQ46, moneynessQ46, group, parameters, shock), group.ScenarioSqrtTauQ46);
        cells.TodayQ40 = PricedCell(isCall, OneQ40, ratioQ46, moneynessQ46, todayQ46);
        cells.ShockedQ40 = PricedCell(
            isCall, group.FactorQ40, ratioQ46, moneynessQ46 + group.LogFactorQ46, shockedQ46);
        return cells;
    }

    private static long BoundCell(bool isCall, long quantity, long factorQ40, long boundQ40) => quantity < 0
        ? CellBoundShort(isCall, factorQ40, boundQ40)
        : CellBoundLong(isCall, factorQ40, boundQ40);

    private static long PricedCell(bool isCall, long factorQ40, long ratioQ46, long moneynessQ46, long volatilityQ46)
    {
        long reciprocalQ38 = Black76Reciprocal(volatilityQ46);
        return isCall
            ? CellCall(factorQ40, ratioQ46, moneynessQ46, volatilityQ46, reciprocalQ38)
            : CellPut(factorQ40, ratioQ46, moneynessQ46, volatilityQ46, reciprocalQ38);
    }

    private static long OptionsProfit(UInt256 today, UInt256 shocked, Expiry group, byte[] parameters, Shock shock)
    {
        long rateQ46 = ScaleClamp(group.Rate + shock.RateShift, 46);
        long discountQ40 =
            shock.RateShift == 0 ? group.DiscountQ40 : DiscountFactor(rateQ46, group.TauYearsQ46);
        long longSideQ40 = DiscountLongSide(
            ModelQ40(parameters, 14), rateQ46, ModelQ40(parameters, 15), ModelQ46(parameters, 16), group.TauYearsQ46);
        long shortSideQ40 = DiscountShortSide(
            ModelQ40(parameters, 17), rateQ46, ModelQ40(parameters, 18), ModelQ46(parameters, 19), group.TauYearsQ46);
        return ExpiryTotalProfit(
            ExpiryTotalShocked(shocked, discountQ40, longSideQ40, shortSideQ40),
            ExpiryTotalDiscounted(today, group.DiscountQ40),
            IsRotation(shock));
    }

    /// <summary>An option's value per unit of forward, today and in the scenario.</summary>
    private struct Cells
    {
        internal long TodayQ40;
        internal long ShockedQ40;
    }
}
