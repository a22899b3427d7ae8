using System;
using System.Runtime.CompilerServices;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>The bare figures of one account under any rule: a value without references.</summary>
public struct RuleFigures
{
    private ComponentAmounts _components;

    /// <summary>Equity, raw money.</summary>
    public long Equity { get; init; }

    /// <summary>The scenario of the lowest total; zero for a rule without scenarios.</summary>
    public int WorstScenario { get; init; }

    /// <summary>The lowest total; negative is a loss.</summary>
    public long WorstTotal { get; init; }

    /// <summary>Value at risk, at least zero; zero when the model measures no tail.</summary>
    public long ValueAtRisk { get; init; }

    /// <summary>Expected shortfall, at least zero; zero when the model measures no tail.</summary>
    public long ExpectedShortfall { get; init; }

    /// <summary>What the valuation had to assume.</summary>
    public Assumptions Assumed { get; init; }

    /// <summary>The sum of the components' initial amounts.</summary>
    public readonly long InitialMargin
    {
        get
        {
            Int128 sum = 0;
            for (int kind = 0; kind < ComponentAmounts.Count; kind++)
            {
                sum += _components[kind].Initial;
            }

            return MoneyRange.Clamp(sum);
        }
    }

    /// <summary>The sum of the components' maintenance amounts.</summary>
    public readonly long MaintenanceMargin
    {
        get
        {
            Int128 sum = 0;
            for (int kind = 0; kind < ComponentAmounts.Count; kind++)
            {
                sum += _components[kind].Maintenance;
            }

            return MoneyRange.Clamp(sum);
        }
    }

    /// <summary>One component.</summary>
    /// <param name="kind">Which.</param>
    public readonly Staged this[ComponentKind kind] => _components[(int)kind];

    /// <summary>Adds to a component. Initial counts for at least maintenance.</summary>
    internal void Add(ComponentKind kind, Int128 initial, Int128 maintenance) =>
        AddApart(kind, initial > maintenance ? initial : maintenance, maintenance);

    /// <summary>Adds two amounts of which either may be the larger.</summary>
    internal void AddApart(ComponentKind kind, Int128 initial, Int128 maintenance)
    {
        Staged old = _components[(int)kind];
        _components[(int)kind] = new Staged(
            MoneyRange.Clamp(old.Initial + initial), MoneyRange.Clamp(old.Maintenance + maintenance));
    }

    /// <summary>One amount for each <see cref="ComponentKind"/>.</summary>
    [InlineArray(Count)]
    private struct ComponentAmounts
    {
        internal const int Count = 20;

        private Staged _first;
    }
}
