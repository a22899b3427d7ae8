using Stratis.SmartContracts;

/// <content>engine/Kernel/Margin.</content>
public sealed partial class MarginVault
{
    private const long MoneyLimit = (1L << 62) - 1;
    private const long PpmPerOne = 1_000_000;

    private static long MoneyRangeClamp(UInt256 amount) => Clamp(amount, MoneyLimit);

    private static long MoneyRangeFloor(UInt256 product, int places) =>
        DivideShiftClamp(product, TenToThe(places), MoneyLimit);

    private static long MoneyRangeCeil(UInt256 product, int places) => -MoneyRangeFloor(Negate(product), places);

    private static long TenToThe(int places)
    {
        Assert(places >= 0 && places <= 18, Overflow);
        long power = 1;
        for (int place = 0; place < places; place++)
        {
            power *= 10;
        }

        return power;
    }

    private static long AcrossUnderlyingsLossCeil(long joint, long sumOfWorsts, long creditQ40)
    {
        long saved = sumOfWorsts - joint;
        long refusedQ40 = SaturationBetween(OneQ40 - creditQ40, 0, OneQ40);
        return saved > 0 ? joint + MulShiftCeil(saved, refusedQ40, 40) : joint;
    }

    private static long AntiProcyclicalityVolatility(
        long todayQ46, long stressedQ46, long shareQ40, long floorQ46, long bufferQ40, long releaseQ46)
    {
        long ownQ40 = SaturationBetween(OneQ40 - shareQ40, 0, OneQ40);
        long blendQ46 = VolatilityCeil(todayQ46, ownQ40) + VolatilityCeil(stressedQ46, OneQ40 - ownQ40);
        long heldQ46 = blendQ46 > floorQ46 ? blendQ46 : floorQ46;
        long bufferedQ46 = heldQ46 + VolatilityCeil(heldQ46, bufferQ40);
        long releasedQ46 = bufferedQ46 < releaseQ46 ? bufferedQ46 : releaseQ46;
        return heldQ46 > releasedQ46 ? heldQ46 : releasedQ46;
    }

    private static long AntiProcyclicalityScaleCeil(long volatilityQ46, long referenceQ46)
    {
        long divisor = referenceQ46 < 1 ? 1 : referenceQ46;
        long scaleQ40 = -DivideShiftClamp(Negate(ShiftLeft(Wide(volatilityQ46), 40)), divisor, Limit60);
        return scaleQ40 > OneQ40 ? scaleQ40 : OneQ40;
    }

    private static long VolatilityCeil(long volatilityQ46, long factorQ40) =>
        -MulShiftClamp(-volatilityQ46, factorQ40, 40, Limit60);

    private static long BasisContingencyFactorCeil(long addQ40, long multiplierQ40, long tauYearsQ46) =>
        addQ40 + MulShiftCeil(multiplierQ40, tauYearsQ46, 46);

    private static long BasisContingencyOfExpiry(
        UInt256 today, UInt256 movedUp, UInt256 movedDown, long discountQ40, long factorQ40)
    {
        UInt256 lower = movedUp < movedDown ? movedUp : movedDown;
        long loss = ExpiryTotalDiscounted(today, discountQ40) - ExpiryTotalDiscounted(lower, discountQ40);
        return loss > 0 ? -MulShiftClamp(-loss, factorQ40, 40, MoneyLimit) : 0;
    }

    private static long CollateralLimitExcess(UInt256 value, long limit)
    {
        UInt256 excess = Subtract(value, Wide(limit));
        return excess > Zero() ? MoneyRangeClamp(excess) : 0;
    }

    private static long ConcentrationShareCeil(long size, long lower, long upper, long shareQ40)
    {
        if (size <= lower)
        {
            return 0;
        }

        return size >= upper
            ? shareQ40
            : -DivideShiftClamp(Negate(Product(shareQ40, size - lower)), upper - lower, MoneyLimit);
    }

    private static long ConcentrationDeltaSizeCeil(long quantity, long upQ40, long downQ40, long widthQ40)
    {
        long size = quantity < 0 ? -quantity : quantity;
        UInt256 moved = Subtract(Wide(upQ40), Wide(downQ40));
        UInt256 magnitude = IsNegative(moved) ? Negate(moved) : moved;
        return magnitude >= Wide(widthQ40)
            ? size
            : -DivideShiftClamp(Negate(Multiply(Wide(size), magnitude)), widthQ40, MoneyLimit);
    }

    private static long ConfidenceShareCeil(long confidenceQ40, long thresholdQ40, long factorQ40) =>
        confidenceQ40 < thresholdQ40 ? MulShiftCeil(OneQ40 - confidenceQ40, factorQ40, 40) : 0;

    private static long CreditReliefOfInitial(long initial, long maintenance, long line, long floorQ40)
    {
        long share = SizeContingencyShareCeil(initial, floorQ40);
        long most = initial - (share > maintenance ? share : maintenance);
        if (most <= 0)
        {
            return 0;
        }

        return line < most ? line : most;
    }

    private static long ExpiryTotalDiscounted(UInt256 sum, long discountQ40) =>
        MulShiftClamp(MoneyRangeClamp(sum), discountQ40, 40, MoneyLimit);

    private static long ExpiryTotalShocked(UInt256 sum, long discountQ40, long longSideQ40, long shortSideQ40)
    {
        long discounted = ExpiryTotalDiscounted(sum, discountQ40);
        return MulShiftClamp(discounted, discounted >= 0 ? longSideQ40 : shortSideQ40, 40, MoneyLimit);
    }

    private static long ExpiryTotalProfit(long shocked, long today, bool rotated)
    {
        long profit = shocked - today;
        return rotated && profit > 0 ? -profit : profit;
    }

    private static long NakedShortsAtStrike(long calls, long puts)
    {
        long net = calls + puts;
        return net < 0 ? -net : 0;
    }

    private static long PositionValueNotional(long price, long quantity, int moneyDecimals) =>
        MoneyRangeFloor(Product(price, quantity), 16 - moneyDecimals);

    private static long PositionValueCoinNotional(long quantity, int moneyDecimals) =>
        MoneyRangeClamp(Product(quantity, moneyDecimals == 9 ? 10 : 1));

    private static long PositionValueCoinNotionalAt(long mark, long entry, long quantity, int moneyDecimals) =>
        FloorRatio(Product(PositionValueCoinNotional(quantity, moneyDecimals), entry), mark);

    private static long PositionValueOfCell(long notional, long cellQ40) =>
        MulShiftClamp(notional, cellQ40, 40, MoneyLimit);

    private static long PositionValueProfit(long mark, long entry, long quantity, int moneyDecimals) =>
        MoneyRangeFloor(Product(mark - entry, quantity), 16 - moneyDecimals);

    private static long PositionValueCoinProfit(long mark, long entry, long quantity, int moneyDecimals) =>
        FloorRatio(Product(PositionValueCoinNotional(quantity, moneyDecimals), mark - entry), mark);

    private static long PositionValueFundingCeil(long index, long entryIndex, long quantity, int moneyDecimals) =>
        MoneyRangeCeil(Multiply(Subtract(Wide(index), Wide(entryIndex)), Wide(quantity)), 20 - moneyDecimals);

    private static long PositionValueInStable(long price, long stablePrice) => MoneyRangeClamp(
        Quotient(Product(price, UnitsPerOne), Wide(stablePrice < 1 ? 1 : stablePrice)));

    private static long PositionValueCollateral(long amount, long price, int moneyDecimals) =>
        MoneyRangeFloor(Product(amount, price), 20 - moneyDecimals);

    private static long FloorRatio(UInt256 numerator, long divisor) =>
        MoneyRangeClamp(FloorOf(numerator, divisor < 1 ? 1 : divisor));

    private static long RequirementOfLossCeil(long loss, long multiplierQ40) =>
        -MulShiftClamp(-loss, multiplierQ40, 40, MoneyLimit);

    private static long RequirementLossOf(long total) => total < 0 ? -total : 0;

    private static long RequirementBinding(long scan, long basis, long tail)
    {
        long larger = scan > basis ? scan : basis;
        return larger > tail ? larger : tail;
    }

    private static long RequirementEquity(UInt256 parts) => MoneyRangeClamp(parts);

    private static long SizeContingencyAtSpotCeil(long spot, UInt256 size, int moneyDecimals) =>
        MoneyRangeCeil(Product(spot, MoneyRangeClamp(size)), 16 - moneyDecimals);

    private static long SizeContingencyShareCeil(long amount, long shareQ40) =>
        -MulShiftClamp(-amount, shareQ40, 40, MoneyLimit);

    private static long StableContingencyMultiplierCeil(long stablePriceQ40, long thresholdQ40, long factorQ40) =>
        stablePriceQ40 < thresholdQ40 ? MulShiftCeil(thresholdQ40 - stablePriceQ40, factorQ40, 40) : 0;

    private static long UnderlyingTotalDampened(UInt256 sum, long dampeningQ40) =>
        MulShiftClamp(MoneyRangeClamp(sum), dampeningQ40, 40, MoneyLimit);

    private static long TailMeasureValueAtRisk(long[] totals, long[] weights, long confidencePpm)
    {
        long leastMass = TailMeasureLeastMass(weights, confidencePpm);
        long low = totals[0];
        long high = totals[0];
        for (int at = 1; at < totals.Length; at++)
        {
            low = totals[at] < low ? totals[at] : low;
            high = totals[at] > high ? totals[at] : high;
        }

        while (low < high)
        {
            long middle = (low + high) >> 1;
            bool suffices = MassUpTo(totals, weights, middle) >= leastMass;
            high = suffices ? middle : high;
            low = suffices ? low : middle + 1;
        }

        return -low;
    }

    private static long TailMeasureExpectedShortfall(
        long[] totals, long[] weights, long confidencePpm, long valueAtRisk)
    {
        UInt256 excess = Zero();
        for (int at = 0; at < totals.Length; at++)
        {
            long beyond = -totals[at] - valueAtRisk;
            excess = beyond > 0 ? Add(excess, Product(weights[at], beyond)) : excess;
        }

        UInt256 mass = TailMeasureTailMass(weights, confidencePpm);
        UInt256 whole = Multiply(Wide(PpmPerOne), Quotient(excess, mass));
        UInt256 rest = Multiply(Wide(PpmPerOne), Remainder(excess, mass));
        UInt256 mean = Add(whole, Quotient(Subtract(Add(rest, mass), Wide(1)), mass));
        return Narrow(Add(Wide(valueAtRisk), mean), Overflow);
    }

    private static UInt256 TailMeasureTailMass(long[] weights, long confidencePpm)
    {
        long sum = 0;
        for (int at = 0; at < weights.Length; at++)
        {
            sum += weights[at];
        }

        UInt256 mass = Product(sum, PpmPerOne - confidencePpm);
        Assert(mass > Zero(), DivisorNotPositive);
        return mass;
    }

    private static long TailMeasureLeastMass(long[] weights, long confidencePpm) => Narrow(
        Quotient(Add(TailMeasureTailMass(weights, confidencePpm), Wide(PpmPerOne - 1)), Wide(PpmPerOne)), Overflow);

    private static long MassUpTo(long[] totals, long[] weights, long total)
    {
        long mass = 0;
        for (int at = 0; at < totals.Length; at++)
        {
            mass += totals[at] <= total ? weights[at] : 0;
        }

        return mass;
    }
}
