using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Valuation;

/// <summary>Fills a risk array, group by group and row by row, with the kernel's cells.</summary>
internal sealed class RiskArrayFill(RiskArray array)
{
    private const long OneQ40 = 1L << 40;

    private readonly long[] _spotFactorsQ40 = new long[array.Stride];
    private readonly long[] _rateShifts = new long[array.ScenarioCount];
    private readonly OptionColumns _columns = new(array.Stride);
    private readonly VolatilityColumns _volatilities = new(array);
    private readonly SideTerms _sides = new(array.Model.Discount);
    private bool _movesAsSpot;
    private long _logForwardQ46;
    private int _strike = -1;
    private long _strikeRatioQ46;
    private long _logMoneynessQ46;

    internal void Fill()
    {
        int group = -1;
        int underlying = -1;
        for (int row = 0; row < array.Rows.Length; row++)
        {
            if (array.Rows[row].Group != group)
            {
                group = array.Rows[row].Group;
                if (array.Groups[group].Underlying != underlying)
                {
                    underlying = array.Groups[group].Underlying;
                    ShockSpot(array.Underlyings[underlying]);
                }

                ShockForward(array.Groups[group]);
                ShockDiscount(group);
                long forward = array.Groups[group].Forward.Raw;
                _logForwardQ46 = forward > 0 ? Logarithm.Natural(forward) : 0;
            }

            bool owed = row > 0 && array.Rows[row].Instrument == array.Rows[row - 1].Instrument;
            FillRow(row, owed);
        }
    }

    /// <summary>Spot factors of every column: the scenarios', one, and the two basis moves; and shifts of rates.</summary>
    private void ShockSpot(UnderlyingTerms terms)
    {
        _movesAsSpot = false;
        for (int scenario = 0; scenario < array.ScenarioCount; scenario++)
        {
            _rateShifts[scenario] =
                terms.Factor < 0 ? 0 : array.Scenarios.Scenarios[scenario].Shocks[terms.Factor].RateShift.Raw;
        }

        long sqrtHorizonQ46 = Black76.SquareRootOfYears(array.Model.ResidualHorizonSeconds);
        for (int column = 0; column < array.Stride; column++)
        {
            long moveQ40 = terms.Factor < 0 ? OneQ40 : SpotMove(column, terms.Factor);
            _spotFactorsQ40[column] = terms.Factor >= 0 && IsResidual(column)
                ? ScenarioFactor.OfResidual(moveQ40, terms.SigmaQ46, sqrtHorizonQ46)
                : moveQ40;
        }
    }

    private bool IsResidual(int column) =>
        column < array.ScenarioCount && array.Scenarios.Scenarios[column].IsResidual;

    /// <summary>Forward factors of every column. Where no part of a forward is fixed it moves as the spot does, and so
    /// as the group's before.</summary>
    private void ShockForward(in ExpiryTerms terms)
    {
        bool movedAsSpot = _movesAsSpot;
        _movesAsSpot = terms.Known && terms.SettledPart.Raw == 0;
        if (movedAsSpot && _movesAsSpot)
        {
            return;
        }

        _columns.LargestFactorQ40 = 0;
        for (int column = 0; column < array.Stride; column++)
        {
            long factorQ40 = terms.Known
                ? ScenarioFactor.OfForward(terms.Forward.Raw, terms.SettledPart.Raw, _spotFactorsQ40[column])
                : OneQ40;
            _columns.FactorsQ40[column] = factorQ40;
            _columns.LogFactorsQ46[column] = factorQ40 > 0 ? ScenarioFactor.Log(factorQ40) : 0;
            _columns.LargestFactorQ40 = Max(_columns.LargestFactorQ40, factorQ40);
        }
    }

    /// <summary>The column's spot factor, or its residual.</summary>
    private long SpotMove(int column, int factor)
    {
        if (column < array.ScenarioCount)
        {
            return array.Scenarios.Scenarios[column].Shocks[factor].SpotFactorQ40;
        }

        if (column == array.TodayColumn)
        {
            return OneQ40;
        }

        BasisParameters basis = array.Model.Basis;
        return OneQ40 + Scale.Convert(column == array.UpColumn ? basis.Up.Raw : basis.Down.Raw, 40);
    }

    private void ShockDiscount(int group)
    {
        ref readonly ExpiryTerms terms = ref array.Groups[group];
        long rate = terms.Listed?.Rate.Raw ?? 0;
        int first = group * array.ScenarioCount;
        int end;
        for (int start = 0; start < array.ScenarioCount; start = end)
        {
            long shift = _rateShifts[start];
            end = EndOfShift(start);
            long rateQ46 = Scale.Clamp(rate + shift, 46);
            long discountQ40 = shift == 0 || !array.DiscountsValues
                ? terms.DiscountQ40
                : Discount.Factor(rateQ46, terms.TauYearsQ46);
            int at = first + start;
            array.ScenarioDiscounts.AsSpan(at, end - start).Fill(discountQ40);
            array.LongSides.AsSpan(at, end - start).Fill(_sides.Long(rateQ46, terms.TauYearsQ46));
            array.ShortSides.AsSpan(at, end - start).Fill(_sides.Short(rateQ46, terms.TauYearsQ46));
        }
    }

    /// <summary>The end of the scenarios that shift rates as the first of them does.</summary>
    private int EndOfShift(int start)
    {
        int end = start + 1;
        while (end < _rateShifts.Length && _rateShifts[end] == _rateShifts[start])
        {
            end++;
        }

        return end;
    }

    private void FillRow(int row, bool owed)
    {
        ref readonly RiskRow risk = ref array.Rows[row];
        Span<long> cells = array.Cells.AsSpan(row * array.Stride, array.Stride);
        if (risk.Instrument.IsOption)
        {
            FillOption(risk, cells, owed);
        }
        else
        {
            FillLinear(risk, cells, owed);
        }
    }

    private void FillLinear(in RiskRow risk, Span<long> cells, bool owed)
    {
        bool coin = risk.Instrument.Settlement == Settlement.Inverse;
        for (int column = 0; column < cells.Length; column++)
        {
            long factorQ40 = column < array.ScenarioCount ? LinearFactor(risk, column, owed) : OneQ40;
            cells[column] = coin ? Cell.CoinLinear(factorQ40) : Cell.Linear(factorQ40);
        }
    }

    /// <summary>
    /// The mark of an unlisted row is its bound already, and nothing moves it any further; but held spot also stands
    /// for collateral, whose value is not a mark, and is lost.
    /// </summary>
    private long LinearFactor(in RiskRow risk, int column, bool owed)
    {
        if (IsUnknown(risk.Assumed))
        {
            return owed || risk.Instrument.HasEntryPrice ? OneQ40 : 0;
        }

        return IsUnknown(risk.Assumed, column) ? (owed ? 6 * OneQ40 : 0) : _columns.FactorsQ40[column];
    }

    private void FillOption(in RiskRow risk, Span<long> cells, bool owed)
    {
        ref readonly ExpiryTerms terms = ref array.Groups[risk.Group];
        InstrumentId option = risk.Instrument;
        long forward = Cell.UnitForward(option.Strike.Raw, terms.Forward.Raw);
        bool isCall = option.Kind == InstrumentKind.Call;
        bool isUnknown = IsUnknown(risk.Assumed);
        if (isUnknown || (risk.Assumed & Assumptions.MoneynessBound) != 0)
        {
            long boundRatioQ40 = Cell.BoundRatioCeil(option.Strike.Raw, forward);
            for (int column = 0; column < cells.Length; column++)
            {
                cells[column] = isUnknown || IsUnknown(risk.Assumed, column)
                    ? UnknownBound(owed, boundRatioQ40)
                    : Bound(owed, isCall, _columns.FactorsQ40[column], boundRatioQ40);
            }
        }
        else
        {
            ResolveStrike(risk.Place.Strike, option, terms, forward);
            OptionCells.Fill(isCall, _strikeRatioQ46, _logMoneynessQ46, _columns, cells);
            BoundResiduals(risk.Assumed, owed, Cell.ToBoundRatioCeil(_strikeRatioQ46), cells);
        }

        if (option.Settlement == Settlement.Inverse)
        {
            for (int column = 0; column < cells.Length; column++)
            {
                cells[column] = Cell.CoinOption(cells[column], _columns.FactorsQ40[column]);
            }
        }
    }

    /// <summary>What a call and a put of one strike share.</summary>
    private void ResolveStrike(int strike, InstrumentId option, in ExpiryTerms terms, long forward)
    {
        if (strike == _strike)
        {
            return;
        }

        _strike = strike;
        _strikeRatioQ46 = Cell.StrikeRatioCeil(option.Strike.Raw, forward);
        _logMoneynessQ46 = _logForwardQ46 - Logarithm.Natural(option.Strike.Raw);
        _volatilities.Fill(terms, SigmaOf(option, terms), _logMoneynessQ46, _columns);
    }

    private static bool IsUnknown(Assumptions assumed) => (assumed & Assumptions.InstrumentMissing) != 0;

    /// <summary>Whether the column's move is a residual that nothing scales.</summary>
    private bool IsUnknown(Assumptions assumed, int column) =>
        (assumed & Assumptions.TodayVolatilityMissing) != 0 && IsResidual(column);

    /// <summary>What an option outside the range counts as, per unit of forward.</summary>
    private static long Bound(bool owed, bool isCall, long factorQ40, long boundRatioQ40) => owed
        ? Cell.BoundShort(isCall, factorQ40, boundRatioQ40)
        : Cell.BoundLong(isCall, factorQ40, boundRatioQ40);

    /// <summary>What an option that nothing prices counts as.</summary>
    private static long UnknownBound(bool owed, long boundRatioQ40) =>
        owed ? Max(boundRatioQ40, 6 * OneQ40) : 0;

    private static long Max(long left, long right) => left > right ? left : right;

    /// <summary>The bound, in the columns whose move nothing scales.</summary>
    private void BoundResiduals(Assumptions assumed, bool owed, long boundRatioQ40, Span<long> cells)
    {
        if ((assumed & Assumptions.TodayVolatilityMissing) == 0)
        {
            return;
        }

        for (int column = 0; column < cells.Length; column++)
        {
            if (IsUnknown(assumed, column))
            {
                cells[column] = UnknownBound(owed, boundRatioQ40);
            }
        }
    }

    /// <summary>The unshocked volatility; zero for an expired row, which is worth its intrinsic value.</summary>
    private static long SigmaOf(InstrumentId option, in ExpiryTerms terms) =>
        terms.SqrtTauQ46 == 0 ? 0 : VolatilityOf.Find(terms.Listed!, option.Strike);
}
