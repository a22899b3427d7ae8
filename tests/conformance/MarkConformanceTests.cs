using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Testing;
using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance;

/// <summary>The engine contract's marks of a whole real chain against the kernel's, in quote and in coin.</summary>
public sealed class MarkConformanceTests(ITestOutputHelper output)
{
    /// <summary>Continuously compounded, so that discounting is not the identity.</summary>
    private static readonly Ratio Rate = new(50_000_000_000);

    [Fact]
    public async Task Mark_EveryOptionOfTheCommittedChain_HasTheKernelsBits()
    {
        MarketSnapshot market = Committed();
        AbiValue sections = ContractValues.Of(MarketRows.Sections(market));
        await LocalChain.CompileAsync(sources: EngineMachine.Sources);
        await using LocalChain chain = await LocalChain.StartAsync(new LocalChainOptions { Node = LocalNode.Anvil });
        using TransactionSender sender = chain.CreateSender(0);
        ContractInstance engine =
            await new ContractDeployer(sender, chain.Artifacts, chain.ChainId).DeployAsync("MarginEngine", []);
        (InstrumentId Instrument, long Mark)[] expected = [.. Options(market)];

        List<string> differing = [];
        foreach ((InstrumentId instrument, long mark) in expected)
        {
            NamedValues answer = await engine.CallAsync(
                "mark", [instrument.Word, (ulong)market.ObservedAt.Seconds, sections]);
            if (answer.Items[0].Value.AsInt64() != mark)
            {
                differing.Add($"{instrument}: {answer}, kernel {mark}");
            }
        }

        output.WriteLine($"{expected.Length} marks compared, {differing.Count} differing");
        Assert.NotEmpty(expected);
        Assert.True(differing.Count == 0, string.Join('\n', differing));
    }

    private static MarketSnapshot Committed()
    {
        string file = Directory.EnumerateFiles(
            Path.Combine(ReferenceData.Root, "tests", "data", "option-chains"), "*.csv.gz").Single();
        ImportOptions options = new(Rounding: ImportRounding.Floor);
        MarketSnapshot market = DeribitImporter.Import([VenueFile.Read(file)], options).Market;
        UnderlyingMarket underlying = market.Underlyings.Single();
        return market with
        {
            Underlyings =
            [
                underlying with { Expiries = [.. underlying.Expiries.Select(static expiry => expiry with { Rate = Rate })] },
            ],
        };
    }

    private static IEnumerable<(InstrumentId Instrument, long Mark)> Options(MarketSnapshot market) =>
        from underlying in market.Underlyings
        from expiry in underlying.Expiries
        from point in expiry.Surface.Strikes
        from kind in new[] { InstrumentKind.Call, InstrumentKind.Put }
        from settlement in new[] { Settlement.Linear, Settlement.Inverse }
        let instrument = InstrumentId.Create(
            underlying.Underlying, market.Quote, settlement, expiry.Expiry, point.Strike, kind)
        select (instrument, MarkOf(instrument, expiry, point, market.ObservedAt));

    /// <summary>floor(floor(unit * cell) * discount), composed here from the kernel's functions.</summary>
    private static long MarkOf(InstrumentId instrument, ExpiryMarket expiry, VolatilityPoint point, Instant now)
    {
        long seconds = expiry.Expiry.Seconds - now.Seconds;
        long forward = expiry.Forward.Raw;
        long ratioQ46 = Cell.StrikeRatioCeil(point.Strike.Raw, forward);
        long vQ46 = Black76.TotalVolatility(
            Scale.Convert(point.Volatility.Raw, 46), Black76.SquareRootOfYears(seconds));
        long rvQ38 = Black76.Reciprocal(vQ46);
        long xQ46 = Logarithm.Natural(forward) - Logarithm.Natural(point.Strike.Raw);
        long cellQ40 = instrument.Kind == InstrumentKind.Call
            ? Cell.Call(1L << 40, ratioQ46, xQ46, vQ46, rvQ38)
            : Cell.Put(1L << 40, ratioQ46, xQ46, vQ46, rvQ38);
        long unit = instrument.Settlement == Settlement.Inverse ? 100_000_000 : forward;
        long discountQ40 = Discount.Factor(Scale.Convert(expiry.Rate.Raw, 46), Black76.Years(seconds));
        return MulShift.Floor(MulShift.Floor(unit, cellQ40, 40), discountQ40, 40);
    }
}
