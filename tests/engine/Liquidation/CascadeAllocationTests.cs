using System;
using System.Linq;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Liquidation;

/// <summary>The loop over accounts, slices included, allocates nothing.</summary>
public sealed class CascadeAllocationTests(ITestOutputHelper output)
{
    private const int Markets = 20;
    private const int AccountsOfAMarket = 100;
    private const int Passes = 5;

    [Fact]
    public void Value_ManyAccounts_AllocatesNothing()
    {
        CaseGenerator cases = new(Seeded.Printed(output));

        AssertAllocatesNothing(cases.Next, cases.Another);
    }

    [Fact]
    public void Value_ModelWithOptionalMembers_AllocatesNothing()
    {
        MeasuredCaseGenerator cases = new(Seeded.Printed(output));

        AssertAllocatesNothing(cases.Next, cases.Another);
    }

    /// <summary>
    /// The least of several passes: the runtime counts blocks while it recompiles and allocates for that on our thread,
    /// once; what the code itself allocates is in every pass.
    /// </summary>
    private void AssertAllocatesNothing(Func<MarginCase> next, Func<MarginCase, MarginCase> another)
    {
        (Cascade Cascade, SliceSolver Solver)[] cascades =
            [.. Enumerable.Range(0, Markets).Select(_ => Start(next(), another))];
        AllocatedBy(cascades);
        SliceSolution[] found = SolutionsOf(cascades);

        long allocated = Enumerable.Range(0, Passes).Min(_ => AllocatedBy(cascades));

        int restored = found.Count(static solution => solution.Outcome == SliceOutcome.Restored);
        output.WriteLine($"{found.Length} accounts, {restored} slices, {allocated} bytes");
        Assert.Equal(0, allocated);
        Assert.True(restored > found.Length / 20);
        Assert.Equal(found, SolutionsOf(cascades));
    }

    private static (Cascade Cascade, SliceSolver Solver) Start(
        MarginCase first, Func<MarginCase, MarginCase> another)
    {
        Book[] books = [.. Enumerable.Range(0, AccountsOfAMarket).Select(
            number => another(first).Book with { Account = new Bytes32(0, 0, 0, (ulong)number) })];
        Cascade cascade = new(
            first.Market,
            new MarginModel(first.Model, first.Scenarios),
            AccountSet.Of(books),
            default,
            new CascadeRule(LiquidationRule.Vault, PriceImpact.None, 1));
        return (cascade, cascade.NewSolver());
    }

    private static long AllocatedBy(ReadOnlySpan<(Cascade Cascade, SliceSolver Solver)> cascades)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach ((Cascade cascade, SliceSolver solver) in cascades)
        {
            cascade.Value(0, AccountsOfAMarket, solver);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static SliceSolution[] SolutionsOf((Cascade Cascade, SliceSolver Solver)[] cascades) =>
        [.. cascades.SelectMany(static one => one.Cascade.Solutions.ToArray())];
}
