using System;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Liquidation;

/// <summary>
/// What a Dutch auction asks for an account and how much of it may be taken. Reports only; the vault has rules of its
/// own.
/// </summary>
/// <remarks>
/// With mark to market M, net maintenance margin m (equity less requirement) and cash R reserved by earlier bids:
/// buffered margin B = m + buffer (m - M); discount d from start to cutoff in the fast phase, then to zero in the slow
/// one, each linearly; the whole account costs (M - R) d and at most B / (B - M d - R (1 - d)) of it may be taken. An
/// insolvent account is paid for: from min(0, M) at the start to m at the end. Source: the public documentation of
/// Derive's auction.
/// </remarks>
public static class AuctionQuote
{
    /// <summary>B = m + buffer (m - M), floored.</summary>
    /// <param name="markToMarket">M.</param>
    /// <param name="netMaintenance">m; negative below maintenance.</param>
    /// <param name="rule">The auction.</param>
    public static Money BufferedMargin(Money markToMarket, Money netMaintenance, AuctionParameters rule) =>
        new(MoneyRange.Clamp((Int128)netMaintenance.Raw
            + Share((Int128)netMaintenance.Raw - markToMarket.Raw, rule.Buffer)));

    /// <summary>d after a time, floored to 1e-12; zero after both phases.</summary>
    /// <param name="elapsedSeconds">Since the start; before it counts as the start.</param>
    /// <param name="rule">The auction.</param>
    public static Ratio Discount(long elapsedSeconds, AuctionParameters rule)
    {
        long elapsed = elapsedSeconds > 0 ? elapsedSeconds : 0;
        if (elapsed < rule.FastSeconds)
        {
            return Between(rule.StartDiscount.Raw, rule.CutoffDiscount.Raw, elapsed, rule.FastSeconds);
        }

        long slow = elapsed - rule.FastSeconds;
        return slow < rule.SlowSeconds
            ? Between(rule.CutoffDiscount.Raw, 0, slow, rule.SlowSeconds)
            : default;
    }

    /// <summary>(M - R) d, floored: the price of the whole account, of which a bid pays its share.</summary>
    /// <param name="markToMarket">M.</param>
    /// <param name="reserved">R.</param>
    /// <param name="discount">d.</param>
    public static Money Price(Money markToMarket, Money reserved, Ratio discount) =>
        new(MoneyRange.Clamp(Share((Int128)markToMarket.Raw - reserved.Raw, discount)));

    /// <summary>The largest share that may be taken, floored to 1e-12, from 0 to 1.</summary>
    /// <param name="bufferedMargin">B; not negative means that nothing may be taken.</param>
    /// <param name="markToMarket">M.</param>
    /// <param name="reserved">R.</param>
    /// <param name="discount">d.</param>
    public static Ratio MaximumFraction(Money bufferedMargin, Money markToMarket, Money reserved, Ratio discount)
    {
        if (bufferedMargin.Raw >= 0)
        {
            return default;
        }

        Int128 paid = Share(markToMarket.Raw, discount) + Share(reserved.Raw, new Ratio(Ratio.One - discount.Raw));
        Int128 divisor = paid - bufferedMargin.Raw;
        Int128 whole = -(Int128)bufferedMargin.Raw;
        return divisor <= whole ? new Ratio(Ratio.One) : new Ratio((long)(whole * Ratio.One / divisor));
    }

    /// <summary>
    /// The fee at the start: the share of M that may be taken at no discount, times the fee, rounded up.
    /// </summary>
    /// <param name="bufferedMargin">B.</param>
    /// <param name="markToMarket">M.</param>
    /// <param name="rule">The auction.</param>
    public static Money FeeCeil(Money bufferedMargin, Money markToMarket, AuctionParameters rule)
    {
        Ratio fraction = MaximumFraction(bufferedMargin, markToMarket, default, new Ratio(Ratio.One));
        Int128 taken = -Share(-(Int128)markToMarket.Raw, fraction);
        Int128 fee = -Share(-taken, rule.FeeShare);
        return new Money(MoneyRange.Clamp(fee > 0 ? fee : 0));
    }

    /// <summary>
    /// From the first offer to the last, linearly, floored: what a bidder pays, negative when he is paid.
    /// </summary>
    /// <param name="first">min(0, M).</param>
    /// <param name="last">m.</param>
    /// <param name="elapsedSeconds">Since the start.</param>
    /// <param name="lengthSeconds">Of the insolvent auction.</param>
    public static Money InsolventOffer(Money first, Money last, long elapsedSeconds, long lengthSeconds)
    {
        long elapsed = elapsedSeconds > 0 ? elapsedSeconds : 0;
        return elapsed >= lengthSeconds
            ? last
            : new Money(MoneyRange.Clamp(
                first.Raw + Floor(((Int128)last.Raw - first.Raw) * elapsed, lengthSeconds)));
    }

    private static Ratio Between(long from, long to, long elapsed, long length) =>
        new((long)(from + Floor((Int128)(to - from) * elapsed, length)));

    /// <summary>floor(amount * share), the amount below 2^63.</summary>
    private static Int128 Share(Int128 amount, Ratio share) => Floor(amount * share.Raw, Ratio.One);

    private static Int128 Floor(Int128 numerator, long divisor)
    {
        Int128 quotient = numerator / divisor;
        return numerator % divisor < 0 ? quotient - 1 : quotient;
    }
}
