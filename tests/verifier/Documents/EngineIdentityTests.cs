using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents;

/// <summary>
/// The engine's identity is its output bits. tests/vectors/engine/kernel.csv pins them; a difference there is another
/// engine and asks for a new specMinor, a new file and a new hash in CurrentEngine.
/// </summary>
public sealed class EngineIdentityTests
{
    private const ulong Seed = 1;
    private const ulong ResidualSeed = 2;
    private const int Rows = 500;

    private static string VectorFile { get; } =
        Path.Combine(ReferenceData.Root, "tests", "vectors", "engine", "kernel.csv");

    [Fact]
    public void Kernel_CommittedVectors_AreItsBits()
    {
        string computed = Compute();

        // As with a snapshot: what was received lies beside the committed file, and accepting is a rename.
        File.WriteAllText(Path.ChangeExtension(VectorFile, "received.csv"), computed);
        Assert.Equal(File.ReadAllText(VectorFile), computed);
    }

    [Fact]
    public void CurrentEngine_VectorsHash_IsThatOfTheCommittedVectors() =>
        Assert.Equal(Keccak256.Hash(File.ReadAllBytes(VectorFile)), CurrentEngine.Identity.VectorsHash);

    private static string Compute()
    {
        Seeded random = new(Seed);
        Seeded residuals = new(ResidualSeed);
        List<long> totals = [];
        List<long> weights = [];
        StringBuilder text = new("forward,strike,seconds,sigmaQ46,rateQ46,spotFactorQ40,callQ40,putQ40,discountQ40,");
        text.Append("residualQ40,residualFactorQ40,weight,confidencePpm,valueAtRisk,expectedShortfall\n");
        for (int row = 0; row < Rows; row++)
        {
            long forward = random.Between(1_000_000, 10_000_000_000_000);
            long strike = random.Between(forward / 16, forward * 8);
            long seconds = random.Between(0, 2 * Black76.SecondsPerYear);
            long sigmaQ46 = random.Between(0, 4L << 46);
            long rateQ46 = random.Between(-(1L << 44), 1L << 45);
            long spotFactorQ40 = random.Between(0, 6L << 40);
            (long callQ40, long putQ40) = Cells(forward, strike, seconds, sigmaQ46, spotFactorQ40);
            long discountQ40 = Discount.Factor(rateQ46, Black76.Years(seconds));
            text.Append(CultureInfo.InvariantCulture, $"{forward},{strike},{seconds},{sigmaQ46},{rateQ46},");
            text.Append(CultureInfo.InvariantCulture, $"{spotFactorQ40},");
            text.Append(CultureInfo.InvariantCulture, $"{callQ40},{putQ40},{discountQ40},");

            long residualQ40 = residuals.Between(-(8L << 40), 8L << 40);
            long residualFactorQ40 = ScenarioFactor.OfResidual(
                residualQ40, sigmaQ46, Black76.SquareRootOfYears(seconds));
            text.Append(CultureInfo.InvariantCulture, $"{residualQ40},{residualFactorQ40},");

            // The tail of what the calls and puts of this row and the rows above it are worth apart.
            totals.Add(callQ40 - putQ40);
            weights.Add(residuals.Between(1, 9));
            long ppm = residuals.Between(1, 999_999);
            long valueAtRisk = TailMeasure.ValueAtRisk([.. totals], [.. weights], ppm);
            long expectedShortfall = TailMeasure.ExpectedShortfall([.. totals], [.. weights], ppm, valueAtRisk);
            text.Append(CultureInfo.InvariantCulture, $"{weights[^1]},{ppm},{valueAtRisk},{expectedShortfall}\n");
        }

        return text.ToString();
    }

    private static (long CallQ40, long PutQ40) Cells(
        long forward, long strike, long seconds, long sigmaQ46, long spotFactorQ40)
    {
        long factorQ40 = ScenarioFactor.OfForward(forward, 0, spotFactorQ40);
        long vQ46 = Black76.TotalVolatility(sigmaQ46, Black76.SquareRootOfYears(seconds));
        long rvQ38 = Black76.Reciprocal(vQ46);
        long ratioQ46 = Cell.StrikeRatioCeil(strike, forward);
        long xQ46 = Logarithm.Natural(forward) - Logarithm.Natural(strike)
            + (factorQ40 > 0 ? ScenarioFactor.Log(factorQ40) : 0);
        return (
            Cell.Call(factorQ40, ratioQ46, xQ46, vQ46, rvQ38),
            Cell.Put(factorQ40, ratioQ46, xQ46, vQ46, rvQ38));
    }
}
