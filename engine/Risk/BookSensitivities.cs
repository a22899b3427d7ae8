using System.Collections.Immutable;
using Verifiable.Engine.Valuation;

namespace Verifiable.Engine.Risk;

/// <summary>
/// The Greeks of a book: those of the value that its equity counts, by position, by underlying, and of the account.
/// </summary>
/// <remarks>
/// Black's derivatives (Black-76) by the kernel's functions, forward by forward: a delta is against the expiry's own
/// forward, each volatility stays at its strike, and a rate that does not discount the value has no share. What is
/// settled moves no more, and what cannot be priced has none. Open orders have not traded and are left out.
/// </remarks>
/// <param name="Positions">Each row, in the order of an explanation.</param>
/// <param name="Underlyings">Each underlying, the exact sum of its rows.</param>
/// <param name="Total">The exact sum over underlyings, in money.</param>
public sealed record BookSensitivities(
    ImmutableArray<PositionSensitivities> Positions,
    ImmutableArray<UnderlyingSensitivities> Underlyings,
    CashSensitivities Total)
{
    /// <summary>The sensitivities of a book. Total, as a valuation is: no number is refused.</summary>
    /// <param name="book">The account.</param>
    public static BookSensitivities Of(ResolvedBook book)
    {
        ImmutableArray<PositionSensitivities>.Builder positions = ImmutableArray.CreateBuilder<PositionSensitivities>();
        ImmutableArray<UnderlyingSensitivities>.Builder underlyings =
            ImmutableArray.CreateBuilder<UnderlyingSensitivities>();
        CashSensitivities total = default;
        int start = 0;
        while (start < book.Rows.Length)
        {
            int end = book.EndOfUnderlying(start);
            Sensitivities sum = default;
            for (int at = start; at < end; at++)
            {
                if (book.Rows[at].Side == OrderSide.Held)
                {
                    Sensitivities own = RowSensitivities.Of(book.Array, book.Rows[at]);
                    positions.Add(new PositionSensitivities(book.Rows[at].Instrument, own));
                    sum = sum.Plus(own);
                }
            }

            underlyings.Add(new UnderlyingSensitivities(book.Rows[start].Instrument.Underlying, sum));
            total = total.Plus(sum.Cash);
            start = end;
        }

        return new BookSensitivities(positions.ToImmutable(), underlyings.ToImmutable(), total);
    }
}
