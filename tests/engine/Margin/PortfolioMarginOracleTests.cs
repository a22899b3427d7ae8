using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
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

    /// <summary>
    /// Totals of historical and filtered scenarios, and both tail measures: neither moves by more than the totals do.
    /// </summary>
    [Fact]
    public void Compute_RandomTails_EqualTheOracleWithinItsRoundings()
    {
        MeasuredCaseGenerator cases = new(Seeded.Printed(output));
        double largest = 0;
        int measured = 0;

        Assert.All(Enumerable.Range(0, Books).Select(_ => PlainTail(cases.Next())), inputs =>
        {
            MarginResult result = inputs.Margin();
            Approx[] totals = new MarginOracle(inputs).Compute().Totals;
            (Approx valueAtRisk, Approx expectedShortfall) = TailOf(inputs, totals);
            double[] shares =
            [
                .. totals.Zip(result.Totals, static (expected, total) => expected.ShareOf(total.Raw)),
                valueAtRisk.ShareOf(result.ValueAtRisk.Raw),
                expectedShortfall.ShareOf(result.ExpectedShortfall.Raw),
            ];
            largest = Math.Max(largest, shares.Max());
            measured += result.ExpectedShortfall.Raw > 0 ? 1 : 0;
            Assert.InRange(shares.Max(), 0, 1);
        });

        output.WriteLine(
            $"{Books} books, {measured} with a shortfall, largest difference {largest:0.000} of the bound");
        Assert.True(measured > Books / 2);
    }

    /// <summary>The case with its tail measure and none of the other optional members.</summary>
    private static MarginCase PlainTail(MarginCase inputs) => inputs with
    {
        Orders = [],
        Model = inputs.Model with
        {
            Across = AcrossParameters.Joint,
            Concentration = [],
            Limits = LimitParameters.None,
            Dynamic = DynamicParameters.None,
            Credit = CreditParameters.None,
            Counterparties = CounterpartyParameters.None,
        },
    };

    private static (Approx ValueAtRisk, Approx ExpectedShortfall) TailOf(MarginCase inputs, Approx[] totals)
    {
        (double Loss, double Weight, double Slack)[] losses =
        [
            .. inputs.Scenarios.Scenarios
                .Select((scenario, index) => (scenario, Loss: -totals[index].Value, totals[index].Slack))
                .Where(static row => row.scenario.IsTail)
                .Select(static row => (row.Loss, (double)row.scenario.Weight, row.Slack))
                .OrderByDescending(static row => row.Loss),
        ];
        double slack = losses.Max(static row => row.Slack);
        double mass = losses.Sum(static row => row.Weight) * (1_000_000 - inputs.Model.Measure.ConfidencePpm) / 1e6;
        double cumulated = 0;
        double sum = 0;
        foreach ((double loss, double weight, _) in losses)
        {
            double counted = Math.Min(weight, mass - cumulated);
            sum += counted * loss;
            cumulated += counted;
            if (mass - cumulated <= mass * 1e-13)
            {
                return (new Approx(Math.Max(0, loss), slack), new Approx(Math.Max(0, sum / mass), slack + 1));
            }
        }

        throw new InvalidOperationException("the weights are fewer than the tail's mass");
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
