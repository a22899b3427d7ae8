using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Margin;

/// <summary>
/// The historical simulation that Open Source Risk Engine publishes: 715 profits a risk class, with quantiles and
/// expected shortfalls.
/// </summary>
/// <remarks>
/// Its quantile p of n ascending profits is number ceil(n p), which is our value at risk at 1 - p, and is compared as
/// it stands. Its expected shortfall is the plain mean of those ceil(n p) profits, where ours takes the last of them
/// with the fraction that n p leaves: 7.15 profits and not 8 at p = 1 %. So its sum is put right by that fraction
/// first.
/// </remarks>
public sealed class PublishedTailTests(ITestOutputHelper output)
{
    private const string Subfolder = "reference/ore-histsim";
    private const int Places = 6;

    [DataFact(Subfolder)]
    public void Measures_PublishedProfits_ArePublishedQuantilesAndMeans()
    {
        Dictionary<string, long[]> profits = Profits();
        int compared = 0;
        foreach (string file in ReferenceData.Files(Subfolder, "*expected.csv"))
        {
            string[][] lines = [.. File.ReadLines(file).Select(static line => line.Split(','))];
            foreach (string[] row in lines.Skip(1))
            {
                AssertRow(lines[0], row, profits[string.Join(',', row[..3])]);
                compared++;
            }
        }

        output.WriteLine($"{profits.Count} risk classes, {compared} compared");
        Assert.True(compared > 0 && compared == profits.Count);
    }

    private static void AssertRow(string[] head, string[] row, long[] totals)
    {
        long[] weights = [.. Enumerable.Repeat(1L, totals.Length)];
        string[] quantiles = [.. head.Where(static name => name.StartsWith("Quantile_", StringComparison.Ordinal))];
        Assert.NotEmpty(quantiles);
        Assert.All(quantiles, name =>
        {
            string level = name["Quantile_".Length..];
            decimal share = decimal.Parse(level, CultureInfo.InvariantCulture);
            long ppm = 1_000_000 - (long)(share * 1_000_000);
            long quantile = Raw(row[Array.IndexOf(head, name)]);
            long valueAtRisk = TailMeasure.ValueAtRisk(totals, weights, ppm);
            Assert.Equal(-quantile, valueAtRisk);

            decimal mass = totals.Length * share;
            decimal count = decimal.Ceiling(mass);
            decimal mean = Raw(row[Array.IndexOf(head, $"ExpectedShortfall_{level}")]);
            decimal expected = -((count * mean) - ((count - mass) * quantile)) / mass;
            long expectedShortfall = TailMeasure.ExpectedShortfall(totals, weights, ppm, valueAtRisk);

            // The published mean is rounded to its last place, half a unit of which count / mass enlarges; ours is
            // rounded up.
            Assert.InRange(expectedShortfall - expected, -(count / mass), 1 + (count / mass));
        });
    }

    private static Dictionary<string, long[]> Profits() => ReferenceData.Files(Subfolder, "*.csv.gz")
        .SelectMany(Lines)
        .Where(static line => !line.StartsWith('#'))
        .Select(static line => line.Split(','))
        .GroupBy(static row => string.Join(',', row[..3]), static row => Raw(row[^1]))
        .ToDictionary(static group => group.Key, static group => group.ToArray());

    private static List<string> Lines(string file)
    {
        using GZipStream unzipped = new(File.OpenRead(file), CompressionMode.Decompress);
        using StreamReader reader = new(unzipped);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static long Raw(string amount) =>
        (long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * (decimal)Math.Pow(10, Places));
}
