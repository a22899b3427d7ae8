using System;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>Value at risk and expected shortfall on the command line, and what it warns of.</summary>
public sealed class MeasureTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    private const string Scan = "portfolio-scan-1.0";
    private const string Shortfall = "portfolio-1.0";

    [Fact]
    public async Task Margin_ModelWithATail_AnswersBothMeasures()
    {
        Profile profile = Profiles.Open(Shortfall);
        MarginResult expected = MarginRules.Compute(
            SampleBundle.Inputs.Market,
            new MarginModel(profile.Model.Parameters, profile.Scenarios.Set),
            SampleBundle.Inputs.Book);

        Outcome outcome = await MarginAsync("-p", Shortfall, "--json");

        MarginResult answered = ResultDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout").Result;
        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Assert.True(expected.ExpectedShortfall.Raw > expected.ValueAtRisk.Raw && expected.ValueAtRisk.Raw > 0);
        Assert.Equal(
            (expected.ValueAtRisk, expected.ExpectedShortfall), (answered.ValueAtRisk, answered.ExpectedShortfall));
    }

    [Theory]
    [InlineData(Shortfall, true)]
    [InlineData(Scan, false)]
    public async Task Margin_ForPeople_ShowsMeasuresOfATailOnly(string profile, bool isShown)
    {
        Outcome outcome = await MarginAsync("-p", profile, "--html", "measures.html");

        string page = await File.ReadAllTextAsync(folder.File("measures.html"));
        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Assert.Equal(isShown, outcome.Out.Contains("value at risk", StringComparison.Ordinal));
        Assert.Equal(isShown, outcome.Out.Contains("expected shortfall", StringComparison.Ordinal));
        Assert.Equal(isShown, page.Contains("value at risk", StringComparison.Ordinal));
        Assert.Equal(isShown, page.Contains("expected shortfall", StringComparison.Ordinal));
    }

    /// <summary>In either form the answer is clean: a result document has no place for a warning.</summary>
    [Theory]
    [InlineData]
    [InlineData("--json")]
    public async Task Margin_ScanBesideATail_WarnsOnStandardError(params string[] form)
    {
        await File.WriteAllBytesAsync(folder.File("tail.json"), Profiles.ReadScenarios(Shortfall));
        await WriteModelAsync(Scan, "scan.json", Profiles.Open(Shortfall).Scenarios.Set);

        Outcome outcome = await MarginAsync(["-p", "scan.json", "-s", "tail.json", .. form]);

        Assert.Equal(0, outcome.Code);
        Assert.StartsWith("warning: the model's measure is a scan", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", outcome.Out, StringComparison.Ordinal);
    }

    /// <summary>399 days at 97.5 %: not ten of them in the tail.</summary>
    [Fact]
    public async Task Margin_ThinTail_WarnsUnlessQuiet()
    {
        ScenariosDocument all = Profiles.Open(Shortfall).Scenarios;
        ScenariosDocument thin = all with
        {
            Set = all.Set with { Scenarios = all.Set.Scenarios[..(33 + 399)] },
            Kinds = all.Kinds[..(33 + 399)],
        };
        await File.WriteAllBytesAsync(folder.File("thin.json"), ScenariosDocument.Write(thin));
        await WriteModelAsync(Shortfall, "shortfall.json", thin.Set);

        Outcome loud = await MarginAsync("-p", "shortfall.json", "-s", "thin.json");
        Outcome quiet = await MarginAsync("-p", "shortfall.json", "-s", "thin.json", "--quiet");

        Assert.Equal(0, loud.Code);
        Assert.StartsWith("warning: fewer than ten scenarios lie in the tail", loud.Error, StringComparison.Ordinal);
        Assert.Equal((0, string.Empty), (quiet.Code, quiet.Error));
    }

    private Task<Outcome> MarginAsync(params string[] options) =>
        CommandLine.RunAsync(folder.Path, ["margin", "-m", "market.json", "-b", "book.json", .. options]);

    /// <summary>A profile's model, made for another set; residuals need a horizon.</summary>
    private Task WriteModelAsync(string profile, string file, ScenarioSet set)
    {
        JsonNode model = JsonNode.Parse(Profiles.ReadModel(profile))!;
        model["horizon"] = "1d";
        model["scenarios"] = ScenarioRows.Hash(set).ToString();
        return File.WriteAllTextAsync(folder.File(file), model.ToJsonString());
    }
}
