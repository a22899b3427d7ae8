using Stratis.SmartContracts;

/// <content>engine/Kernel/Pricing.</content>
public sealed partial class MarginVault
{
    private const long SecondsPerYear = 31_536_000;
    private const long MaxSeconds = 1L << 33;
    private const long LeastVolatilityQ46 = 1L << 32;
    private const long MaxTotalVolatilityQ46 = 16L << 46;
    private const long MaxRatio = 1L << 62;
    private const long LeastFactorQ40 = 1L << 26;
    private const long MaxFactorQ40 = 1L << 46;
    private const long LogarithmOfOneQ40Q46 = 1_951_035_865_051_674;
    private const long MaxParameterQ46 = 1L << 56;
    private const long MaxVarianceQ46 = 20L << 46;
    private const long ReferenceSeconds = 2_592_000;

    private static long Black76SquareRootOfYears(long secondsLeft)
    {
        long clamped = SaturationBetween(secondsLeft, 0, MaxSeconds);
        return SquareRootFloor(Quotient(ShiftLeft(Wide(clamped), 92), Wide(SecondsPerYear)));
    }

    private static long Black76Years(long secondsLeft) =>
        DivideShiftFloor(SaturationBetween(secondsLeft, 0, MaxSeconds), 46, SecondsPerYear);

    private static long Black76TotalVolatility(long sigmaQ46, long sqrtTauQ46)
    {
        long vQ46 = MulShiftClamp(sigmaQ46, sqrtTauQ46, 46, MaxTotalVolatilityQ46);
        return vQ46 < 0 ? 0 : vQ46;
    }

    private static long Black76Reciprocal(long vQ46) =>
        vQ46 <= LeastVolatilityQ46 ? 0 : DivideShiftFloor(1L << 42, 42, vQ46);

    private static long CellCall(long factorQ40, long strikeRatioQ46, long logMoneynessQ46, long vQ46, long rvQ38)
    {
        long strikeRatioQ40 = CellToBoundRatioCeil(strikeRatioQ46);
        if (vQ46 <= LeastVolatilityQ46)
        {
            return CellBoundLong(true, factorQ40, strikeRatioQ40);
        }

        long callQ40 = CellBlack(factorQ40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38);
        if (callQ40 < factorQ40 - strikeRatioQ40)
        {
            return factorQ40 - strikeRatioQ40;
        }

        return callQ40 < 0 ? 0 : callQ40;
    }

    private static long CellPut(long factorQ40, long strikeRatioQ46, long logMoneynessQ46, long vQ46, long rvQ38) =>
        CellCall(factorQ40, strikeRatioQ46, logMoneynessQ46, vQ46, rvQ38)
        - factorQ40 + CellToBoundRatioCeil(strikeRatioQ46);

    private static long CellBlack(long factorQ40, long strikeRatioQ46, long logMoneynessQ46, long vQ46, long rvQ38)
    {
        long d1Q46 = MulShiftClamp(logMoneynessQ46, rvQ38, 38, 16L << 46) + BitsShiftRight(vQ46, 1);
        return NormalDistributionWeightedDifference(factorQ40, d1Q46, strikeRatioQ46, d1Q46 - vQ46);
    }

    private static long CellLinear(long factorQ40) => factorQ40 - OneQ40;

    private static long CellCoinOption(long cellQ40, long factorQ40) =>
        DivideShiftClamp(ShiftLeft(Wide(cellQ40), 40), ScenarioFactorAtLeastLeast(factorQ40), MaxRatio);

    private static long CellCoinLinear(long factorQ40)
    {
        long factor = ScenarioFactorAtLeastLeast(factorQ40);
        return DivideShiftFloor(factor - OneQ40, 40, factor);
    }

    private static long CellStrikeRatioCeil(long strike, long forward) =>
        -DivideShiftClamp(Negate(ShiftLeft(Wide(strike), 46)), forward, MaxRatio);

    private static long CellBoundRatioCeil(long strike, long forward) =>
        -DivideShiftClamp(Negate(ShiftLeft(Wide(strike), 40)), forward, MaxRatio);

    private static long CellToBoundRatioCeil(long strikeRatioQ46) => -BitsShiftRight(-strikeRatioQ46, 6);

    private static long CellUnitForward(long strike, long forward)
    {
        long leastForward = -BitsShiftRight(-strike, 22);
        return forward < leastForward ? leastForward : forward;
    }

    private static bool CellOutsideListingRange(long strike, long forward) =>
        Wide(strike) > ShiftLeft(Wide(forward), 10) || Wide(forward) > ShiftLeft(Wide(strike), 20);

    private static long CellBoundLong(bool isCall, long factorQ40, long strikeRatioQ40)
    {
        long gainQ40 = isCall ? factorQ40 - strikeRatioQ40 : strikeRatioQ40 - factorQ40;
        return gainQ40 > 0 ? gainQ40 : 0;
    }

    private static long CellBoundShort(bool isCall, long factorQ40, long strikeRatioQ40) =>
        isCall ? factorQ40 : strikeRatioQ40;

    private static long ScenarioFactorOfResidual(long residualQ40, long sigmaQ46, long sqrtHorizonQ46)
    {
        long deviationQ46 = Black76TotalVolatility(sigmaQ46, sqrtHorizonQ46);
        long exponentQ46 = MulShiftClamp(residualQ40, deviationQ46, 40, Limit60);
        long factorQ40 = ExponentialNatural(SaturationBetween(exponentQ46, -Limit60, MaxExponentQ46));
        return SaturationBetween(factorQ40, LeastFactorQ40, MaxFactorQ40);
    }

    private static long ScenarioFactorOfForward(long forward, long settledPart, long spotFactorQ40)
    {
        UInt256 open = Subtract(Wide(forward), Wide(settledPart));
        UInt256 shockedQ40 = Add(
            Multiply(open, Wide(ScenarioFactorClamped(spotFactorQ40))), ShiftLeft(Wide(settledPart), 40));
        return ScenarioFactorClamped(DivideShiftClamp(shockedQ40, forward, MaxFactorQ40));
    }

    private static long ScenarioFactorLog(long factorQ40) => LogarithmNatural(factorQ40) - LogarithmOfOneQ40Q46;

    private static long ScenarioFactorAtLeastLeast(long factorQ40) =>
        factorQ40 < LeastFactorQ40 ? LeastFactorQ40 : factorQ40;

    private static long ScenarioFactorClamped(long factorQ40) =>
        factorQ40 <= 0 ? 0 : SaturationBetween(factorQ40, LeastFactorQ40, MaxFactorQ40);

    private static long DiscountFactor(long rateQ46, long tauYearsQ46)
    {
        long exponentQ46 = MulShiftClamp(rateQ46, tauYearsQ46, 46, Limit60);
        return exponentQ46 > 0 ? ExponentialNatural(-exponentQ46) : OneQ40;
    }

    private static long DiscountLongSide(
        long baseQ40, long rateQ46, long multiplierQ40, long addQ46, long tauYearsQ46) => MulShiftClamp(
            baseQ40, DiscountGrowth(-DiscountExponent(rateQ46, multiplierQ40, addQ46, tauYearsQ46)), 40, MaxRatio);

    private static long DiscountShortSide(
        long baseQ40, long rateQ46, long multiplierQ40, long addQ46, long tauYearsQ46)
    {
        long growthQ40 = DiscountGrowth(DiscountExponent(rateQ46, multiplierQ40, addQ46, tauYearsQ46));
        long raisedQ40 = MulShiftClamp(baseQ40, growthQ40, 40, MaxRatio);
        long discountQ40 = DiscountFactor(rateQ46, tauYearsQ46);
        long inverseQ40 = discountQ40 > 0
            ? DivideShiftClamp(ShiftLeft(Wide(OneQ40), 40), discountQ40, MaxRatio)
            : MaxRatio;
        return raisedQ40 < inverseQ40 ? raisedQ40 : inverseQ40;
    }

    private static long DiscountExponent(long rateQ46, long multiplierQ40, long addQ46, long tauYearsQ46)
    {
        long multipleQ46 = rateQ46 > 0 ? MulShiftClamp(rateQ46, multiplierQ40, 40, Limit60) : 0;
        long yearlyQ46 = multipleQ46 + SaturationBetween(addQ46, -Limit60, Limit60);
        return MulShiftClamp(yearlyQ46, tauYearsQ46, 46, Limit60);
    }

    private static long DiscountGrowth(long exponentQ46) =>
        ExponentialNatural(SaturationBetween(exponentQ46, -Limit60, MaxExponentQ46));

    private static long VolatilityShockTermScale(
        long secondsLeft, long floorSeconds, long shortPowerQ46, long longPowerQ46)
    {
        long powerQ46 = secondsLeft <= ReferenceSeconds ? shortPowerQ46 : longPowerQ46;
        long term = secondsLeft > floorSeconds ? secondsLeft : floorSeconds;
        return PowerOfRatio(ReferenceSeconds, term < 1 ? 1 : term, powerQ46);
    }

    private static long VolatilityShockUp(long sigmaQ46, long rangeUpQ40, long scaleQ40, long minimumQ46)
    {
        long multiplierQ40 = OneQ40 + MulShiftClamp(rangeUpQ40, scaleQ40, 40, Limit60);
        long shockedQ46 = MulShiftClamp(sigmaQ46, multiplierQ40, 40, MaxRatio);
        return shockedQ46 > minimumQ46 ? shockedQ46 : minimumQ46;
    }

    private static long VolatilityShockDown(long sigmaQ46, long rangeDownQ40, long scaleQ40)
    {
        long multiplierQ40 = OneQ40 - MulShiftClamp(rangeDownQ40, scaleQ40, 40, Limit60);
        return multiplierQ40 > 0 ? MulShiftClamp(sigmaQ46, multiplierQ40, 40, MaxRatio) : 0;
    }

    private static long VolatilityShockSkew(
        long sigmaQ46,
        long logStrikeQ46,
        long sqrtTauQ46,
        long capSlopeQ40,
        long capBaseQ40,
        long minimumWidthQ40,
        long widthQ40,
        long widthBaseQ40,
        long widthSlopeQ40)
    {
        long capQ40 = LinearInRoot(capBaseQ40, capSlopeQ40, sqrtTauQ46);
        long scaleQ40 = LinearInRoot(widthBaseQ40, widthSlopeQ40, sqrtTauQ46);
        long spreadQ40 = MulShiftClamp(MulShiftClamp(sqrtTauQ46, widthQ40, 46, Limit60), scaleQ40, 40, Limit60);
        long leastQ40 = SaturationBetween(minimumWidthQ40, 1, Limit60);
        long starQ40 = spreadQ40 > leastQ40 ? spreadQ40 : leastQ40;
        long distanceQ46 = SaturationBetween(logStrikeQ46, -Limit60, Limit60);
        long magnitudeQ46 = distanceQ46 < 0 ? -distanceQ46 : distanceQ46;
        long slopeQ40 = BitsShiftRight(DivideShiftClamp(Product(magnitudeQ46, capQ40), starQ40, Limit60), 6);
        long rotationQ40 = slopeQ40 < capQ40 ? slopeQ40 : capQ40;
        long multiplierQ40 = distanceQ46 < 0 ? OneQ40 - rotationQ40 : OneQ40 + rotationQ40;
        return multiplierQ40 > 0 ? MulShiftClamp(sigmaQ46, multiplierQ40, 40, MaxRatio) : 0;
    }

    private static long LinearInRoot(long baseQ40, long slopeQ40, long sqrtTauQ46) => SaturationBetween(
        SaturationBetween(baseQ40, -Limit60, Limit60) + MulShiftClamp(slopeQ40, sqrtTauQ46, 46, Limit60),
        -Limit60,
        Limit60);

    private static long SviSmileVolatility(
        long aQ46,
        long bQ46,
        long rhoQ46,
        long mQ46,
        long sigmaQ46,
        long strike,
        long forwardSvi,
        long tauYearsQ46)
    {
        long levelQ46 = Bounded(aQ46);
        long slopeQ46 = Bounded(bQ46);
        long curvatureQ46 = Bounded(sigmaQ46);
        long squareQ46 = levelQ46 + MulShiftClamp(slopeQ46, curvatureQ46, 46, Limit60);
        long wingQ46 = 4 * (squareQ46 > 0 ? SquareRootFloor(ShiftLeft(Wide(squareQ46), 46)) : 0);
        long logStrikeQ46 = LogarithmNatural(strike) - LogarithmNatural(forwardSvi);
        long offsetQ46 = SaturationBetween(logStrikeQ46, -wingQ46, wingQ46) - Bounded(mQ46);
        long distanceQ46 = SquareRootFloor(
            Add(Product(offsetQ46, offsetQ46), Product(curvatureQ46, curvatureQ46)));
        long shapeQ46 = MulShiftClamp(Bounded(rhoQ46), offsetQ46, 46, Limit60) + distanceQ46;
        long varianceQ46 = SaturationBetween(
            levelQ46 + MulShiftClamp(slopeQ46, shapeQ46, 46, Limit60), 0, MaxVarianceQ46);
        UInt256 yearlyQ75 = Quotient(ShiftLeft(Wide(varianceQ46), 75), Wide(tauYearsQ46 < 1 ? 1 : tauYearsQ46));
        UInt256 mostQ75 = ShiftLeft(Wide(1), 108);
        return SquareRootFloor(ShiftLeft(yearlyQ75 > mostQ75 ? mostQ75 : yearlyQ75, 17));
    }

    private static long Bounded(long parameterQ46) =>
        SaturationBetween(parameterQ46, -MaxParameterQ46, MaxParameterQ46);
}
