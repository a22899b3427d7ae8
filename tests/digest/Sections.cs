using System;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Valuation;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Conformance.Kernel;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Vector;
using Verifiable.Tests.Support;

namespace Verifiable.Digest;

/// <summary>
/// What is computed and digested, each by the path that the machine would take: lanes where it has them, else the
/// kernel. The inputs are drawn by whole numbers and IEEE 754's basic operations, the same on every machine.
/// </summary>
internal static class Sections
{
    private const int Columns = 36;
    private const int BooksOfAMarket = 20;

    /// <summary>Every function of the kernel, refusals included, over random and edge arguments.</summary>
    internal static Digest Functions(Seeded seeded, int rowsOfEach)
    {
        Digest digest = default;
        foreach (KernelFunction function in KernelFunction.All.Values)
        {
            for (int row = 0; row < rowsOfEach; row++)
            {
                KernelOutcome outcome = function.Run(function.Draw(seeded));
                digest.Add(outcome.Result);
                digest.Add(outcome.Refusal ?? string.Empty);
            }
        }

        return digest;
    }

    /// <summary>Cells of random and edge options.</summary>
    internal static Digest Cells(Seeded seeded, int count)
    {
        Digest digest = default;
        long[] cells = new long[Columns];
        while (digest.Count < count)
        {
            DrawnRow drawn = DrawnRow.From(seeded, Columns, factorBits: 45, ratioBits: 51);
            if (WideCells.Holds(Columns, drawn.StrikeRatioQ46, drawn.FactorsQ40.Max()))
            {
                WideCells.Fill(
                    drawn.IsCall,
                    drawn.FactorsQ40,
                    drawn.LogFactorsQ46,
                    drawn.TotalsQ46,
                    drawn.ReciprocalsQ38,
                    drawn.StrikeRatioQ46,
                    drawn.LogMoneynessQ46,
                    cells);
            }
            else
            {
                for (int column = 0; column < Columns; column++)
                {
                    cells[column] = drawn.ByKernel(column);
                }
            }

            digest.Add(cells);
        }

        return digest;
    }

    /// <summary>Whole accounts over random markets: every scenario's total and every figure of the result.</summary>
    internal static Digest Accounts(Seeded seeded, int count)
    {
        Digest digest = default;
        CaseGenerator cases = new(seeded);
        MeasuredCaseGenerator measured = new(seeded);
        for (int done = 0; done < count; done += BooksOfAMarket)
        {
            MarginCase first = done / BooksOfAMarket % 2 == 0 ? cases.Next() : measured.Next();
            MarginCase[] books = [first, .. Enumerable.Range(1, BooksOfAMarket - 1).Select(_ => cases.Another(first))];
            InstrumentId[] instruments = [.. books
                .SelectMany(static one =>
                    Resolve.Instruments(one.Book, one.Orders.AsSpan(), one.Model, one.Market.Quote))
                .Distinct()
                .Order()];
            RiskArray array = RiskArray.Build(first.Market, first.Model, first.Scenarios, instruments);
            foreach (MarginCase one in books)
            {
                ResolvedBook book = Resolve.Account(array, one.Book, one.Orders.AsSpan());
                AccountScratch scratch = new(array, book.RowCount);
                Add(ref digest, PortfolioMargin.Compute(book, scratch));
                digest.Add(scratch.ScenarioTotals);
            }
        }

        return digest;
    }

    /// <summary>Value at risk and expected shortfall of random totals, many of them equal.</summary>
    internal static Digest Tails(Seeded seeded, int count)
    {
        Digest digest = default;
        for (int at = 0; at < count; at++)
        {
            int bits = (int)seeded.Between(1, 62);
            long[] totals = new long[(int)seeded.Between(1, 60)];
            long[] weights = new long[totals.Length];
            for (int scenario = 0; scenario < totals.Length; scenario++)
            {
                totals[scenario] = seeded.OfAnyMagnitude(bits) * (seeded.Coin() ? 1 : -1);
                weights[scenario] = 1 + seeded.OfAnyMagnitude(32);
            }

            long confidencePpm = seeded.Between(0, 999_999);
            long valueAtRisk = WideTail.Holds(totals.Length)
                ? WideTail.ValueAtRisk(totals, weights, TailMeasure.LeastMass(weights, confidencePpm))
                : TailMeasure.ValueAtRisk(totals, weights, confidencePpm);
            digest.Add(valueAtRisk);
            digest.Add(TailMeasure.ExpectedShortfall(totals, weights, confidencePpm, valueAtRisk));
        }

        return digest;
    }

    private static void Add(ref Digest digest, in MarginFigures figures)
    {
        digest.Add(figures.Equity);
        digest.Add(figures.WorstScenario);
        digest.Add(figures.WorstTotal);
        digest.Add(figures.Basis);
        digest.Add(figures.ValueAtRisk);
        digest.Add(figures.ExpectedShortfall);
        digest.Add((long)figures.Binding);
        digest.Add((long)figures.Assumed);
        digest.Add(figures.InitialMargin);
        digest.Add(figures.MaintenanceMargin);
        foreach (Staged part in (ReadOnlySpan<Staged>)[
            figures.Market, figures.Stable, figures.Perpetual, figures.ShortOption, figures.Confidence,
            figures.Haircut, figures.Concentration, figures.OptionValue, figures.UnrealisedProfit, figures.Dynamic,
            figures.Counterparty, figures.Credit])
        {
            digest.Add(part.Initial);
            digest.Add(part.Maintenance);
        }
    }
}
