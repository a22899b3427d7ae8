using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Valuation;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Vector;

/// <summary>Whole accounts in lanes against the kernel's path, bit for bit.</summary>
public sealed class WideTotalTests(ITestOutputHelper output)
{
    private const int Markets = 1_000;
    private const int BooksOfAMarket = 100;

    [LanesFact]
    public void Compute_RandomAccounts_AreTheKernels()
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        MeasuredCaseGenerator measured = new(random);
        int accounts = 0;
        int inLanes = 0;
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
            foreach (MarginCase inputs in books)
            {
                ResolvedBook book = Resolve.Account(array, inputs.Book, inputs.Orders.AsSpan());
                inLanes += AssertSame(book) ? 1 : 0;
                accounts++;
            }
        }

        output.WriteLine($"{accounts} accounts, {inLanes} of them in lanes");
        Assert.InRange(inLanes, accounts / 2, accounts - 1);
    }

    private static bool AssertSame(ResolvedBook book)
    {
        AccountScratch lanes = new(book.Array, book.RowCount);
        AccountScratch kernel = new(book.Array, book.RowCount, usesLanes: false);

        MarginFigures actual = PortfolioMargin.Compute(book, lanes);
        MarginFigures expected = PortfolioMargin.Compute(book, kernel);

        Assert.Equal(expected, actual);
        Assert.Equal(kernel.ScenarioTotals, lanes.ScenarioTotals);
        Assert.False(kernel.UsedLanes);
        return lanes.UsedLanes;
    }
}
