using System;
using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Liquidation;

/// <summary>One round of a cascade; amounts are raw money, at the market on which the round valued.</summary>
/// <remarks>
/// Two identities hold exactly: EquityAfter = EquityBefore - LiquidatorGain + DebtTakenOver - Socialised, and
/// DebtTakenOver + Premium = FundPaid + Socialised + Uncovered. From one round's EquityAfter to the next one's
/// EquityBefore nothing but the market has moved.
/// </remarks>
/// <param name="Underlyings">Prices and what was sold, of each underlying that some account held.</param>
/// <param name="Liquidated">Accounts of which a slice was taken, the insolvent ones included.</param>
/// <param name="Insolvent">Accounts that went whole and left debt.</param>
/// <param name="Traded">Sum over liquidated accounts and underlyings of the delta that was taken, without sign.</param>
/// <param name="EquityBefore">Sum of all accounts' equity.</param>
/// <param name="LiquidatorGain">What solvent accounts lost: value taken less price paid.</param>
/// <param name="DebtTakenOver">Insolvent accounts' equity, without sign.</param>
/// <param name="Premium">What takers of insolvent accounts are paid for the risk, on top.</param>
/// <param name="FundPaid">What the insurance fund paid.</param>
/// <param name="Socialised">What accounts with equity paid.</param>
/// <param name="Uncovered">Bad debt that nobody could pay.</param>
/// <param name="EquityAfter">Sum of all accounts' equity on the same market.</param>
public sealed record CascadeRound(
    ImmutableArray<UnderlyingRound> Underlyings,
    int Liquidated,
    int Insolvent,
    Int128 Traded,
    Int128 EquityBefore,
    Int128 LiquidatorGain,
    Int128 DebtTakenOver,
    Int128 Premium,
    Int128 FundPaid,
    Int128 Socialised,
    Int128 Uncovered,
    Int128 EquityAfter)
{
    /// <summary>What takers of insolvent accounts have to be paid.</summary>
    public Int128 BadDebt => DebtTakenOver + Premium;
}

/// <summary>One underlying in one round.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Spot">The spot on which the round valued; zero when the market does not list it.</param>
/// <param name="Sold">Delta that liquidators sell, raw money; negative is bought.</param>
/// <param name="Move">What that moves every price of the underlying by, relative.</param>
public readonly record struct UnderlyingRound(UnderlyingId Underlying, Price Spot, Int128 Sold, Ratio Move);

/// <summary>Where a cascade stands.</summary>
public enum CascadeOutcome
{
    /// <summary>There is a round to value.</summary>
    Running = 0,

    /// <summary>The last round found no account below maintenance.</summary>
    FixedPoint = 1,

    /// <summary>The last round that is tried still liquidated.</summary>
    RoundLimit = 2,
}
