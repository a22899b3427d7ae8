using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Risk;

/// <summary>The Greeks of one resolved row: those of a unit, times its size.</summary>
internal static class RowSensitivities
{
    private const long HundredthsPerOne = 100;

    private const int DaysPerYear = 365;

    private const long GammaUnitsPerOne = 1_000_000_000_000;

    private const Assumptions Unpriced = Assumptions.InstrumentMissing | Assumptions.MoneynessBound;

    /// <summary>The sensitivities; none of what is settled or cannot be priced.</summary>
    internal static Sensitivities Of(RiskArray array, in ResolvedRow row)
    {
        ref readonly ExpiryTerms terms = ref array.Groups[row.Group];
        if (terms.IsSettled || (array.Rows[row.RiskRow].Assumed & Unpriced) != 0)
        {
            return default;
        }

        UnitGreeks unit = row.Instrument.IsOption ? UnitGreeks.OfOption(row.Instrument, terms) : UnitGreeks.Linear;
        bool isCoin = row.Instrument.Settlement == Settlement.Inverse;

        // A coin is worth less of itself as its price rises, so what settles in it bends by its own delta.
        long slopeQ46 = isCoin ? unit.CurvatureQ46 - unit.DeltaQ46 : unit.CurvatureQ46;
        long curvatureQ46 = isCoin ? slopeQ46 - unit.DeltaQ46 : slopeQ46;
        long size = SizeOf(array, row, terms);
        long value = row.Instrument.IsOption ? ValueOf(array, row, terms) : 0;
        long rateQ46 = array.DiscountsValues && terms.SqrtTauQ46 > 0 ? PositiveRate(terms) : 0;
        return new Sensitivities(
            MulShift.Clamp(size, unit.DeltaQ46, 46, MoneyRange.Limit),
            OverPrice(size, slopeQ46, terms.Forward.Raw),
            new CashSensitivities(
                MulShift.Clamp(row.Notional, unit.DeltaQ46, 46, MoneyRange.Limit),
                Over(row.Notional, curvatureQ46, HundredthsPerOne << 46),
                Over(row.Notional, unit.VegaQ56, HundredthsPerOne << 56),
                MoneyRange.Clamp(
                    (Int128)Over(value, rateQ46, (long)DaysPerYear << 46)
                        - Over(row.Notional, unit.DecayQ44, (long)DaysPerYear << 44)),
                rateQ46 > 0 ? -Over(value, terms.TauYearsQ46, HundredthsPerOne << 46) : 0));
    }

    /// <summary>
    /// How many of the underlying the row moves with, raw 1e-8: an option's and a linear position's quantity, a coin
    /// future's quantity at its entry over the mark, collateral's value over spot.
    /// </summary>
    private static long SizeOf(RiskArray array, in ResolvedRow row, in ExpiryTerms terms)
    {
        int moneyDecimals = Money.DecimalsOf(array.Model.Settlement);
        if (row.Instrument.HasEntryPrice && row.Instrument.Settlement == Settlement.Inverse)
        {
            return MoneyRange.Floor(row.Notional, moneyDecimals - Quantity.Decimals);
        }

        return row.Quantity != 0
            ? row.Quantity
            : DivideShift.Clamp(row.Notional * TenToThe(16 - moneyDecimals), terms.Forward.Raw, MoneyRange.Limit);
    }

    /// <summary>What an option is worth today, discounted, as an explanation counts it.</summary>
    private static long ValueOf(RiskArray array, in ResolvedRow row, in ExpiryTerms terms) => ExpiryTotal.Discounted(
        PositionValue.OfCell(row.Notional, array.CellsOf(row.RiskRow)[array.TodayColumn]), terms.DiscountQ40);

    /// <summary>A rate below zero does not make future money worth more, so nothing moves with it.</summary>
    private static long PositiveRate(in ExpiryTerms terms)
    {
        long rateQ46 = Scale.Clamp(terms.Listed?.Rate.Raw ?? 0, 46);
        return rateQ46 > 0 ? rateQ46 : 0;
    }

    /// <summary>floor(amount * unit / divisor), within the money range.</summary>
    private static long Over(long amount, long unit, long divisor) =>
        DivideShift.Clamp(Math.BigMul(amount, unit), divisor, MoneyRange.Limit);

    /// <summary>size * slope / price in 1e-12, floored twice: the first floor is less than one unit.</summary>
    private static long OverPrice(long size, long slopeQ46, long price)
    {
        long perUnitQ40 = DivideShift.Clamp(Math.BigMul(size, slopeQ46) >> 6, price, long.MaxValue);
        return MulShift.Clamp(perUnitQ40, GammaUnitsPerOne, 40, MoneyRange.Limit);
    }

    private static Int128 TenToThe(int places)
    {
        Int128 power = 1;
        for (int place = 0; place < places; place++)
        {
            power *= 10;
        }

        return power;
    }
}
