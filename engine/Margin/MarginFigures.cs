using System;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>An amount of initial margin and one of maintenance margin, raw money.</summary>
/// <param name="Initial">Initial; at least maintenance.</param>
/// <param name="Maintenance">Maintenance.</param>
public readonly record struct Staged(long Initial, long Maintenance)
{
    /// <summary>The difference, stage by stage.</summary>
    public Staged Less(Staged other) => new(Initial - other.Initial, Maintenance - other.Maintenance);
}

/// <summary>
/// The bare figures of one account: a value without references, so that a million of them cost nothing.
/// </summary>
public readonly record struct MarginFigures
{
    /// <summary>Equity, raw money.</summary>
    public long Equity { get; init; }

    /// <summary>The scan's scenario of the lowest total.</summary>
    public int WorstScenario { get; init; }

    /// <summary>The lowest total; negative is a loss.</summary>
    public long WorstTotal { get; init; }

    /// <summary>The forward contingency, at least zero.</summary>
    public long Basis { get; init; }

    /// <summary>Value at risk, at least zero; zero when the model measures no tail.</summary>
    public long ValueAtRisk { get; init; }

    /// <summary>Expected shortfall, at least zero; zero when the model measures no tail.</summary>
    public long ExpectedShortfall { get; init; }

    /// <summary>
    /// Which loss binds: <see cref="ComponentKind.Scan"/>, <see cref="ComponentKind.Basis"/> or
    /// <see cref="ComponentKind.Tail"/>; of equals the first.
    /// </summary>
    public ComponentKind Binding { get; init; }

    /// <summary>The binding loss times the multiplier, without what volatility adds.</summary>
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

    /// <summary>For concentrated positions.</summary>
    public Staged Concentration { get; init; }

    /// <summary>Option value beyond its limit.</summary>
    public Staged OptionValue { get; init; }

    /// <summary>Unsettled profit beyond its limit.</summary>
    public Staged UnrealisedProfit { get; init; }

    /// <summary>What today's volatility adds to the scan.</summary>
    public Staged Dynamic { get; init; }

    /// <summary>For the default of who stands behind collateral.</summary>
    public Staged Counterparty { get; init; }

    /// <summary>What a line of credit takes off; at most zero.</summary>
    public Staged Credit { get; init; }

    /// <summary>What the valuation had to assume.</summary>
    public Assumptions Assumed { get; init; }

    /// <summary>The binding loss times the multiplier where this loss binds, else nothing.</summary>
    public Staged BoundBy(ComponentKind kind) => kind == Binding ? Market : default;

    /// <summary>The sum of the parts' initial amounts.</summary>
    public long InitialMargin => MoneyRange.Clamp((Int128)Market.Initial + Stable.Initial + Perpetual.Initial
        + ShortOption.Initial + Confidence.Initial + Haircut.Initial + Concentration.Initial + OptionValue.Initial
        + UnrealisedProfit.Initial + Dynamic.Initial + Counterparty.Initial + Credit.Initial);

    /// <summary>The sum of the parts' maintenance amounts.</summary>
    public long MaintenanceMargin => MoneyRange.Clamp((Int128)Market.Maintenance + Stable.Maintenance
        + Perpetual.Maintenance + ShortOption.Maintenance + Confidence.Maintenance + Haircut.Maintenance
        + Concentration.Maintenance + Dynamic.Maintenance);
}
