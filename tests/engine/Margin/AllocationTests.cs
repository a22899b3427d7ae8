using System;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>From a resolved book to its figures and their explanation, nothing is allocated.</summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const int Accounts = 1_000;
    private const int Passes = 5;

    [Fact]
    public void Compute_ManyAccounts_AllocatesNothing()
    {
        (ResolvedBook Book, AccountScratch Scratch)[] accounts = Resolved();
        long checksum = FiguresOf(accounts);

        long allocated = LeastAllocated(() => FiguresOf(accounts), out long again);

        output.WriteLine($"{accounts.Length} accounts, {allocated} bytes");
        Assert.Equal(0, allocated);
        Assert.Equal(checksum, again);
        Assert.NotEqual(0, checksum);
    }

    [Fact]
    public void Explain_ManyAccounts_AllocatesNothing()
    {
        (ResolvedBook Book, AccountScratch Scratch)[] accounts = Resolved();
        long checksum = SharesOf(accounts);

        long allocated = LeastAllocated(() => SharesOf(accounts), out long again);

        Assert.Equal(0, allocated);
        Assert.Equal(checksum, again);
        Assert.NotEqual(0, checksum);
    }

    [Theory]
    [MemberData(nameof(RulePropertyTests.Rules), MemberType = typeof(RulePropertyTests))]
    public void Compute_UnderEveryRule_AllocatesNothing(MarginRule rule)
    {
        RuleGenerator rules = new(Seeded.Printed(output));
        (ResolvedBook Book, MarginParameters Parameters, AccountScratch Scratch)[] accounts =
            [.. Enumerable.Range(0, Accounts).Select(_ => Resolved(rules, rule))];
        long checksum = FiguresOf(accounts);

        long allocated = LeastAllocated(() => FiguresOf(accounts), out long again);

        output.WriteLine($"{rule}: {accounts.Length} accounts, {allocated} bytes");
        Assert.Equal(0, allocated);
        Assert.Equal(checksum, again);
        Assert.NotEqual(0, checksum);
    }

    // The measure itself must see an allocation.
    [Fact]
    public void Measure_OneArray_IsSeen()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[] array = new byte[Accounts];
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, array.Length, array.Length + 100);
    }

    private static (ResolvedBook Book, MarginParameters Parameters, AccountScratch Scratch) Resolved(
        RuleGenerator rules, MarginRule rule)
    {
        (MarketSnapshot market, MarginModel model, Book held) = rules.Next(rule);
        ResolvedBook book = MarginRules.Resolve(market, model, held);
        return (book, model.Parameters, new AccountScratch(book.Array, book.RowCount));
    }

    private static long FiguresOf(
        ReadOnlySpan<(ResolvedBook Book, MarginParameters Parameters, AccountScratch Scratch)> accounts)
    {
        long sum = 0;
        foreach ((ResolvedBook book, MarginParameters parameters, AccountScratch scratch) in accounts)
        {
            RuleFigures figures = MarginRules.Compute(book, parameters, scratch);
            sum ^= figures.InitialMargin ^ figures.MaintenanceMargin ^ figures.Equity;
        }

        return sum;
    }

    /// <summary>
    /// The least of several passes: the runtime counts blocks while it recompiles and allocates for that on our thread,
    /// once; what the code itself allocates is in every pass.
    /// </summary>
    private static long LeastAllocated(Func<long> pass, out long checksum)
    {
        long least = long.MaxValue;
        checksum = 0;
        for (int time = 0; time < Passes; time++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            checksum = pass();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private (ResolvedBook Book, AccountScratch Scratch)[] Resolved()
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        MeasuredCaseGenerator measured = new(random);
        return [.. Enumerable.Range(0, Accounts).Select(account =>
        {
            // Every second account has a tail measure, open orders and what else a model may have.
            MarginCase inputs = account % 2 == 0 ? cases.Next() : measured.Next();
            ReadOnlySpan<OpenOrder> orders = inputs.Orders.AsSpan();
            InstrumentId[] instruments = Resolve.Instruments(inputs.Book, orders, inputs.Model, inputs.Market.Quote);
            RiskArray array = RiskArray.Build(inputs.Market, inputs.Model, inputs.Scenarios, instruments);
            ResolvedBook book = Resolve.Account(array, inputs.Book, orders);
            return (book, new AccountScratch(array, book.RowCount));
        })];
    }

    private static long FiguresOf(ReadOnlySpan<(ResolvedBook Book, AccountScratch Scratch)> accounts)
    {
        long sum = 0;
        foreach ((ResolvedBook book, AccountScratch scratch) in accounts)
        {
            RuleFigures figures = MarginRules.Compute(book, book.Array.Model, scratch);
            sum ^= figures.InitialMargin ^ figures.Equity ^ figures.ExpectedShortfall ^ scratch.ScenarioTotals[^1];
        }

        return sum;
    }

    private static long SharesOf(ReadOnlySpan<(ResolvedBook Book, AccountScratch Scratch)> accounts)
    {
        long sum = 0;
        foreach ((ResolvedBook book, AccountScratch scratch) in accounts)
        {
            PortfolioMargin.Explain(book, 0, scratch);
            foreach (long share in scratch.RowContributions)
            {
                sum ^= share;
            }
        }

        return sum;
    }
}
