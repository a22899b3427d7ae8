using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>
/// Other rules against the published numbers of an exchange's own: every case of every file below the data folder.
/// </summary>
public sealed class DeriveCaseTests(ITestOutputHelper output)
{
    private const decimal MicroUnits = 1_000_000m;

    [DataFact("derive-pm")]
    public void Files_OfEveryKind_AreReadOrAreNoCases()
    {
        CaseFile[] files = CaseFile.All();
        foreach (IGrouping<CaseFileKind, CaseFile> kind in files.GroupBy(static file => file.Kind))
        {
            output.WriteLine($"{kind.Key}: {kind.Count()} files");
        }

        CaseFile[] unknown = [.. files.Where(static file => file.Kind == CaseFileKind.None)];
        foreach (CaseFile file in unknown)
        {
            output.WriteLine($"not a case file: {file.Name}");
        }

        Assert.DoesNotContain(unknown, static file => file.HasResults);
    }

    [CaseFact(CaseFileKind.FirstPortfolio)]
    public void Compute_FirstPortfolioCases_GiveThePublishedWholeDollars() =>
        AssertWholeDollars(CaseFileKind.FirstPortfolio, "pmrm1");

    [CaseFact(CaseFileKind.Standard)]
    public void Compute_StandardCases_GiveThePublishedWholeDollars() =>
        AssertWholeDollars(CaseFileKind.Standard, "standard");

    [CaseFact(CaseFileKind.FixedPoint)]
    public void Compute_FixedPointCases_GiveThePublishedMargins()
    {
        MarginModel model = MarketsV1.Read().UndiscountedOfFixedPoint();
        List<string> differences = [];
        int cases = 0;
        foreach (JsonProperty row in CaseFile.Of(CaseFileKind.FixedPoint).SelectMany(static file => file.Cases))
        {
            FixedPointCase golden = new(row.Value.GetProperty("Scenario"));
            MarginResult margin = golden.Inputs(model).Margin();
            JsonElement results = row.Value.GetProperty("Result");
            Compare($"{row.Name} IM", FixedPointCase.Dollars(results, "InitialMarginCalc"), Initial(margin), golden.Terms);
            Compare(
                $"{row.Name} MM",
                FixedPointCase.Dollars(results, "MaintenanceMarginCalc"),
                Maintenance(margin),
                golden.Terms);
            cases++;
        }

        output.WriteLine($"{cases} fixed-point cases");
        Assert.True(differences.Count == 0, string.Join('\n', differences));

        void Compare(string name, decimal published, decimal ours, int terms)
        {
            if (Math.Abs(ours - published) > Tolerance(published, terms))
            {
                differences.Add($"{name}: published {published}, ours {ours}");
            }
        }
    }

    [CaseFact(CaseFileKind.StandardFixedPoint)]
    public void Compute_StandardFixedPointCases_GiveThePublishedMarginsWithinAThousandth()
    {
        MarginModel model = MarketsV1.Read().StandardOfFixedPoint();
        StandardFixedPointCase[] cases = [.. CaseFile.Of(CaseFileKind.StandardFixedPoint)
            .SelectMany(static file => file.Cases)
            .Select(static row => new StandardFixedPointCase(row.Name, row.Value))];
        List<string> differences = [];
        foreach (StandardFixedPointCase golden in cases)
        {
            MarginResult margin = golden.Inputs(model).Margin();
            Compare(golden, "IM", golden.Published.Initial, Initial(margin));
            Compare(golden, "MM", golden.Published.Maintenance, Maintenance(margin));
        }

        output.WriteLine($"{cases.Length} standard fixed-point cases");
        Assert.True(differences.Count == 0, string.Join('\n', differences));

        void Compare(StandardFixedPointCase golden, string margin, decimal published, decimal ours)
        {
            string both = $"{golden.Name} {margin}: published {published}, ours {ours}";
            bool differs = Math.Abs(ours - published) > (Math.Abs(published) / 1_000) + Tolerance(0, golden.Terms);
            if (golden.IsDisabled)
            {
                output.WriteLine($"disabled in the source: {both}");
            }
            else if (differs)
            {
                differences.Add(both);
            }
        }
    }

    /// <summary>The published tolerance: 1e-8 relative and three micro-units a term.</summary>
    internal static decimal Tolerance(decimal published, int terms) => (1e-8m * Math.Abs(published)) + (3e-6m * terms);

    internal static decimal Initial(MarginResult margin) =>
        (margin.Equity.Raw - margin.InitialMargin.Raw) / MicroUnits;

    internal static decimal Maintenance(MarginResult margin) =>
        (margin.Equity.Raw - margin.MaintenanceMargin.Raw) / MicroUnits;

    private void AssertWholeDollars(CaseFileKind kind, string rule)
    {
        MarketsV1 setup = MarketsV1.Read();
        PositionListCase[] cases = [.. CaseFile.Of(kind).SelectMany(file =>
            file.Cases.Select(row => new PositionListCase(row.Name, row.Value, rule, setup, file.AmountScale)))];
        List<string> differences = [];
        int exact = 0;
        foreach (PositionListCase golden in cases)
        {
            MarginResult margin = golden.Inputs().Margin();
            Compare($"{golden.Name} IM", golden.Published.Initial, Initial(margin), golden.Terms);
            Compare($"{golden.Name} MM", golden.Published.Maintenance, Maintenance(margin), golden.Terms);
        }

        output.WriteLine($"{cases.Length} cases, {2 * cases.Length} numbers, {exact} truncate to the published one as they are");
        Assert.True(differences.Count == 0, string.Join('\n', differences));

        // A requirement is rounded up, so a margin of exactly so many dollars may be short of it by micro-units.
        void Compare(string name, long published, decimal ours, int terms)
        {
            exact += decimal.Truncate(ours) == published ? 1 : 0;
            decimal tolerance = Tolerance(published, terms);
            if (decimal.Truncate(ours + tolerance) != published && decimal.Truncate(ours - tolerance) != published)
            {
                differences.Add($"{name}: published {published}, ours {ours}");
            }
        }
    }
}
