using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>
/// Money from a quantity and a price. Prices and quantities are raw 1e-8, so a product has 16 places.
/// </summary>
public static class PositionValue
{
    /// <summary>floor(price * quantity): what one times a risk-array cell is worth.</summary>
    /// <param name="price">Raw 1e-8 quote units.</param>
    /// <param name="quantity">Raw 1e-8, signed.</param>
    /// <param name="moneyDecimals">Places of the settlement currency.</param>
    public static long Notional(long price, long quantity, int moneyDecimals) =>
        MoneyRange.Floor(MulShift.Wide(price, quantity, 0), 16 - moneyDecimals);

    /// <summary>The notional of a coin-settled option: the quantity itself, in coin.</summary>
    /// <param name="quantity">Raw 1e-8 coins, signed.</param>
    /// <param name="moneyDecimals">Places of the coin, at least 8.</param>
    public static long CoinNotional(long quantity, int moneyDecimals)
    {
        Int128 scale = moneyDecimals == 9 ? 10 : 1;
        return MoneyRange.Clamp(quantity * scale);
    }

    /// <summary>
    /// floor(quantity * entry / mark): the coins that an inverse future moves by when the price moves by one.
    /// </summary>
    /// <param name="mark">Raw 1e-8; less than one counts as one.</param>
    /// <param name="entry">Raw 1e-8, not negative.</param>
    /// <param name="quantity">Raw 1e-8 coins at the entry price, signed.</param>
    /// <param name="moneyDecimals">Places of the coin.</param>
    public static long CoinNotionalAt(long mark, long entry, long quantity, int moneyDecimals) =>
        FloorRatio((Int128)CoinNotional(quantity, moneyDecimals) * entry, mark);

    /// <summary>floor(notional * cell).</summary>
    /// <param name="notional">Money, within <see cref="MoneyRange.Limit"/>.</param>
    /// <param name="cellQ40">A risk-array cell, magnitude at most 2^47.</param>
    public static long OfCell(long notional, long cellQ40) =>
        MulShift.Clamp(notional, cellQ40, 40, MoneyRange.Limit);

    /// <summary>floor((mark - entry) * quantity): the unsettled profit of a perpetual or future.</summary>
    public static long Profit(long mark, long entry, long quantity, int moneyDecimals) =>
        MoneyRange.Floor(MulShift.Wide(mark - entry, quantity, 0), 16 - moneyDecimals);

    /// <summary>
    /// floor(quantity * (1 - entry / mark)) in coin: an inverse future stands for quantity * entry quote units.
    /// </summary>
    /// <param name="mark">Raw 1e-8; less than one counts as one.</param>
    /// <param name="entry">Raw 1e-8, not negative.</param>
    /// <param name="quantity">Raw 1e-8 coins at the entry price, signed.</param>
    /// <param name="moneyDecimals">Places of the coin.</param>
    public static long CoinProfit(long mark, long entry, long quantity, int moneyDecimals) =>
        FloorRatio((Int128)CoinNotional(quantity, moneyDecimals) * (mark - entry), mark);

    /// <summary>
    /// ceil((index - entryIndex) * quantity): funding owed since the row was touched, against the account.
    /// </summary>
    /// <param name="index">The perpetual's cumulative funding, raw 1e-12 quote units.</param>
    /// <param name="entryIndex">The row's, raw 1e-12.</param>
    /// <param name="quantity">Raw 1e-8, signed.</param>
    /// <param name="moneyDecimals">Places of the settlement currency.</param>
    public static long FundingCeil(long index, long entryIndex, long quantity, int moneyDecimals) =>
        MoneyRange.Ceil(((Int128)index - entryIndex) * quantity, 20 - moneyDecimals);

    /// <summary>floor(price / stablePrice): an asset's price in the stable coin.</summary>
    /// <param name="price">Raw 1e-12, not negative.</param>
    /// <param name="stablePrice">Raw 1e-12; zero or less counts as one raw unit.</param>
    public static long InStable(long price, long stablePrice)
    {
        long divisor = stablePrice < 1 ? 1 : stablePrice;
        return MoneyRange.Clamp((Int128)price * 1_000_000_000_000 / divisor);
    }

    /// <summary>floor(amount * price): the value of a collateral balance.</summary>
    /// <param name="amount">Raw 1e-8.</param>
    /// <param name="price">Raw 1e-12.</param>
    /// <param name="moneyDecimals">Places of the settlement currency.</param>
    public static long Collateral(long amount, long price, int moneyDecimals) =>
        MoneyRange.Floor(MulShift.Wide(amount, price, 0), 20 - moneyDecimals);

    private static long FloorRatio(Int128 numerator, long divisor)
    {
        Int128 positive = divisor < 1 ? 1 : divisor;
        Int128 quotient = numerator / positive;
        return MoneyRange.Clamp(numerator % positive < 0 ? quotient - 1 : quotient);
    }
}
