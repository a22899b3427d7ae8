using System;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>Books made of books, and how far rounding may part their margins.</summary>
internal static class BookChanges
{
    /// <summary>
    /// A notional is off by less than one, times the largest cell (the factor 64, or 2^14 strikes in coin), and there
    /// are two more roundings a row and three an expiry.
    /// </summary>
    public static long Rounding(MarginCase inputs)
    {
        long largestCell = inputs.Model.Settlement.IsDollar ? 70 : 1 << 17;
        return (inputs.Book.Positions.Length + inputs.Book.Collateral.Length + 1) * 3 * (largestCell + 6);
    }

    public static Book Times(Book book, int factor) => book with
    {
        Cash = new Money(book.Cash.Raw * factor),
        Collateral = [.. book.Collateral.Select(row => row with { Amount = new Quantity(row.Amount.Raw * factor) })],
        Positions = [.. book.Positions.Select(row => row with { Quantity = new Quantity(row.Quantity.Raw * factor) })],
    };

    /// <summary>
    /// A coin-settled future's notional counts from its entry, so two of them merge at one entry only.
    /// </summary>
    public static Book AtOneEntry(Book book) => book with
    {
        Positions = [.. book.Positions.Select(static row =>
            row with { EntryPrice = row.Instrument.HasEntryPrice ? new Price(1_000_000_000_000) : default })],
    };

    public static Book Merged(Book one, Book other) => one with
    {
        Cash = new Money(one.Cash.Raw + other.Cash.Raw),
        Collateral = [.. one.Collateral.Concat(other.Collateral)
            .GroupBy(static row => row.Asset)
            .Select(
                static rows => new CollateralBalance(rows.Key, new Quantity(rows.Sum(static row => row.Amount.Raw))))
            .OrderBy(static row => row.Asset.Letters)],
        Positions = [.. one.Positions.Concat(other.Positions)
            .GroupBy(static row => row.Instrument)
            .Select(
                static rows => rows.First() with { Quantity = new Quantity(rows.Sum(static row => row.Quantity.Raw)) })
            .Where(static row => row.Quantity.Raw != 0)
            .OrderBy(static row => row.Instrument)],
    };

    /// <summary>Tries a property on many random cases with a tail, from a printed seed.</summary>
    public static void ForAll(
        ITestOutputHelper output,
        int books,
        bool withRotations,
        Action<Seeded, MarginCase, MeasuredCaseGenerator> property)
    {
        Seeded random = Seeded.Printed(output);
        MeasuredCaseGenerator cases = new(random);
        Try(books, () => cases.Next(withRotations), inputs => property(random, inputs, cases));
    }

    /// <summary>Tries a property on many random cases of a plain scan, one in four settled in coin.</summary>
    public static void ForAllPlain(
        ITestOutputHelper output, int books, bool withRotations, Action<Seeded, MarginCase, CaseGenerator> property)
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        Try(books, () => cases.Next(random.Chance(25), withRotations), inputs => property(random, inputs, cases));
    }

    private static void Try(int books, Func<MarginCase> next, Action<MarginCase> property)
    {
        for (int book = 0; book < books; book++)
        {
            MarginCase inputs = next();
            try
            {
                property(inputs);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"book {book} breaks the property", failure);
            }
        }
    }
}
