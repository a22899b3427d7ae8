using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>A covariance for people: volatilities, correlations, what the repair did, and the hash.</summary>
internal static class CovarianceTables
{
    private const int ShownPlaces = 6;
    private const int CorrelationPlaces = 3;
    private const int DateLength = 10;

    internal static void Print(IAnsiConsole console, CovarianceDocument document)
    {
        Table table = Tables.Columns(
            "correlation of", ["volatility of a year", .. document.Underlyings.Select(static one => one.ToString())]);
        for (int row = 0; row < document.Underlyings.Length; row++)
        {
            int at = row;
            table.Add(
            [
                document.Underlyings[row].ToString(),
                Rounded(document.Volatilities[row].Raw, ShownPlaces),
                .. Enumerable.Range(0, document.Underlyings.Length)
                    .Select(column => Rounded(document.CorrelationOf(at, column).Raw, CorrelationPlaces)),
            ]);
        }

        console.Write(table);
        console.WriteLine($"{string.Join(", ", Parameters(document.Estimator))}; {document.Observations} bars of "
            + $"{DurationText.Format(document.BarSeconds)}, {Day(document.From)} to {Day(document.To)}");
        foreach (CorrelationOpinion opinion in document.Opinions)
        {
            console.WriteLine($"by hand: {opinion.First}, {opinion.Second} = {Plain(opinion.Correlation)}");
        }

        string repaired = document.Repair.Method == CorrelationRepairMethod.None
            ? "no repair needed"
            : $"{Plain(document.Repair.SmallestAfter)} after repair by {CovarianceNames.Of(document.Repair.Method)}";
        console.WriteLine($"smallest eigenvalue {Plain(document.Repair.SmallestBefore)}, {repaired}");
        console.WriteLine($"covariance hash {CovarianceRows.Hash(document)}");
    }

    /// <summary>The method and its parameters.</summary>
    private static IEnumerable<string> Parameters(CovarianceEstimator estimator)
    {
        yield return CovarianceNames.Of(estimator.Method);
        foreach ((string name, Ratio? parameter) in new[]
        {
            ("lambda", estimator.Lambda), ("shock", estimator.Shock), ("memory", estimator.Memory),
        })
        {
            if (parameter is { } ratio)
            {
                yield return $"{name} {Plain(ratio)}";
            }
        }

        if (estimator.Intensity is { } intensity)
        {
            yield return $"intensity {Rounded(intensity.Raw, ShownPlaces)}";
        }

        if (estimator.IsFloored)
        {
            yield return "volatilities floored by the whole history";
        }
    }

    /// <summary>Rounded to the nearest, with all its places: a table is read, not computed with.</summary>
    internal static string Rounded(long raw, int places)
    {
        long unit = 1;
        for (int place = places; place < Ratio.Decimals; place++)
        {
            unit *= 10;
        }

        long half = raw < 0 ? -unit / 2 : unit / 2;
        long rounded = (raw + half) / unit;
        string magnitude = Math.Abs(rounded).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return $"{(rounded < 0 ? "-" : string.Empty)}{magnitude[..^places]}.{magnitude[^places..]}";
    }

    private static string Plain(Ratio ratio) => DecimalText.Format(ratio.Raw, Ratio.Decimals);

    private static string Day(Instant instant) => InstantText.Format(instant)[..DateLength];
}
