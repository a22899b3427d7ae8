using System.IO;
using Verifiable.Calibration.Risk;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Risk;

public sealed class OptionSensitivitiesTests(ITestOutputHelper output)
{
    // Haug's printed values; the tolerance that travels with the table, a unit of the last digit, is not needed.
    [DataFact("reference/black-scholes")]
    public void Value_EveryPublishedOption_IsReproduced()
    {
        string[] files = ReferenceData.Files("reference/black-scholes", "*.csv");
        int compared = 0;

        foreach (string file in files)
        {
            ReferenceTable table = ReferenceTable.Read(file);
            for (int row = 0; row < table.Count; row++, compared++)
            {
                double found = OfRow(table, row).Value;
                PrintedNumber printed = PrintedNumber.Parse(table.Text(row, "value"));
                Assert.True(printed.IsRounded(found), $"{Path.GetFileName(file)} row {row}: {found}");
            }
        }

        output.WriteLine($"{files.Length} file, {compared} values");
        Assert.True(compared >= 22);
    }

    // Delta and gamma against differences of the value itself, at a step where both errors are below the tolerance.
    [DataFact("reference/black-scholes")]
    public void DeltaAndGamma_EveryPublishedOption_AreTheDerivatives()
    {
        ReferenceTable table = ReferenceTable.Read(
            Assert.Single(ReferenceData.Files("reference/black-scholes", "*.csv")));

        for (int row = 0; row < table.Count; row++)
        {
            double step = 1e-4 * table.Number(row, "spot");
            OptionSensitivities at = OfRow(table, row);
            double above = OfRow(table, row, step).Value;
            double below = OfRow(table, row, -step).Value;

            Assert.Equal((above - below) / (2 * step), at.Delta, 1e-6);
            Assert.Equal((above - (2 * at.Value) + below) / (step * step), at.Gamma, 1e-5 + (1e-5 * at.Gamma));
        }
    }

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1, 1, 1, 0)]
    [InlineData(1, 1, 1, double.NaN)]
    public void Of_OutsideDomain_IsRefused(double spot, double strike, double years, double volatility) =>
        Assert.Equal(
            ErrorCode.ParameterOutOfRange,
            Assert.Throws<MarginException>(
                () => OptionSensitivities.Of(true, spot, strike, 0, 0, years, volatility)).Code);

    private static OptionSensitivities OfRow(ReferenceTable table, int row, double spotShift = 0) =>
        OptionSensitivities.Of(
            table.Text(row, "type") == "Call",
            table.Number(row, "spot") + spotShift,
            table.Number(row, "strike"),
            table.Number(row, "q"),
            table.Number(row, "r"),
            table.Number(row, "t"),
            table.Number(row, "vol"));
}
