using System;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>An amount of initial margin and one of maintenance margin, raw money.</summary>
/// <param name="Initial">Initial; at least maintenance.</param>
/// <param name="Maintenance">Maintenance.</param>
public readonly record struct Staged(long Initial, long Maintenance);

/// <summary>
/// The bare figures of one account: a value without references, so that a million of them cost nothing.
/// </summary>
public readonly record struct MarginFigures
{
    /// <summary>Equity, raw money.</summary>
    public long Equity { get; init; }

    /// <summary>The scenario of the lowest total.</summary>
    public int WorstScenario { get; init; }

    /// <summary>The lowest total; negative is a loss.</summary>
    public long WorstTotal { get; init; }

    /// <summary>The forward contingency, at least zero.</summary>
    public long Basis { get; init; }

    /// <summary>Whether the forward contingency exceeds the worst scenario's loss.</summary>
    public bool BasisBinds { get; init; }

    /// <summary>The binding loss times the multiplier.</summary>
    public Staged Market { get; init; }

    /// <summary>For a lost peg.</summary>
    public Staged Stable { get; init; }

    /// <summary>For perpetuals.</summary>
    public Staged Perpetual { get; init; }

    /// <summary>For naked short options.</summary>
    public Staged ShortOption { get; init; }

    /// <summary>For little confidence.</summary>
    public Staged Confidence { get; init; }

    /// <summary>For collateral.</summary>
    public Staged Haircut { get; init; }

    /// <summary>What the valuation had to assume.</summary>
    public Assumptions Assumed { get; init; }

    /// <summary>The sum of the parts' initial amounts.</summary>
    public long InitialMargin => MoneyRange.Clamp((Int128)Market.Initial + Stable.Initial + Perpetual.Initial
        + ShortOption.Initial + Confidence.Initial + Haircut.Initial);

    /// <summary>The sum of the parts' maintenance amounts.</summary>
    public long MaintenanceMargin => MoneyRange.Clamp((Int128)Market.Maintenance + Stable.Maintenance
        + Perpetual.Maintenance + ShortOption.Maintenance + Confidence.Maintenance + Haircut.Maintenance);
}
