using System;
using System.Linq;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Accounts;

/// <summary>Many accounts at once give what each gives alone, in any partition, and allocate nothing.</summary>
public sealed class MarginBatchTests(ITestOutputHelper output)
{
    private const int Markets = 60;
    private const int AccountsOfAMarket = 100;
    private const int Passes = 5;

    [Fact]
    public void Compute_ManyAccounts_AreEachAccountAlone()
    {
        Seeded random = Seeded.Printed(output);
        MeasuredCaseGenerator cases = new(random);
        for (int market = 0; market < Markets; market++)
        {
            MarginCase first = cases.Next();
            MarginModel model = new(first.Model, first.Scenarios);
            Book[] books = Books(cases, first);
            MarginBatch batch = new(first.Market, model, AccountSet.InOrder(books));
            RuleFigures[] figures = new RuleFigures[books.Length];
            int cut = (int)random.Between(0, books.Length);

            batch.NewWorker().Compute(cut, figures.AsSpan(cut));
            batch.NewWorker().Compute(0, figures.AsSpan(0, cut));

            Assert.Equal(
                books.Select(book => AmountsOf(MarginRules.Compute(first.Market, model, book))),
                figures.Select(AmountsOf));
        }

        output.WriteLine($"{Markets * AccountsOfAMarket} accounts");
    }

    [Fact]
    public void Compute_ManyAccounts_AllocatesNothing()
    {
        MeasuredCaseGenerator cases = new(Seeded.Printed(output));
        MarginCase first = cases.Next();
        MarginBatch batch = new(
            first.Market, new MarginModel(first.Model, first.Scenarios), AccountSet.InOrder(Books(cases, first)));
        MarginWorker worker = batch.NewWorker();
        RuleFigures[] figures = new RuleFigures[AccountsOfAMarket];
        worker.Compute(0, figures);

        long allocated = Enumerable.Range(0, Passes).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            worker.Compute(0, figures);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, allocated);
    }

    private static Book[] Books(MeasuredCaseGenerator cases, MarginCase first) =>
        [.. Enumerable.Range(0, AccountsOfAMarket).Select(_ => cases.Another(first).Book)];

    private static (long Equity, long Initial, long Maintenance, long Tail) AmountsOf(MarginResult result) => (
        result.Equity.Raw, result.InitialMargin.Raw, result.MaintenanceMargin.Raw, result.ExpectedShortfall.Raw);

    private static (long Equity, long Initial, long Maintenance, long Tail) AmountsOf(RuleFigures figures) => (
        figures.Equity, figures.InitialMargin, figures.MaintenanceMargin, figures.ExpectedShortfall);
}
