using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Verifiable.Attestation.Evidence;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Margin;

/// <summary>Every option chain of the reference data: two books from its own strikes, and what must hold.</summary>
public sealed class ReferenceChainTests(ITestOutputHelper output)
{
    private const int MaxRows = 400;

    [DataFact("option-chains")]
    public void Compute_BooksOnEveryReferenceChain_AreConsistentAndReplay()
    {
        string[] files = ReferenceData.Files("option-chains", "*.gz");
        int books = 0;
        int rows = 0;
        foreach (string file in files)
        {
            MarketSnapshot market = ChainMarket.Import(file);
            foreach (UnderlyingMarket underlying in market.Underlyings)
            {
                Book[] built = [Straddles(market, underlying), Ladder(market, underlying)];
                Array.ForEach(built, book => AssertHolds(market, book));
                books += built.Length;
                rows += built.Sum(static book => book.Positions.Length);
                int ladder = built[1].Positions.Length;
                output.WriteLine($"{Path.GetFileName(file)}: {underlying.Underlying}, ladder of {ladder} rows");
            }
        }

        output.WriteLine($"{files.Length} files, {books} books, {rows} rows");
        Assert.NotEmpty(files);
        Assert.True(books >= 2 * files.Length && rows > books, $"{books} books, {rows} rows");
    }

    /// <summary>One short straddle for each expiry, at the strike that is nearest to its forward.</summary>
    private static Book Straddles(MarketSnapshot market, UnderlyingMarket underlying)
    {
        List<Position> rows = [];
        foreach (ExpiryMarket expiry in Open(market, underlying))
        {
            Price strike = expiry.Surface.Strikes
                .MinBy(point => Math.Abs(point.Strike.Raw - expiry.Forward.Raw)).Strike;
            rows.Add(Row(market, underlying, expiry, strike, InstrumentKind.Call, -2));
            rows.Add(Row(market, underlying, expiry, strike, InstrumentKind.Put, -2));
        }

        return BookOf(rows);
    }

    /// <summary>Every strike, call and put, long and short in turns.</summary>
    private static Book Ladder(MarketSnapshot market, UnderlyingMarket underlying)
    {
        List<Position> rows = [];
        foreach (ExpiryMarket expiry in Open(market, underlying))
        {
            foreach (VolatilityPoint point in expiry.Surface.Strikes)
            {
                InstrumentKind kind = rows.Count % 3 == 0 ? InstrumentKind.Call : InstrumentKind.Put;
                rows.Add(Row(market, underlying, expiry, point.Strike, kind, (rows.Count % 5) - 2.5m));
            }
        }

        return BookOf(rows.Take(MaxRows));
    }

    private static IEnumerable<ExpiryMarket> Open(MarketSnapshot market, UnderlyingMarket underlying) =>
        underlying.Expiries.Where(expiry => expiry.Expiry > market.ObservedAt && expiry.Surface.Strikes.Length > 0);

    private static Position Row(
        MarketSnapshot market,
        UnderlyingMarket underlying,
        ExpiryMarket expiry,
        Price strike,
        InstrumentKind kind,
        decimal quantity)
    {
        InstrumentId instrument = InstrumentId.Create(
            underlying.Underlying, market.Quote, Settlement.Linear, expiry.Expiry, strike, kind);
        return new Position(instrument, new Quantity((long)(quantity * 100_000_000m)), default, default);
    }

    private static Book BookOf(IEnumerable<Position> rows) => new(
        ChainMarket.Account,
        1,
        new Money(1_000_000_000_000),
        [new CollateralBalance(ChainMarket.Usdc, new Quantity(5_000_000_000_000))],
        [.. rows.OrderBy(static row => row.Instrument)]);

    private static void AssertHolds(MarketSnapshot market, Book book)
    {
        AttestedInputs inputs = new(
            CurrentEngine.Identity,
            ChainMarket.Profile.Model.Enforceable(string.Empty),
            ChainMarket.Profile.Scenarios.Set,
            market,
            0,
            book);
        MarginResult result = inputs.Compute();
        MarginInvariants.AssertConsistent(result);
        MarginInvariants.AssertReplays(inputs, result);
    }
}
