using System.Collections.Immutable;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;

namespace Verifiable.Engine.Margin;

/// <summary>
/// What the engine says of one account. Amounts are in the settlement currency's raw unit; a loss and a requirement are
/// positive, and requirements round up while equity rounds down.
/// </summary>
/// <param name="Equity">Cash, collateral at market, option values and unsettled profit; before any haircut.</param>
/// <param name="InitialMargin">What equity must reach to withdraw or to increase risk.</param>
/// <param name="MaintenanceMargin">Below it the account may be liquidated.</param>
/// <param name="ValueAtRisk">Loss at the model's confidence level; zero when the model measures none.</param>
/// <param name="ExpectedShortfall">Mean loss beyond that level; zero when the model measures none.</param>
/// <param name="WorstLoss">The largest loss over the scan's scenarios, at least zero.</param>
/// <param name="WorstScenario">The scan's scenario of the largest loss; the lowest index of equals.</param>
/// <param name="Assumed">What the valuation had to assume.</param>
/// <param name="Components">
/// Parts that add up to the two requirements exactly, in schema order: those of the model's rule, and with a portfolio
/// that has a tail or any optional member those too.
/// </param>
/// <param name="Totals">Profit or loss of every scenario, in scenario order.</param>
/// <param name="Explanation">
/// Each row's share of the worst scenario's profit or loss; they add up to it exactly.
/// </param>
public sealed record MarginResult(
    Money Equity,
    Money InitialMargin,
    Money MaintenanceMargin,
    Money ValueAtRisk,
    Money ExpectedShortfall,
    Money WorstLoss,
    int WorstScenario,
    Assumptions Assumed,
    ImmutableArray<MarginComponent> Components,
    ImmutableArray<Money> Totals,
    ImmutableArray<PositionContribution> Explanation)
{
    /// <summary>Equity less initial margin: what may be withdrawn, or what is missing.</summary>
    public Money Excess => new(Equity.Raw - InitialMargin.Raw);
}

/// <summary>One part of the requirements.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Initial">Its share of initial margin.</param>
/// <param name="Maintenance">Its share of maintenance margin.</param>
public readonly record struct MarginComponent(ComponentKind Kind, Money Initial, Money Maintenance);

/// <summary>Parts of a requirement, in schema order.</summary>
public enum ComponentKind
{
    /// <summary>The worst scenario, times the multiplier; zero when another loss binds.</summary>
    Scan = 0,

    /// <summary>The forward contingency, times the multiplier; zero when another loss binds.</summary>
    Basis = 1,

    /// <summary>What a lost peg adds to the multiplier.</summary>
    Stable = 2,

    /// <summary>Perpetuals at spot.</summary>
    Perpetual = 3,

    /// <summary>Naked short options at spot.</summary>
    ShortOption = 4,

    /// <summary>Size priced with little confidence.</summary>
    Confidence = 5,

    /// <summary>Collateral that does not count.</summary>
    Haircut = 6,

    /// <summary>Options of each expiry: standing alone, or what they can lose at most.</summary>
    Options = 7,

    /// <summary>Dated futures at their forward.</summary>
    Future = 8,

    /// <summary>Gains of one position that support no other.</summary>
    Isolation = 9,

    /// <summary>Futures of different expiries that may part.</summary>
    Roll = 10,

    /// <summary>A delta that the market could not absorb.</summary>
    DeltaShock = 11,

    /// <summary>Deltas of one underlying that expiries hold against each other.</summary>
    CalendarSpread = 12,

    /// <summary>Value at risk or expected shortfall, times the multiplier; zero when another loss binds.</summary>
    Tail = 13,

    /// <summary>Positions that their market could not take over at once.</summary>
    Concentration = 14,

    /// <summary>Net option value beyond its limit.</summary>
    OptionValue = 15,

    /// <summary>Net unsettled profit beyond its limit.</summary>
    UnrealisedProfit = 16,

    /// <summary>What today's volatility adds to the scan, times the multiplier.</summary>
    Dynamic = 17,

    /// <summary>The default of those who stand behind collateral.</summary>
    Counterparty = 18,

    /// <summary>What a line of credit takes off initial margin; the one part that is negative.</summary>
    Credit = 19,
}

/// <summary>One row's share of the worst scenario's profit or loss.</summary>
/// <param name="Instrument">The position, or a spot row standing for risk-cancelling collateral.</param>
/// <param name="Contribution">Its share; negative is a loss.</param>
public readonly record struct PositionContribution(InstrumentId Instrument, Money Contribution);
