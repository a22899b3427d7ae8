using System;
using System.Collections.Generic;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Margin.Derive;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>The engine against the published numbers of an exchange's own portfolio margin.</summary>
public sealed class DerivePmrm2Tests(ITestOutputHelper output)
{
    [DataFact("derive-pm")]
    public void Compute_EveryPublishedCase_GivesThePublishedNumbers()
    {
        CaseFile[] files = CaseFile.Of(CaseFileKind.SecondPortfolio);
        List<string> differences = [];
        int compared = 0;
        decimal largest = 0;

        foreach (CaseFile file in files)
        {
            using DerivePmrm2Case golden = new(file.FullName);
            MarginResult result = MarginRules.Compute(
                golden.Market(), new MarginModel(golden.Model(), golden.Scenarios()), golden.Book());
            foreach ((string name, decimal published, Money ours) in Pairs(golden, result))
            {
                decimal tolerance = 1e-8m * Math.Abs(published) + 3e-6m * golden.Terms;
                decimal difference = Math.Abs(ours.Raw / 1_000_000m - published);
                compared++;
                largest = Math.Max(largest, difference / tolerance);
                if (difference > tolerance)
                {
                    differences.Add($"{golden.Name} {name}: published {published}, ours {ours.Raw / 1_000_000m}");
                }
            }
        }

        output.WriteLine($"{files.Length} cases, {compared} numbers, largest difference {largest:0.000} of the tolerance");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static IEnumerable<(string Name, decimal Published, Money Ours)> Pairs(
        DerivePmrm2Case golden,
        MarginResult result)
    {
        yield return (
            "IM",
            DerivePmrm2Case.Number(golden.Result.GetProperty("IM")),
            new Money(result.Equity.Raw - result.InitialMargin.Raw));
        yield return (
            "MM",
            DerivePmrm2Case.Number(golden.Result.GetProperty("MM")),
            new Money(result.Equity.Raw - result.MaintenanceMargin.Raw));
        decimal[] published = [.. golden.PublishedTotals()];
        for (int scenario = 0; scenario < result.Totals.Length; scenario++)
        {
            yield return ($"scenario {scenario}", published[scenario], result.Totals[scenario]);
        }

        Assert.Equal(published.Length, result.Totals.Length + golden.RefusedScenarios);
    }
}
