using System;
using System.Collections.Immutable;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Accounts;

/// <summary>A fraction of everything that an account holds, in millionths, as the vault divides it.</summary>
/// <remarks>
/// Every part is ceil(part * fraction) with its sign: the taker gets no less of what is held and no more of what is
/// owed than its fraction, so rounding never helps the debtor. Mirrors contracts/Slice.sol.
/// </remarks>
public static class Slice
{
    /// <summary>The whole, in millionths.</summary>
    public const int Whole = 1_000_000;

    /// <summary>ceil(part * fraction / 1e6), negative for a debt or a short.</summary>
    /// <param name="part">A quantity, a balance or cash, raw.</param>
    /// <param name="fractionPpm">From 0 to <see cref="Whole"/>.</param>
    public static long PartCeil(long part, int fractionPpm)
    {
        Int128 product = (Int128)part * fractionPpm;
        Int128 quotient = product / Whole;
        return (long)(product % Whole > 0 ? quotient + 1 : quotient);
    }

    /// <summary>What an account keeps of one part: the part less <see cref="PartCeil"/>.</summary>
    /// <param name="part">A quantity, a balance or cash, raw.</param>
    /// <param name="fractionPpm">From 0 to <see cref="Whole"/>.</param>
    public static long Remaining(long part, int fractionPpm) => part - PartCeil(part, fractionPpm);

    /// <summary>floor(whole * fraction / 1e6): what a fraction costs when everything costs the whole.</summary>
    /// <param name="whole">The price of the whole account; negative only for the whole.</param>
    /// <param name="fractionPpm">From 0 to <see cref="Whole"/>.</param>
    public static Money Price(Money whole, int fractionPpm) =>
        new((long)((Int128)whole.Raw * fractionPpm / Whole));

    /// <summary>The account after a slice: rows and balances of which nothing is left are gone.</summary>
    /// <param name="book">The account before.</param>
    /// <param name="fractionPpm">From 1 to <see cref="Whole"/>.</param>
    /// <param name="received">What the account is paid.</param>
    public static Book Remaining(Book book, int fractionPpm, Money received)
    {
        ImmutableArray<Position>.Builder positions = ImmutableArray.CreateBuilder<Position>(book.Positions.Length);
        foreach (Position position in book.Positions)
        {
            long left = Remaining(position.Quantity.Raw, fractionPpm);
            if (left != 0)
            {
                positions.Add(position with { Quantity = new Quantity(left) });
            }
        }

        ImmutableArray<CollateralBalance>.Builder collateral =
            ImmutableArray.CreateBuilder<CollateralBalance>(book.Collateral.Length);
        foreach (CollateralBalance balance in book.Collateral)
        {
            long left = Remaining(balance.Amount.Raw, fractionPpm);
            if (left != 0)
            {
                collateral.Add(balance with { Amount = new Quantity(left) });
            }
        }

        return book with
        {
            Cash = new Money(Remaining(book.Cash.Raw, fractionPpm) + received.Raw),
            Collateral = collateral.ToImmutable(),
            Positions = positions.ToImmutable(),
        };
    }
}
