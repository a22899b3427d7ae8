using System;
using System.Globalization;
using System.IO;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Verifiable.Calibration.Returns;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Returns;

/// <summary>
/// NIST's Statistical Reference Datasets, certified to 15 digits. Agreement is counted in decimal digits (log relative
/// error). A file's own doubles may hold fewer: 1000000.2 is 6e-11 off, which a deviation of 0.1 sees as 6e-10.
/// </summary>
public sealed class NistTests(ITestOutputHelper output)
{
    private const double FullDigits = 12.5;
    private const double CertifiedDigits = 15;

    [DataFact("reference/nist-strd")]
    public void EveryFile_CertifiedValues_AreReached()
    {
        string[] files = ReferenceData.Files("reference/nist-strd", "*.dat");
        int compared = 0;

        foreach (string file in files)
        {
            string[] lines = File.ReadAllLines(file);
            compared += lines.Any(static line => line.Contains("Linear Least Squares", StringComparison.Ordinal))
                ? CompareRegression(file, lines)
                : CompareUnivariate(file, lines);
        }

        output.WriteLine($"{files.Length} files, {compared} certified values");
        Assert.True(files.Length > 0 && compared >= 3 * files.Length);
    }

    private int CompareUnivariate(string file, string[] lines)
    {
        int head = Array.FindIndex(lines, static line => line.StartsWith("Data:", StringComparison.Ordinal)
            && line.EndsWith('Y'));
        double[] sample = [.. lines.Skip(head + 2).Where(static line => line.Trim().Length > 0).Select(Number)];
        Moments moments = Moments.Of(sample);

        // What rounding to doubles has already done to the deviations, relative to their size.
        double lost = -Math.Log10(sample.Max(Math.Abs) * Math.Pow(2, -53) / moments.Deviation);
        double reachable = Math.Min(FullDigits, lost);
        Compare(file, "mean", moments.Mean, Certified(lines, "Sample Mean"), FullDigits);
        Compare(file, "deviation", moments.SampleDeviation, Certified(lines, "Sample Standard Deviation"), reachable);
        Compare(file, "autocorrelation", Moments.Autocorrelation(sample, 1),
            Certified(lines, "Sample Autocorrelation"), reachable);
        return 3;
    }

    // Longley's collinear data: what MathNet's QR keeps of it bounds every fit made with that library.
    private int CompareRegression(string file, string[] lines)
    {
        const double conditionedDigits = 10;
        int head = Array.FindIndex(lines, static line => line.StartsWith("Data:", StringComparison.Ordinal)
            && line.Contains("x1", StringComparison.Ordinal));
        double[][] data = [.. lines.Skip(head + 1).Where(static line => line.Trim().Length > 0)
            .Select(static line => Fields(line).Select(Number).ToArray())];
        Matrix<double> design = Matrix<double>.Build.Dense(
            data.Length, data[0].Length, (row, column) => column == 0 ? 1 : data[row][column]);
        Vector<double> response = Vector<double>.Build.Dense(data.Length, row => data[row][0]);

        QR<double> qr = design.QR(QRMethod.Thin);
        Vector<double> estimate = qr.Solve(response);
        Vector<double> residual = response - (design * estimate);
        int freedom = data.Length - design.ColumnCount;
        double residualSum = residual * residual;
        double total = Moments.Of([.. response]).Variance * data.Length;
        double regression = (total - residualSum) / (design.ColumnCount - 1);
        Matrix<double> inverse = qr.R.Inverse();
        double deviation = Math.Sqrt(residualSum / freedom);

        for (int i = 0; i < estimate.Count; i++)
        {
            string[] certified = FieldsOf(lines, $"B{i} ");
            Compare(file, $"B{i}", estimate[i], certified[1], conditionedDigits);
            Compare(file, $"deviation of B{i}", deviation * inverse.Row(i).L2Norm(), certified[2], conditionedDigits);
        }

        string[] table = FieldsOf(lines, "Regression  ");
        Compare(file, "residual deviation", deviation, FieldsOf(lines, "Standard Deviation  ")[2], conditionedDigits);
        double explained = (total - residualSum) / total;
        Compare(file, "R-squared", explained, FieldsOf(lines, "R-Squared  ")[1], conditionedDigits);
        Compare(file, "regression sum of squares", total - residualSum, table[2], conditionedDigits);
        Compare(file, "regression mean square", regression, table[3], conditionedDigits);
        Compare(file, "F", regression / (residualSum / freedom), table[4], conditionedDigits);
        return (2 * estimate.Count) + 5;
    }

    private void Compare(string file, string subject, double found, string certified, double neededDigits)
    {
        double expected = Number(certified);
        double error = Math.Abs(found - expected) / Math.Abs(expected);
        double digits = error == 0 ? CertifiedDigits : Math.Min(CertifiedDigits, -Math.Log10(error));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Path.GetFileName(file)} {subject}: {certified}, {digits:F1} digits"));
        Assert.True(digits >= neededDigits, $"{file} {subject}: {found} for {certified}");
    }

    private static string Certified(string[] lines, string subject) =>
        Fields(lines.First(line => line.StartsWith(subject, StringComparison.Ordinal)).Split(": ")[^1])[0];

    private static string[] FieldsOf(string[] lines, string start) =>
        Fields(lines.First(line => line.TrimStart().StartsWith(start, StringComparison.Ordinal)));

    private static string[] Fields(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
