using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Valuation;
using Verifiable.Engine.Vector;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Properties;

/// <summary>
/// Threads and paths change nothing, over ten thousand random books: one risk array serves all accounts of a market,
/// from any number of threads, and every scenario's explanation adds up.
/// </summary>
public sealed class SharedArrayTests(ITestOutputHelper output)
{
    private const int Markets = 100;
    private const int AccountsAMarket = 100;

    [Fact]
    public void Compute_OverASharedArray_EqualsEachAccountAlone()
    {
        Seeded random = Seeded.Printed(output);

        Assert.All(Accounts(random), static account =>
        {
            MarginResult alone = account.Inputs.Margin();
            MarginFigures shared = FiguresOf(account);
            Assert.Equal(alone.Equity.Raw, shared.Equity);
            Assert.Equal(alone.InitialMargin.Raw, shared.InitialMargin);
            Assert.Equal(alone.MaintenanceMargin.Raw, shared.MaintenanceMargin);
            Assert.Equal(alone.WorstScenario, shared.WorstScenario);
            Assert.Equal(alone.Assumed, shared.Assumed);
        });
    }

    /// <summary>Where the processor has lanes; elsewhere there is one path.</summary>
    [Fact]
    public void Compute_WithoutLanes_EqualsWithThem() =>
        Assert.All(Accounts(Seeded.Printed(output)), static account =>
        {
            ResolvedBook book = Resolve.Account(account.Array, account.Inputs.Book);
            AccountScratch lanes = new(account.Array, book.RowCount);
            AccountScratch kernel = new(account.Array, book.RowCount, LoopKind.Kernel);

            Assert.Equal(PortfolioMargin.Compute(book, kernel), PortfolioMargin.Compute(book, lanes));
            Assert.Equal(kernel.ScenarioTotals, lanes.ScenarioTotals);
        });

    [Fact]
    public void Compute_OnManyThreads_EqualsOneThread()
    {
        List<(MarginCase Inputs, RiskArray Array)> accounts = Accounts(Seeded.Printed(output));
        MarginFigures[] expected = [.. accounts.Select(FiguresOf)];
        ConcurrentBag<int> differences = [];

        Parallel.For(0, 4 * accounts.Count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, index =>
        {
            int account = index * 7 % accounts.Count;
            if (FiguresOf(accounts[account]) != expected[account])
            {
                differences.Add(account);
            }
        });

        Assert.Empty(differences);
    }

    [Fact]
    public void Compute_OneScratchForManyAccounts_KeepsNothingOfTheLast()
    {
        List<(MarginCase Inputs, RiskArray Array)> accounts = Accounts(Seeded.Printed(output));
        AccountScratch scratch = new(accounts[0].Array, 4_096);

        Assert.All(accounts.TakeWhile(account => account.Array == accounts[0].Array), account => Assert.Equal(
            FiguresOf(account), PortfolioMargin.Compute(Resolve.Account(account.Array, account.Inputs.Book), scratch)));
    }

    [Fact]
    public void Explain_EveryScenario_AddsUpToItsTotal()
    {
        Assert.All(Accounts(Seeded.Printed(output)), static account =>
        {
            ResolvedBook book = Resolve.Account(account.Array, account.Inputs.Book);
            AccountScratch scratch = new(account.Array, book.RowCount);
            PortfolioMargin.Compute(book, scratch);
            Assert.All(Enumerable.Range(0, account.Array.ScenarioCount), scenario =>
            {
                PortfolioMargin.Explain(book, scenario, scratch);
                Assert.Equal(scratch.ScenarioTotals[scenario], scratch.RowContributions.ToArray().Sum());
            });
        });
    }

    private static MarginFigures FiguresOf((MarginCase Inputs, RiskArray Array) account)
    {
        ResolvedBook book = Resolve.Account(account.Array, account.Inputs.Book);
        return PortfolioMargin.Compute(book, new AccountScratch(account.Array, book.RowCount));
    }

    /// <summary>Accounts by market, each market's over one array of all their instruments.</summary>
    private static List<(MarginCase Inputs, RiskArray Array)> Accounts(Seeded random)
    {
        CaseGenerator cases = new(random);
        List<(MarginCase Inputs, RiskArray Array)> accounts = [];
        for (int market = 0; market < Markets; market++)
        {
            MarginCase first = cases.Next();
            MarginCase[] inputs = [.. Enumerable.Range(0, AccountsAMarket).Select(_ => cases.Another(first))];
            InstrumentId[] instruments = [.. inputs
                .SelectMany(static account => Resolve.Instruments(account.Book, account.Model, account.Market.Quote))
                .Distinct()
                .Order()];
            RiskArray array = RiskArray.Build(first.Market, first.Model, first.Scenarios, instruments);
            accounts.AddRange(inputs.Select(account => (account, array)));
        }

        return accounts;
    }
}
