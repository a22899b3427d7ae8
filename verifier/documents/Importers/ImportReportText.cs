using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Importers;

/// <summary>An import's report as lines for people.</summary>
public static class ImportReportText
{
    private const int MaxRoundedLines = 5;
    private const int ThousandthDecimals = 3;

    /// <summary>The lines, from files to expiries.</summary>
    public static IEnumerable<string> Lines(ImportReport report)
    {
        foreach (ImportedFile file in report.Files)
        {
            yield return $"{file.Name}: {file.Kind}, {Count(file.Rows)} rows";
        }

        yield return $"rows: {Count(report.RowsRead)} read, {Count(report.RowsKept)} kept, "
            + $"{Count(report.RowsDropped)} dropped";
        foreach (ImportFinding finding in report.Findings)
        {
            yield return $"{finding.Subject}: {Count(finding.Count)} ({string.Join("; ", finding.Examples)})";
        }

        if (!report.Rounded.IsEmpty)
        {
            yield return $"rounded to floor: {Count(report.Rounded.Length)}";
        }

        for (int i = 0; i < report.Rounded.Length && i < MaxRoundedLines; i++)
        {
            RoundedValue value = report.Rounded[i];
            yield return $"  {value.Place}: {value.Printed} -> {value.Kept}";
        }

        yield return $"volatilities: {Count(report.VolatilitiesFromFile)} from file, "
            + $"{Count(report.VolatilitiesSolved)} solved";
        foreach ((string source, RepricingError? largest) in
            new[] { ("the file's", report.LargestFileError), ("a solved", report.LargestSolvedError) })
        {
            if (largest is RepricingError error)
            {
                string absolute = Decimal(error.Absolute, Ratio.Decimals);
                string digits = Decimal(error.ThousandthsOfDigit, ThousandthDecimals);
                string option = InstrumentText.Format(error.Instrument);
                yield return $"largest repricing error at {source} volatility: {absolute}, "
                    + $"{digits} last digits, {option}";
            }
        }

        foreach (ForwardSpread spread in report.Expiries)
        {
            yield return $"{spread.Underlying} {InstantText.Format(spread.Expiry)}: forward {Text(spread.Forward)}, "
                + $"rows {Count(spread.Rows)} from {Text(spread.Lowest)} to {Text(spread.Highest)}";
        }
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Text(Price price) => DecimalText.Format(price.Raw, Price.Decimals);

    private static string Decimal(BigInteger raw, int places)
    {
        string digits = raw.ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return $"{digits[..^places]}.{digits[^places..]}";
    }
}
