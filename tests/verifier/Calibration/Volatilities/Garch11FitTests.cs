using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Verifiable.Calibration.Volatilities;
using Verifiable.Documents.Importers;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Volatilities;

public sealed class Garch11FitTests(ITestOutputHelper output)
{
    // The benchmark of GARCH software: 1,974 returns of DEM/GBP (Bollerslev and Ghysels 1996), optimum and standard
    // errors by analytic derivatives (Fiorentini, Calzolari and Panattoni 1996). The optimum in 40-digit arithmetic has
    // omega = 0.01076139785, which the publication cut to 0.0107613; the seven other figures are rounded.
    [DataFact("reference/garch")]
    public void Of_PublishedBenchmark_HasThePublishedFigures()
    {
        string[] files = ReferenceData.Files("reference/garch", "expected_*.csv");
        string[] samples = ReferenceData.Files("reference/garch", "*.csv.gz");
        double[] returns = [.. VenueFile.Read(Assert.Single(samples)).ToText()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Skip(1)
            .Select(static line => double.Parse(line, CultureInfo.InvariantCulture))];
        ReferenceTable expected = ReferenceTable.Read(Assert.Single(files));

        Garch11Fit fit = Garch11Fit.Of(returns);

        int rounded = 0;
        for (int row = 0; row < expected.Count; row++)
        {
            string name = expected.Text(row, "parameter");
            rounded += Compare(name, Parameter(fit.Model, name), expected.Text(row, "estimate"));
            rounded += Compare(
                $"error of {name}", Parameter(fit.StandardErrors, name), expected.Text(row, "std_error_hessian"));
        }

        output.WriteLine(FormattableString.Invariant(
            $"{Path.GetFileName(files[0])}: {2 * expected.Count} values; log-likelihood {fit.LogLikelihood:F8}"));
        Assert.Equal(1974, returns.Length);
        Assert.Equal(-1106.60788104, fit.LogLikelihood, 8); // 40-digit arithmetic (mpmath 1.3)
        Assert.Equal(7, rounded);
    }

    // A volatility that knows its own parameters: scaled returns have scaled estimates, and a longer sample finds them.
    [Fact]
    public void Of_SimulatedSeries_FindsTheParametersAtAnyScale()
    {
        Seeded seeded = Seeded.Printed(output);
        Garch11 truth = new(0.001, 0.00004, 0.08, 0.9);
        double[] returns = new double[6000];
        double variance = truth.LongRunVariance;
        for (int i = 0; i < returns.Length; i++)
        {
            double residual = Math.Sqrt(variance) * seeded.StandardNormal();
            returns[i] = truth.Mean + residual;
            variance = truth.Omega + (truth.Alpha * residual * residual) + (truth.Beta * variance);
        }

        Garch11Fit fit = Garch11Fit.Of(returns);
        Garch11Fit percent = Garch11Fit.Of([.. returns.Select(static observation => 100 * observation)]);

        output.WriteLine(fit.ToString());
        Assert.True(Math.Abs(fit.Model.Mean - truth.Mean) < 6 * fit.StandardErrors.Mean);
        Assert.True(Math.Abs(fit.Model.Omega - truth.Omega) < 6 * fit.StandardErrors.Omega);
        Assert.True(Math.Abs(fit.Model.Alpha - truth.Alpha) < 6 * fit.StandardErrors.Alpha);
        Assert.True(Math.Abs(fit.Model.Beta - truth.Beta) < 6 * fit.StandardErrors.Beta);
        Assert.Equal(100 * fit.Model.Mean, percent.Model.Mean, 9);
        Assert.Equal(fit.Model.Alpha, percent.Model.Alpha, 7);
        Assert.Equal(fit.LogLikelihood - (returns.Length * Math.Log(100)), percent.LogLikelihood, 6);
    }

    [Fact]
    public void Of_SeriesWithoutSuchVolatility_IsRefused()
    {
        double[] alternating = [.. Enumerable.Range(0, 200).Select(static i => i % 2 == 0 ? 1.0 : -1.0)];

        Assert.Equal(
            ErrorCode.ResultOutOfRange, Assert.Throws<MarginException>(() => Garch11Fit.Of(alternating)).Code);
    }

    [Theory]
    [InlineData(99, ErrorCode.RowCountOutOfRange)]
    [InlineData(100, ErrorCode.ParameterOutOfRange)] // constant returns
    public void Of_SampleOutsideDomain_IsRefused(int count, ErrorCode code) =>
        Assert.Equal(code, Assert.Throws<MarginException>(() => Garch11Fit.Of(new double[count])).Code);

    private int Compare(string name, double found, string printed)
    {
        PrintedNumber number = PrintedNumber.Parse(printed);
        output.WriteLine(FormattableString.Invariant($"{name}: {found:R} for {printed}"));
        Assert.True(number.IsRounded(found) || number.IsTruncated(found), $"{name} is {found}, published {printed}");
        return number.IsRounded(found) ? 1 : 0;
    }

    private static double Parameter(Garch11 model, string name) => name switch
    {
        "mu" => model.Mean,
        "omega" => model.Omega,
        "alpha1" => model.Alpha,
        "beta1" => model.Beta,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "a parameter of GARCH(1,1)"),
    };
}
