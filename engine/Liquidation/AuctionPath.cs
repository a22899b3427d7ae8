using System;
using System.Collections.Immutable;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Liquidation;

/// <summary>What an account in auction costs as time passes, and how much of it may be taken.</summary>
/// <remarks>
/// With equity E and maintenance margin M. Solvent, E > 0: the whole costs floor(E d), d falling, and at most
/// ((1 + b) M - E) / ((1 + b) M - E (1 - d)), rounded up to a millionth, may be taken. Insolvent: the whole costs
/// floor(E - g M), g rising from 0 to 1, which is negative: the taker is paid. Rules A5, A6 and A9 of the vault, whose
/// discount is in millionths where this one is in 1e-12.
/// </remarks>
public static class AuctionPath
{
    /// <summary>One moment of an auction.</summary>
    /// <param name="figures">The account.</param>
    /// <param name="rule">The auction.</param>
    /// <param name="elapsedSeconds">Since the auction, or the insolvency, began.</param>
    public static AuctionStep At(in AccountFigures figures, LiquidationRule rule, long elapsedSeconds)
    {
        if (figures.Equity <= 0)
        {
            Money last = new(MoneyRange.Clamp((Int128)figures.Equity - figures.MaintenanceMargin));
            Money offer = AuctionQuote.InsolventOffer(
                new Money(figures.Equity), last, elapsedSeconds, rule.InsolventSeconds);
            return new AuctionStep(elapsedSeconds, default, Slice.Whole, offer);
        }

        Ratio discount = AuctionQuote.Discount(elapsedSeconds, rule.Auction);
        Money whole = AuctionQuote.Price(new Money(figures.Equity), default, discount);
        Int128 buffered = (Int128)figures.MaintenanceMargin * (Ratio.One + rule.Auction.Buffer.Raw);
        return new AuctionStep(elapsedSeconds, discount, FractionCeil(buffered, figures.Equity, discount), whole);
    }

    /// <summary>The whole path: the start, each further step, the end of the fast phase, and the end.</summary>
    /// <param name="figures">The account.</param>
    /// <param name="rule">The auction.</param>
    /// <param name="stepSeconds">Between two moments; at least 1.</param>
    public static ImmutableArray<AuctionStep> Of(in AccountFigures figures, LiquidationRule rule, long stepSeconds)
    {
        bool isSolvent = figures.Equity > 0;
        long knee = isSolvent ? rule.Auction.FastSeconds : 0;
        long length = isSolvent ? knee + rule.Auction.SlowSeconds : rule.InsolventSeconds;
        ImmutableArray<AuctionStep>.Builder steps = ImmutableArray.CreateBuilder<AuctionStep>();
        for (long elapsed = 0; elapsed < length; elapsed += stepSeconds)
        {
            steps.Add(At(figures, rule, elapsed));
            if (elapsed < knee && knee < elapsed + stepSeconds && knee < length)
            {
                steps.Add(At(figures, rule, knee));
            }
        }

        steps.Add(At(figures, rule, length));
        return steps.ToImmutable();
    }

    /// <summary>
    /// ceil(1e6 (required - E) / (required - E (1 - d))), within 0 and 1e6: after this slice equity E (1 - f (1 - d))
    /// covers (1 - f) required, if requirements shrink as the book does.
    /// </summary>
    /// <param name="requiredE12">What equity has to reach, 1e-12 raw units, below 2^104.</param>
    /// <param name="equity">E, positive.</param>
    /// <param name="discount">d.</param>
    internal static int FractionCeil(Int128 requiredE12, long equity, Ratio discount)
    {
        Int128 missing = requiredE12 - ((Int128)equity * Ratio.One);
        if (missing <= 0)
        {
            return 0;
        }

        // missing <= freed, since d >= 0; the product is below 2^124.
        Int128 freed = missing + ((Int128)equity * discount.Raw);
        Int128 product = missing * Slice.Whole;
        Int128 quotient = product / freed;
        return (int)(product % freed > 0 ? quotient + 1 : quotient);
    }
}

/// <summary>What is asked at one moment.</summary>
/// <param name="ElapsedSeconds">Since the start.</param>
/// <param name="Discount">The share of equity that is asked; zero when insolvent.</param>
/// <param name="LargestFractionPpm">The most that may be taken, in millionths; all of it when insolvent.</param>
/// <param name="WholePrice">What the whole account costs; negative when the taker is paid.</param>
public readonly record struct AuctionStep(
    long ElapsedSeconds,
    Ratio Discount,
    int LargestFractionPpm,
    Money WholePrice)
{
    /// <summary>What the largest fraction costs, floored; negative when the taker is paid.</summary>
    public Money LargestPrice => Slice.Price(WholePrice, LargestFractionPpm);
}
