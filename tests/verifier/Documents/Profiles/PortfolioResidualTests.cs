using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents;

/// <summary>
/// The shipped residuals against a second computation, in double precision, from every price history that has them.
/// </summary>
public sealed class PortfolioResidualTests(ITestOutputHelper output)
{
    private const double Decay = 0.97;
    private const string Prefix = "filtered:";

    private static readonly ScenariosDocument Shipped = Profiles.Open("portfolio-1.0").Scenarios;

    [DataFact("prices")]
    public void Residuals_OfEveryHistoryThatHasTheDays_AreTheShippedOnes()
    {
        Scenario[] filtered = [.. Shipped.Set.Scenarios.Where(static one => one.IsResidual)];
        string[] dates = [.. filtered.Select(static one => one.Label[Prefix.Length..])];
        int histories = 0;
        double largest = 0;
        foreach (string file in ReferenceData.Files("prices", "*.csv.gz"))
        {
            (string[] Head, string[][] Rows) table = Read(file);
            if (table.Head[0] != "date" || !dates.All(table.Rows.Select(static row => row[0]).Contains))
            {
                continue;
            }

            histories++;
            for (int factor = 0; factor < Shipped.Set.Factors.Length; factor++)
            {
                Dictionary<string, double> residuals = Residuals(table, Shipped.Set.Factors[factor].ToString());
                for (int day = 0; day < dates.Length; day++)
                {
                    double shipped = filtered[day].Shocks[factor].SpotFactorQ40 / (double)(1L << 40);
                    largest = Math.Max(largest, Math.Abs(shipped - residuals[dates[day]]));
                }
            }
        }

        output.WriteLine($"{histories} histories, {dates.Length} days, largest difference {largest:E2}");
        Assert.True(histories > 0 && dates.Length == 500);

        // Six places, and the floor to 2^-40.
        Assert.InRange(largest, 0, 5.1e-7);
    }

    /// <summary>Each day's log return in standard deviations that the days before it forecast.</summary>
    private static Dictionary<string, double> Residuals((string[] Head, string[][] Rows) table, string coin)
    {
        int column = Array.IndexOf(table.Head, coin);
        double[] prices = [.. table.Rows.Select(row => double.Parse(row[column], CultureInfo.InvariantCulture))];
        Dictionary<string, double> residuals = [];
        double variance = Math.Pow(Math.Log(prices[1] / prices[0]), 2);
        for (int day = 2; day < prices.Length; day++)
        {
            double change = Math.Log(prices[day] / prices[day - 1]);
            residuals[table.Rows[day][0]] = change / Math.Sqrt(variance);
            variance = (Decay * variance) + ((1 - Decay) * change * change);
        }

        return residuals;
    }

    private static (string[] Head, string[][] Rows) Read(string file)
    {
        using GZipStream unzipped = new(File.OpenRead(file), CompressionMode.Decompress);
        using StreamReader reader = new(unzipped);
        string[][] lines =
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line.TrimEnd('\r').Split(',')),
        ];
        return (lines[0], lines[1..]);
    }
}
