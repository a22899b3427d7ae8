using System;
using Verifiable.Engine.Vector;

namespace Verifiable.Engine.Valuation;

/// <summary>Working memory for one account at a time: allocated once, used for any number of accounts.</summary>
public sealed class AccountScratch
{
    private readonly int _scenarioCount;

    /// <summary>Memory for accounts over one risk array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="rows">Most rows of an account, open orders and risk-cancelling collateral included.</param>
    /// <param name="fastest">The fastest loop that may be used where processor and numbers allow; it changes no
    /// result.</param>
    public AccountScratch(RiskArray array, int rows, LoopKind fastest = LoopKind.Wide)
    {
        Fastest = fastest;
        Wide = fastest == LoopKind.Wide && array.Wide is not null ? new WideAccount(array.Wide) : null;
        ExpiryWords = new long[array.Stride];
        UnderlyingWords = new long[array.ScenarioCount];
        ExpirySums = new Int128[array.Stride];
        UnderlyingSums = new Int128[array.ScenarioCount];
        UnderlyingTotals = new long[array.ScenarioCount];
        Sums = new Int128[array.ScenarioCount];
        Panels = new long[Wide is null ? array.ScenarioCount : array.Wide!.GroupWidth];
        _scenarioCount = array.ScenarioCount;
        TailTotals = new long[array.Measured.Tail.Length];
        Contributions = new long[rows];
    }

    /// <summary>Profit or loss of every scenario, after a computation.</summary>
    public ReadOnlySpan<long> ScenarioTotals => Totals;

    /// <summary>Each resolved row's share of the worst scenario, after an explanation.</summary>
    public ReadOnlySpan<long> RowContributions => Contributions;

    /// <summary>The loop that added up the last account.</summary>
    public LoopKind Used { get; internal set; }

    /// <summary>The fastest loop that may be used.</summary>
    internal LoopKind Fastest { get; }

    internal WideAccount? Wide { get; }

    internal long[] ExpiryWords { get; }

    internal long[] UnderlyingWords { get; }

    internal Int128[] ExpirySums { get; }

    internal Int128[] UnderlyingSums { get; }

    internal long[] UnderlyingTotals { get; }

    internal Int128[] Sums { get; }

    internal Span<long> Totals => Panels.AsSpan(0, _scenarioCount);

    /// <summary>The totals, and after them room for what lanes compute beyond.</summary>
    internal long[] Panels { get; }

    internal long[] TailTotals { get; }

    internal long[] Contributions { get; }
}
