using System;
using System.Collections.Immutable;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>What a stress leaves of an account, in raw money of the settlement currency.</summary>
/// <param name="Stress">The stress.</param>
/// <param name="Before">The account as it is.</param>
/// <param name="After">The account under stress, by the same rule.</param>
/// <param name="Worst">The row that loses most by itself; null where none loses.</param>
/// <param name="Moves">How the underlyings that the account holds moved.</param>
/// <param name="Withdrawn">What a wrong price let be withdrawn; part of the loss.</param>
/// <param name="Notes">What of the stress found nothing to act on, and what it chose, in words.</param>
public sealed record StressOutcome(
    Stress Stress,
    MarginResult Before,
    MarginResult After,
    StressRow? Worst,
    ImmutableArray<StressMove> Moves,
    Money Withdrawn,
    ImmutableArray<string> Notes)
{
    /// <summary>Equity before less equity after; negative where the account gains.</summary>
    public Money Loss => new(Before.Equity.Raw - After.Equity.Raw);

    /// <summary>Whether the account may be liquidated.</summary>
    public bool IsBelowMaintenance => After.Equity.Raw < After.MaintenanceMargin.Raw;

    /// <summary>What is missing once everything is closed: the debt that others would bear, at least zero.</summary>
    public Money Shortfall => new(Math.Max(0, -After.Equity.Raw));
}

/// <summary>One row of a book with its own loss.</summary>
/// <param name="Instrument">The position; null for a collateral balance.</param>
/// <param name="Asset">The balance's asset; zero for a position.</param>
/// <param name="Loss">Its value before less its value after; positive.</param>
public sealed record StressRow(InstrumentId? Instrument, AssetId Asset, Money Loss);
