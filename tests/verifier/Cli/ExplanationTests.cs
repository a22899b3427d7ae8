using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>margin --explain: requirements by holding and component, and scenarios by row.</summary>
public sealed class ExplanationTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    [Fact]
    public async Task Explain_Json_IsTheVerifiedDocument()
    {
        Outcome outcome = await RunAsync("--json");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(ExplanationTests));
    }

    [Fact]
    public async Task Explain_ForPeople_IsTheVerifiedTables()
    {
        Outcome outcome = await RunAsync("--scenario", "grid:-0.180:up", "--scenario", "3");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(ExplanationTests), extension: "txt");
    }

    [Theory]
    [InlineData("portfolio-scan-1.0")]
    [InlineData("portfolio-1.0")]
    [InlineData("derive-pmrm1-1.0")]
    [InlineData("derive-standard-1.0")]
    [InlineData("deribit-pm-1.0")]
    [InlineData("span-1.0")]
    [InlineData("isolated-1.0")]
    public async Task Explain_UnderEveryRule_AddsUp(string profile)
    {
        Outcome outcome = await RunAsync("-p", profile, "--json");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        using JsonDocument document = JsonDocument.Parse(outcome.Out);
        JsonElement root = document.RootElement;
        JsonElement[] parts = [.. root.GetProperty("contributions").EnumerateArray()];
        Assert.Equal(Number(root, "initialMargin"), parts.Sum(static part => Number(part, "initial")));
        Assert.Equal(Number(root, "maintenanceMargin"), parts.Sum(static part => Number(part, "maintenance")));
        Assert.All(root.GetProperty("components").EnumerateArray(), component => Assert.Equal(
            Number(component, "initial"),
            parts.SelectMany(static part => part.GetProperty("components").EnumerateArray())
                .Where(own => Text(own, "name") == Text(component, "name"))
                .Sum(static own => Number(own, "initial"))));
        Assert.All(root.GetProperty("scenarios").EnumerateArray(), static scenario => Assert.Equal(
            Number(scenario, "total"),
            scenario.GetProperty("profits").EnumerateArray().Sum(
                static profit => decimal.Parse(profit.GetString()!, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Explain_AllScenarios_AreTheResultsTotals()
    {
        Outcome explained = await RunAsync("--scenario", "all", "--json");
        Outcome plain = await CommandLine.RunAsync(
            folder.Path, "margin", "-m", "market.json", "-b", "book.json", "--json");

        using JsonDocument explanation = JsonDocument.Parse(explained.Out);
        using JsonDocument result = JsonDocument.Parse(plain.Out);
        Assert.Equal(
            result.RootElement.GetProperty("totals").EnumerateArray().Select(static total => total.GetString()),
            explanation.RootElement.GetProperty("scenarios").EnumerateArray()
                .Select(static scenario => scenario.GetProperty("total").GetString()));
    }

    [Theory]
    [InlineData("portfolio-scan-1.0", "33", "an index from 0 to 32, or a label: grid:+0.180:up")]
    [InlineData("portfolio-scan-1.0", "nope", "or a label: grid:+0.180:up")]
    [InlineData("isolated-1.0", "all", "none: the model's rule has no scenarios")]
    public async Task Explain_NoSuchScenario_IsRefusedWithThoseThere(string profile, string name, string accepted)
    {
        Outcome outcome = await RunAsync("-p", profile, "--scenario", name, "--json");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((3, "--scenario", name), (outcome.Code, refusal.Path, refusal.Value));
        Assert.Contains(accepted, refusal.Accepted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario_WithoutExplain_IsRefused()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "margin", "-m", "market.json", "-b", "book.json", "--scenario", "3");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("--scenario goes with --explain only", outcome.Error, StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    private static decimal Number(JsonElement element, string member) =>
        decimal.Parse(Text(element, member), CultureInfo.InvariantCulture);

    private Task<Outcome> RunAsync(params string[] options) =>
        CommandLine.RunAsync(folder.Path, ["margin", "-m", "market.json", "-b", "book.json", "--explain", .. options]);
}
