using System;
using Verifiable.Engine.Margin;

namespace Verifiable.Documents;

/// <summary>What a batch of accounts comes to.</summary>
/// <param name="Accounts">How many there are.</param>
/// <param name="BelowInitial">Of them, with less equity than initial margin.</param>
/// <param name="BelowMaintenance">Of those, with less than maintenance margin.</param>
/// <param name="Insolvent">Of those, with negative equity.</param>
/// <param name="Equity">The sum of all equity, raw money.</param>
/// <param name="InitialMargin">The sum of initial margins.</param>
/// <param name="MaintenanceMargin">The sum of maintenance margins.</param>
public readonly record struct BatchTotals(
    long Accounts,
    long BelowInitial,
    long BelowMaintenance,
    long Insolvent,
    Int128 Equity,
    Int128 InitialMargin,
    Int128 MaintenanceMargin)
{
    /// <summary>The totals with one account more.</summary>
    internal BatchTotals With(in RuleFigures figures)
    {
        long initial = figures.InitialMargin;
        long maintenance = figures.MaintenanceMargin;
        return new BatchTotals(
            Accounts + 1,
            BelowInitial + (figures.Equity < initial ? 1 : 0),
            BelowMaintenance + (figures.Equity < maintenance ? 1 : 0),
            Insolvent + (figures.Equity < 0 ? 1 : 0),
            Equity + figures.Equity,
            InitialMargin + initial,
            MaintenanceMargin + maintenance);
    }
}
