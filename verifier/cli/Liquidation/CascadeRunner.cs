using System;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Engine.Liquidation;

namespace Verifiable.Cli.Liquidation;

/// <summary>Owns the threads of a cascade: the engine has none, and its bits do not depend on them.</summary>
internal static class CascadeRunner
{
    private const int AccountsAtOnce = 512;

    /// <summary>Runs a cascade to its end.</summary>
    /// <param name="cascade">The cascade.</param>
    /// <param name="report">Told the round, from 1, and the number of accounts that it has valued.</param>
    internal static void Run(Cascade cascade, Action<int, int> report)
    {
        while (cascade.Outcome == CascadeOutcome.Running)
        {
            int round = cascade.Rounds.Count + 1;
            Value(cascade, done => report(round, done));
            cascade.Close();
        }
    }

    /// <summary>Values every account of one round.</summary>
    /// <param name="cascade">The cascade.</param>
    /// <param name="report">Told the number of accounts that have been valued.</param>
    internal static void Value(Cascade cascade, Action<int> report)
    {
        int count = cascade.Accounts.Count;
        int next = 0;
        int done = 0;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            SliceSolver solver = cascade.NewSolver();
            int start;
            while ((start = Interlocked.Add(ref next, AccountsAtOnce) - AccountsAtOnce) < count)
            {
                int end = Math.Min(count, start + AccountsAtOnce);
                cascade.Value(start, end, solver);
                report(Interlocked.Add(ref done, end - start));
            }
        });
    }
}
