using System.Linq;
using System.Numerics;
using Verifiable.Attestation.Evidence;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Xunit;

namespace Verifiable.Tests.Verifier.Margin;

/// <summary>What holds of every result, whatever the market and the book.</summary>
internal static class MarginInvariants
{
    /// <summary>Parts add up to their whole, the worst scenario is the worst, and initial covers maintenance.</summary>
    /// <param name="result">A result whose first scenarios are the scan's.</param>
    /// <param name="scan">How many those are; none for all.</param>
    internal static void AssertConsistent(MarginResult result, int? scan = null)
    {
        Assert.Equal(result.InitialMargin.Raw, result.Components.Sum(static part => part.Initial.Raw));
        Assert.Equal(result.MaintenanceMargin.Raw, result.Components.Sum(static part => part.Maintenance.Raw));
        Assert.True(result.InitialMargin.Raw >= result.MaintenanceMargin.Raw, $"{result}");

        Assert.True(result.ExpectedShortfall.Raw >= result.ValueAtRisk.Raw && result.ValueAtRisk.Raw >= 0);

        long worst = result.Totals.Take(scan ?? result.Totals.Length).Min(static total => total.Raw);
        Assert.Equal(worst, result.Totals[result.WorstScenario].Raw);
        Assert.DoesNotContain(result.Totals.Take(result.WorstScenario), total => total.Raw == worst);
        Assert.Equal(long.Max(0, -worst), result.WorstLoss.Raw);
        BigInteger explained = result.Explanation.Aggregate(
            BigInteger.Zero, static (sum, part) => sum + part.Contribution.Raw);
        Assert.Equal(worst, explained);
    }

    /// <summary>The inputs as rows, read back, give the same inputs' rows and the same result's bytes.</summary>
    internal static void AssertReplays(AttestedInputs inputs, MarginResult result)
    {
        byte[] parameters = ParameterRows.Write(inputs.Parameters);
        byte[] scenarios = ScenarioRows.Write(inputs.Scenarios);
        byte[] market = MarketRows.Write(inputs.Market, inputs.Round);
        byte[] book = BookRows.Write(inputs.Book, default);

        ModelParameters readParameters = ParameterRows.Read(parameters, "parameters");
        ScenarioSet readScenarios = ScenarioRows.Read(scenarios, "scenarios");
        (MarketSnapshot readMarket, ulong round) = MarketRows.Read(market, "market");
        (Book readBook, Address consumer) = BookRows.Read(book, "book", inputs.Book.Sequence, inputs.Book.Cash);
        AttestedInputs read = new(
            EngineRows.Read(EngineRows.Write(inputs.Engine), "engine"),
            readParameters,
            readScenarios,
            readMarket,
            round,
            readBook);

        Assert.Equal(inputs.Engine, read.Engine);
        Assert.Equal(inputs.Round, round);
        Assert.Equal(default, consumer);
        Assert.Equal(parameters, ParameterRows.Write(readParameters));
        Assert.Equal(scenarios, ScenarioRows.Write(readScenarios));
        Assert.Equal(market, MarketRows.Write(readMarket, round));
        Assert.Equal(book, BookRows.Write(readBook, consumer));
        Assert.Equal(ResultRows.Write(result), ResultRows.Write(read.Compute()));
    }
}
