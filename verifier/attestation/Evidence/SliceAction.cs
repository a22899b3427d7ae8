using System;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;

namespace Verifiable.Attestation.Evidence;

/// <summary>
/// A liquidator's purchase of a fraction of an account: what the vault computes in contracts/Slice.sol.
/// </summary>
/// <param name="FractionPpm">Millionths of every row and of cash; collateral is left to the caller's chain.</param>
public sealed record SliceAction(uint FractionPpm)
{
    private const int Whole = 1_000_000;
    private const int FundedPlaces = 14;

    /// <summary>The bidder's book after the purchase.</summary>
    /// <param name="bidder">The bidder's book before.</param>
    /// <param name="debtor">The account in auction, before.</param>
    /// <param name="cost">What the bidder pays, raw money; negative when he is paid.</param>
    public Book Apply(Book bidder, Book debtor, long cost)
    {
        long cash = PartCeil(debtor.Cash.Raw) - cost;
        Book after = bidder with { Cash = new Money(bidder.Cash.Raw + cash) };
        return debtor.Positions.Aggregate(after, TakeOver);
    }

    private Book TakeOver(Book bidder, Position held)
    {
        Quantity sold = new(PartCeil(held.Quantity.Raw));
        Position before = bidder.Positions.FirstOrDefault(row => row.Instrument == held.Instrument);
        if (sold.Raw == 0)
        {
            return bidder;
        }

        if (before.Quantity.Raw == 0)
        {
            return bidder with
            {
                Positions =
                [
                    .. bidder.Positions.Append(held with { Quantity = sold }).OrderBy(static row => row.Instrument),
                ],
            };
        }

        // The row is taken at its own entry, and its funding is brought to the index of the row it joins.
        TradeAction joined = new(held.Instrument, sold, held.EntryPrice, before.FundingIndex);
        Int128 funding = (Int128)sold.Raw * ((Int128)held.FundingIndex.Raw - before.FundingIndex.Raw);
        Book after = joined.Apply(bidder);
        return after with { Cash = new Money(after.Cash.Raw + MoneyRange.Floor(funding, FundedPlaces)) };
    }

    /// <summary>ceil(part * fraction): a short or a debt is rounded towards the seller.</summary>
    private long PartCeil(long part)
    {
        Int128 product = (Int128)part * FractionPpm;
        Int128 quotient = product / Whole;
        return (long)(product % Whole > 0 ? quotient + 1 : quotient);
    }
}
