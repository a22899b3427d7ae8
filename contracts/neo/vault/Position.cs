using System;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>One row's numbers and how a trade changes them, as contracts/Position.sol has it.</summary>
/// <remarks>
/// A trade of t units at price p keeps the value of row and cash for every mark if and only if cash changes by
/// after.quantity * after.entry - before.quantity * before.entry - t * p, whatever entry is chosen. So opening and
/// increasing average the entry (floored), reducing keeps it, crossing zero restarts it at p. Each holder's cash is
/// floored, so rounding never creates money.
/// </remarks>
internal static class Position
{
    /// <summary>Quantities and prices lie below 2^62, so that three products and a sum fit 128 bits.</summary>
    internal const long Bound = 1L << 62;

    /// <summary>Quantity times price in 1e-16 to micro-units.</summary>
    private const long PricedPerMicro = 10_000_000_000;

    /// <summary>Quantity times funding index in 1e-20 to micro-units.</summary>
    private const long FundedPerMicro = 100_000_000_000_000;

    /// <summary>1e-8 of the underlying, negative when short.</summary>
    internal static long Quantity;

    /// <summary>1e-8 of the quote; zero for options.</summary>
    internal static long EntryPrice;

    /// <summary>1e-12 of the quote for one unit, cumulative; zero unless perpetual.</summary>
    internal static long FundingIndex;

    /// <summary>The holder's cash from the last trade: profit, premium and funding, micro-units, floored.</summary>
    internal static Int128 Cash;

    /// <summary>Turns to a row's numbers.</summary>
    internal static void Open(Word packed)
    {
        Quantity = Word.Field(packed, 192);
        EntryPrice = Word.Field(packed, 128);
        FundingIndex = Word.Field(packed, 64);
    }

    /// <summary>Turns to a row that is not there.</summary>
    internal static void OpenNone()
    {
        Quantity = 0;
        EntryPrice = 0;
        FundingIndex = 0;
    }

    /// <summary>The row's word, least significant byte first.</summary>
    internal static Bytes Packed()
    {
        Bytes low = Bytes.Join(Bytes.OfEight(0), Bytes.OfEight(FundingIndex));
        return Bytes.Join(low, Bytes.Join(Bytes.OfEight(EntryPrice), Bytes.OfEight(Quantity)));
    }

    /// <summary>Adds units to the row.</summary>
    /// <param name="instrument">What is traded.</param>
    /// <param name="quantity">Units bought, negative when sold.</param>
    /// <param name="price">Price of the trade, or the entry price of a row that is taken over.</param>
    /// <param name="index">The funding index up to which those units are paid.</param>
    /// <param name="indexAfter">The index that stands for the whole row afterwards: what it differs by from the row's
    /// own and from <paramref name="index"/> is paid.</param>
    internal static void Trade(Word instrument, long quantity, long price, long index, long indexAfter)
    {
        Int128 sum = (Int128)Quantity + quantity;
        Contract.Require(sum > -Bound && sum < Bound, "QuantityTooLarge");
        long after = (long)sum;
        long entry = after == 0 || InstrumentId.IsOption(instrument) ? 0 : EntryAfter(quantity, price, after);
        Int128 priced = (sum * entry) - ((Int128)Quantity * EntryPrice) - ((Int128)quantity * price);
        Cash = FloorDivide(priced, PricedPerMicro);
        if (InstrumentId.Kind(instrument) == InstrumentId.Perpetual)
        {
            Cash += Funding(Quantity, FundingIndex, indexAfter) + Funding(quantity, index, indexAfter);
            FundingIndex = indexAfter;
        }

        Quantity = after;
        EntryPrice = entry;
    }

    /// <summary>What a holder gets when a perpetual's index moves: a rising index is paid by longs.</summary>
    private static Int128 Funding(long quantity, long from, long to) =>
        FloorDivide((Int128)quantity * ((Int128)from - to), FundedPerMicro);

    private static long EntryAfter(long quantity, long price, long after)
    {
        bool crosses = Quantity == 0 || (Quantity > 0) != (after > 0);
        if (crosses)
        {
            return price;
        }

        bool reduces = (Quantity > 0) != (quantity > 0);
        if (reduces)
        {
            return EntryPrice;
        }

        Int128 sizeBefore = Size(Quantity);
        Int128 sizeTraded = Size(quantity);
        Int128 paid = (sizeBefore * EntryPrice) + (sizeTraded * price);
        return (long)FloorDivide(paid, sizeBefore + sizeTraded);
    }

    private static Int128 Size(Int128 quantity) => quantity < 0 ? -quantity : quantity;

    /// <summary>floor(dividend / divisor) for a positive divisor.</summary>
    private static Int128 FloorDivide(Int128 dividend, Int128 divisor)
    {
        Int128 quotient = dividend / divisor;
        return dividend < 0 && quotient * divisor != dividend ? quotient - 1 : quotient;
    }
}
