using System;
using Verifiable.Engine.Vector;

namespace Verifiable.Engine.Valuation;

/// <summary>Working memory for one account at a time: allocated once, used for any number of accounts.</summary>
public sealed class AccountScratch
{
    /// <summary>Memory for accounts over one risk array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="rows">Most rows of an account, open orders and risk-cancelling collateral included.</param>
    /// <param name="usesLanes">Whether lanes may be used where the processor has them; it changes no result.</param>
    public AccountScratch(RiskArray array, int rows, bool usesLanes = true)
    {
        UsesLanes = usesLanes;
        Wide = usesLanes && array.Wide is not null ? new WideAccount(array.Wide, rows) : null;
        ExpirySums = new Int128[array.Stride];
        UnderlyingSums = new Int128[array.ScenarioCount];
        UnderlyingTotals = new long[array.ScenarioCount];
        Sums = new Int128[array.ScenarioCount];
        Totals = new long[array.ScenarioCount];
        TailTotals = new long[array.Measured.Tail.Length];
        Contributions = new long[rows];
    }

    /// <summary>Profit or loss of every scenario, after a computation.</summary>
    public ReadOnlySpan<long> ScenarioTotals => Totals;

    /// <summary>Each resolved row's share of the worst scenario, after an explanation.</summary>
    public ReadOnlySpan<long> RowContributions => Contributions;

    /// <summary>Whether the last account was added up in lanes.</summary>
    public bool UsedLanes { get; internal set; }

    /// <summary>Whether lanes may be used.</summary>
    internal bool UsesLanes { get; }

    internal WideAccount? Wide { get; }

    internal Int128[] ExpirySums { get; }

    internal Int128[] UnderlyingSums { get; }

    internal long[] UnderlyingTotals { get; }

    internal Int128[] Sums { get; }

    internal long[] Totals { get; }

    internal long[] TailTotals { get; }

    internal long[] Contributions { get; }
}
