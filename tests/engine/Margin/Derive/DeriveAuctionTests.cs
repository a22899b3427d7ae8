using System;
using System.Linq;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>Auctions against the published numbers: every bid of every case of every file.</summary>
public sealed class DeriveAuctionTests(ITestOutputHelper output)
{
    [DataFact("derive-pm")]
    public void Quote_EveryPublishedBid_GivesThePublishedNumbers()
    {
        MarketsV1 setup = MarketsV1.Read();
        AuctionCase[] cases = [.. CaseFile.Of(CaseFileKind.Auctions)
            .SelectMany(static file => file.Cases)
            .Select(row => new AuctionCase(row.Name, row.Value, setup))];

        AuctionNumber[] numbers = [.. cases.SelectMany(static golden => golden.Numbers())];

        output.WriteLine($"{cases.Length} auctions, {numbers.Length} numbers");
        Assert.All(numbers, static number => Assert.True(
            Math.Abs(number.Ours - number.Published) <= number.Tolerance,
            $"{number.Name}: published {number.Published}, ours {number.Ours}"));
    }
}
