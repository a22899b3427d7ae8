using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Valuation;
using Verifiable.Engine.Vector;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Vector;

/// <summary>Whole accounts in lanes and in words against the kernel's path, bit for bit.</summary>
public sealed class AccountTwinTests(ITestOutputHelper output)
{
    private const int Markets = 1_000;
    private const int BooksOfAMarket = 100;

    [Fact]
    public void Compute_RandomAccounts_AreTheKernels()
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        MeasuredCaseGenerator measured = new(random);
        int accounts = 0;
        Dictionary<LoopKind, int> used = new() { [LoopKind.Kernel] = 0, [LoopKind.Narrow] = 0, [LoopKind.Wide] = 0 };
        for (int market = 0; market < Campaign.Scale(Markets); market++)
        {
            MarginCase first = market % 4 == 0 ? measured.Next() : cases.Next();
            MarginCase[] books = [first, .. Enumerable.Range(1, BooksOfAMarket - 1).Select(_ => cases.Another(first))];
            InstrumentId[] instruments = [.. books
                .SelectMany(static book =>
                    Resolve.Instruments(book.Book, book.Orders.AsSpan(), book.Model, book.Market.Quote))
                .Distinct()
                .Order()];
            RiskArray array = RiskArray.Build(first.Market, first.Model, first.Scenarios, instruments);
            if (market % 2 == 0)
            {
                array.Pin();
            }

            foreach (MarginCase inputs in books)
            {
                ResolvedBook book = Resolve.Account(array, inputs.Book, inputs.Orders.AsSpan());
                used[AssertSame(book)]++;
                accounts++;
            }
        }

        output.WriteLine($"{accounts} accounts: {string.Join(", ", used)}");
        MachineDigest.WriteCount("avx512", "accounts", used[LoopKind.Wide]);
        Assert.InRange(used[LoopKind.Narrow], 1, accounts);
        Assert.InRange(used[LoopKind.Kernel], 1, accounts / 2);
        Assert.True(used[LoopKind.Wide] > accounts / 2 || !Lanes.AreSupported);
    }

    private static LoopKind AssertSame(ResolvedBook book)
    {
        AccountScratch kernel = new(book.Array, book.RowCount, LoopKind.Kernel);
        MarginFigures expected = PortfolioMargin.Compute(book, kernel);
        Assert.Equal(LoopKind.Kernel, kernel.Used);
        LoopKind used = LoopKind.Kernel;
        foreach (LoopKind kind in new[] { LoopKind.Narrow, LoopKind.Wide })
        {
            AccountScratch scratch = new(book.Array, book.RowCount, kind);
            Assert.Equal(expected, PortfolioMargin.Compute(book, scratch));
            Assert.Equal(kernel.ScenarioTotals, scratch.ScenarioTotals);
            used = scratch.Used;
        }

        return used;
    }
}
