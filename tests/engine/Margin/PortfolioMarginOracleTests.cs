using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Oracle;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>The engine against a double-precision margin written from the description.</summary>
public sealed class PortfolioMarginOracleTests(ITestOutputHelper output)
{
    private const int Books = 3_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compute_RandomBooks_EqualsTheOracleWithinItsRoundings(bool coinSettled)
    {
        CaseGenerator cases = new(Seeded.Printed(output));
        List<string> differences = [];
        double largest = 0;
        int compared = 0;

        for (int book = 0; book < Books; book++)
        {
            MarginCase inputs = cases.Next(coinSettled, withRotations: true);
            MarginResult result = inputs.Margin();
            OracleResult oracle = new MarginOracle(inputs).Compute();
            foreach ((string name, Approx expected, long actual) in Pairs(oracle, result))
            {
                double share = expected.ShareOf(actual);
                largest = Math.Max(largest, share);
                compared++;
                if (share > 1)
                {
                    differences.Add(
                        $"book {book} {name}: oracle {expected.Value:R} +- {expected.Slack:0.###}, ours {actual}");
                }
            }
        }

        output.WriteLine($"{Books} books, {compared} numbers, largest difference {largest:0.000} of the bound");
        Assert.True(differences.Count == 0, $"{differences.Count}\n{string.Join('\n', differences.Take(20))}");
    }

    private static IEnumerable<(string Name, Approx Expected, long Actual)> Pairs(
        OracleResult oracle, MarginResult result)
    {
        yield return ("equity", oracle.Equity, result.Equity.Raw);
        yield return ("initial margin", oracle.Requirement.Initial, result.InitialMargin.Raw);
        yield return ("maintenance margin", oracle.Requirement.Maintenance, result.MaintenanceMargin.Raw);
        for (int scenario = 0; scenario < oracle.Totals.Length; scenario++)
        {
            yield return ($"scenario {scenario}", oracle.Totals[scenario], result.Totals[scenario].Raw);
        }

        (string Name, OracleStages Expected, ComponentKind[] Kinds)[] parts =
        [
            ("market", oracle.Market, [ComponentKind.Scan, ComponentKind.Basis]),
            ("stable", oracle.Stable, [ComponentKind.Stable]),
            ("perpetual", oracle.Perpetual, [ComponentKind.Perpetual]),
            ("short option", oracle.ShortOption, [ComponentKind.ShortOption]),
            ("confidence", oracle.Confidence, [ComponentKind.Confidence]),
            ("haircut", oracle.Haircut, [ComponentKind.Haircut]),
        ];
        foreach ((string name, OracleStages expected, ComponentKind[] kinds) in parts)
        {
            MarginComponent[] components = [.. result.Components.Where(component => kinds.Contains(component.Kind))];
            yield return ($"{name} initial", expected.Initial, components.Sum(static part => part.Initial.Raw));
            yield return (
                $"{name} maintenance", expected.Maintenance, components.Sum(static part => part.Maintenance.Raw));
        }
    }
}
