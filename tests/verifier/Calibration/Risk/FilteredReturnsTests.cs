using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Returns;
using Verifiable.Calibration.Risk;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Risk;

public sealed class FilteredReturnsTests(ITestOutputHelper output)
{
    private static readonly ReturnTable Small = new(
        ["A"],
        [new Instant(1), new Instant(2), new Instant(3)],
        Matrix<double>.Build.DenseOfColumnArrays([2, 4, -5]));

    // By hand with lambda 3/4 and one seed row: variances 4, then 3 + 4 = 7, then 21/4 + 25/4 = 11.5.
    [Fact]
    public void Of_ThreeReturns_DividesByWhatWasForecast()
    {
        FilteredReturns filtered = FilteredReturns.Of(Small, 0.75, 1);

        Assert.Equal([2, 3], filtered.Times.Select(static time => time.Seconds));
        Assert.Equal([2, -5 / Math.Sqrt(7)], filtered.Residuals.ToColumnMajorArray());
        Assert.Equal([Math.Sqrt(11.5)], filtered.Volatilities);
    }

    [Fact]
    public void Simulate_FourBarsAhead_ScalesByVolatilityAndRootOfTime()
    {
        FilteredReturns filtered = FilteredReturns.Of(Small, 0.75, 1);

        Matrix<double> simulated = filtered.Simulate(Vector<double>.Build.Dense(1, 0.5), 4);

        Assert.Equal(filtered.Residuals, simulated);
    }

    [Fact]
    public void Of_SeriesThatDoesNotMove_IsRefused()
    {
        ReturnTable still = Small with { Values = Matrix<double>.Build.Dense(3, 1) };

        Assert.Equal(
            ErrorCode.ParameterOutOfRange,
            Assert.Throws<MarginException>(() => FilteredReturns.Of(still, 0.97, 1)).Code);
    }

    [Fact]
    public void Of_NothingBeyondTheSeed_IsRefused() =>
        Assert.Equal(
            ErrorCode.RowCountOutOfRange,
            Assert.Throws<MarginException>(() => FilteredReturns.Of(Small, 0.97, 3)).Code);

    // What the filter is for: over real years, residuals have about unit variance and squares that no longer cluster.
    [DataFact("prices")]
    public void Of_RealHistory_TakesTheClusteringOut()
    {
        string file = ReferenceData.Files("prices", "daily_close_usd_4assets*.csv.gz").Single();
        ReturnTable returns = LogReturns.Of(PriceHistoryReader.Read(VenueFile.Read(file)), ["BTC", "ETH", "BNB"]);

        FilteredReturns filtered = FilteredReturns.Of(returns, 0.97, 60);

        for (int i = 0; i < 3; i++)
        {
            Moments residual = Moments.Of(filtered.Residuals.Column(i).ToArray());
            double before = Clustering(returns.Values.Column(i));
            double after = Clustering(filtered.Residuals.Column(i));
            output.WriteLine(FormattableString.Invariant(
                $"{returns.Names[i]}: {residual.Count} residuals, deviation {residual.Deviation:F3}, ")
                + FormattableString.Invariant($"autocorrelation of sizes {before:F3} before, {after:F3} after"));
            Assert.InRange(residual.Deviation, 0.9, 1.15);
            Assert.True(after < before);
        }
    }

    private static double Clustering(Vector<double> returns) =>
        Enumerable.Range(1, 10).Average(lag => Moments.Autocorrelation(returns.Map(Math.Abs).ToArray(), lag));
}
