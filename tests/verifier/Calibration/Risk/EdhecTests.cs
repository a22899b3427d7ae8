using System;
using System.IO;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Covariance;
using Verifiable.Calibration.Returns;
using Verifiable.Calibration.Risk;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Risk;

/// <summary>
/// What PerformanceAnalytics prints for the 13 hedge-fund indices of its data set: three methods, two measures. Its
/// four-digit snapshot is cut, its six-digit baseline rounded (provenance of the files).
/// </summary>
public sealed class EdhecTests(ITestOutputHelper output)
{
    private const string Folder = "reference/edhec";
    private const int BaselineRows = 100;
    private const double BaselineConfidence = 0.95;

    [DataFact(Folder)]
    public void EverySnapshotValue_IsReproduced()
    {
        ReferenceTable returns = Returns();
        string[] files = ReferenceData.Files(Folder, "expected_var_es*.csv");
        int compared = 0;

        foreach (string file in files)
        {
            ReferenceTable expected = ReferenceTable.Read(file);
            for (int row = 0; row < expected.Count; row++, compared++)
            {
                double found = Measure(
                    expected.Text(row, "measure"),
                    expected.Text(row, "method"),
                    returns.Column(expected.Text(row, "column")),
                    expected.Number(row, "p"));
                Assert.True(
                    PrintedNumber.Parse(expected.Text(row, "value")).IsTruncated(found),
                    $"{Path.GetFileName(file)} row {row}: {found}");
            }
        }

        output.WriteLine($"{files.Length} file, {compared} values");
        Assert.True(compared >= 78);
    }

    [DataFact(Folder)]
    public void EveryBaselineValue_IsReproduced()
    {
        ReferenceTable returns = Returns();
        string[] files = ReferenceData.Files(Folder, "expected_baseline*.csv");
        int compared = 0;

        foreach (string file in files)
        {
            ReferenceTable expected = ReferenceTable.Read(file);
            for (int row = 0; row < expected.Count; row++, compared++)
            {
                string method = expected.Text(row, "method");
                double found = method == "gaussian component total"
                    ? ComponentTotal(returns)
                    : Measure(
                        expected.Text(row, "measure"),
                        method,
                        [.. returns.Column(returns.Header[1]).Take(BaselineRows)],
                        BaselineConfidence);
                PrintedNumber printed = PrintedNumber.Parse(expected.Text(row, "value"));
                Assert.True(printed.IsRounded(found), $"{Path.GetFileName(file)} row {row}: {found}");
            }
        }

        output.WriteLine($"{files.Length} file, {compared} values");
        Assert.True(compared >= 6);
    }

    private static ReferenceTable Returns() =>
        ReferenceTable.Read(Assert.Single(ReferenceData.Files(Folder, "edhec_*.csv")));

    private static double Measure(string measure, string method, double[] returns, double confidence)
    {
        TailRisk risk = method switch
        {
            "historical" => InterpolatedQuantile.Of(returns, confidence),
            "gaussian" => Gaussian(Moments.Of(returns), confidence),
            "modified" => CornishFisher.Of(Moments.Of(returns).Shape, confidence),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "a method of the package"),
        };
        return measure switch
        {
            "VaR" => risk.ValueAtRisk,
            "ES" => risk.ExpectedShortfall,
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "a measure of the package"),
        };
    }

    private static TailRisk Gaussian(Moments moments, double confidence) =>
        NormalRisk.Of(moments.Mean, moments.Deviation, confidence);

    // Weights 0.3, 0.4, 0.3 of the first three indices, with the covariance of divisor n - 1, printed as a loss.
    private static double ComponentTotal(ReferenceTable returns)
    {
        Matrix<double> sample = Matrix<double>.Build.DenseOfColumnArrays(
            returns.Header.Skip(1).Take(3).Select(name => returns.Column(name).Take(BaselineRows).ToArray()));
        Vector<double> weights = Vector<double>.Build.DenseOfArray([0.3, 0.4, 0.3]);
        Vector<double> means = sample.ColumnSums() / sample.RowCount;
        Matrix<double> covariance = SampleCovariance.Of(sample);

        double total = NormalRisk.Of(weights, means, covariance, BaselineConfidence).ValueAtRisk;
        Vector<double> components = NormalRisk.Components(weights, means, covariance, BaselineConfidence);

        Assert.Equal(total, components.Sum(), 14);
        return -components.Sum();
    }
}
