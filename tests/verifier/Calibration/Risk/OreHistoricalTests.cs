using System;
using System.Globalization;
using System.Linq;
using Verifiable.Calibration.Risk;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Risk;

/// <summary>
/// The historical-simulation report of the Open Source Risk Engine: 715 overlapping ten-day profits a class.
/// </summary>
public sealed class OreHistoricalTests(ITestOutputHelper output)
{
    private const string Folder = "reference/ore-histsim";
    private const string QuantilePrefix = "Quantile_";
    private const string ShortfallPrefix = "ExpectedShortfall_";

    [DataFact(Folder)]
    public void EveryReportedValue_IsReproducedToItsPrintedDigits()
    {
        string[] files = ReferenceData.Files(Folder, "*expected*.csv");
        ReferenceTable profits = ReferenceTable.Read(Assert.Single(ReferenceData.Files(Folder, "historical_PnL.csv*")));
        int compared = 0;

        foreach (string file in files)
        {
            ReferenceTable expected = ReferenceTable.Read(file);
            for (int row = 0; row < expected.Count; row++)
            {
                compared += CompareRow(profits, expected, row);
            }
        }

        output.WriteLine($"{files.Length} file, {profits.Count} profits, {compared} values");
        Assert.True(compared >= 48);
    }

    private static int CompareRow(ReferenceTable profits, ReferenceTable expected, int row)
    {
        double[] sample = [.. profits.RowsWhere("RiskClass", expected.Text(row, "RiskClass"))
            .Where(index => profits.Text(index, "RiskType") == expected.Text(row, "RiskType"))
            .Select(index => profits.Number(index, "PLAmount"))];
        int compared = 0;
        foreach (string column in expected.Header.Where(static name => name.Contains('_', StringComparison.Ordinal)))
        {
            bool isQuantile = column.StartsWith(QuantilePrefix, StringComparison.Ordinal);
            string level = column[(isQuantile ? QuantilePrefix : ShortfallPrefix).Length..];
            TailRisk risk = OrderStatistic.Of(sample, double.Parse(level, CultureInfo.InvariantCulture));
            double found = isQuantile ? risk.ValueAtRisk : risk.ExpectedShortfall;

            Assert.True(
                PrintedNumber.Parse(expected.Text(row, column)).IsRounded(found), $"row {row} {column}: {found}");
            compared++;
        }

        return compared;
    }
}
