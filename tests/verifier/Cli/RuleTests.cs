using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>margin under every shipped profile, and what refuses a profile that reports only.</summary>
public sealed class RuleTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    public static TheoryData<string> Names => [.. Profiles.Names];

    public static TheoryData<string> Reporting =>
        ["derive-pmrm1-1.0", "derive-standard-1.0", "deribit-pm-1.0", "span-1.0", "isolated-1.0", "cross-1.0"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Margin_UnderEveryProfile_IsTheEnginesResult(string name)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "margin", "-m", "market.json", "-b", "book.json", "-p", name, "--json");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Profile profile = Profiles.Open(name);
        MarginResult expected = MarginRules.Compute(
            SampleBundle.Inputs.Market,
            new MarginModel(profile.Model.Parameters, profile.Scenarios.Set),
            SampleBundle.Inputs.Book);
        MarginResult answered = ResultDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout").Result;
        Assert.Equal(expected.InitialMargin, answered.InitialMargin);
        Assert.Equal(expected.MaintenanceMargin, answered.MaintenanceMargin);
        Assert.Equal<MarginComponent>(expected.Components, answered.Components);
        Assert.Equal<Money>(expected.Totals, answered.Totals);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Margin_ForPeople_PrintsComponentsAndWritesAPage(string name)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "margin", "-m", "market.json", "-b", "book.json", "-p", name, "--explain", "--html", "page.html");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Assert.Contains("haircut", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("initial margin", outcome.Out, StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(folder.File("page.html"));
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
    }

    /// <summary>A model that names no scenario set takes the one of the profile that the option names.</summary>
    [Fact]
    public async Task Margin_ScenariosOfAProfile_AreThatProfiles()
    {
        byte[] open = JsonEdit.RemoveIn(Profiles.ReadModel(Profiles.Default), "/scenarios");
        await File.WriteAllBytesAsync(folder.File("open.json"), open);

        Outcome named = await CommandLine.RunAsync(
            folder.Path,
            "margin", "-m", "market.json", "-b", "book.json", "-p", "open.json", "-s", "derive-pmrm1-1.0", "--json");

        ResultDocument result = ResultDocument.Read(Encoding.UTF8.GetBytes(named.Out), "stdout");
        Assert.Equal(ScenarioRows.Hash(Profiles.Open("derive-pmrm1-1.0").Scenarios.Set), result.Inputs.ScenarioHash);
    }

    /// <summary>Before any node is asked: the address of the test's node is not reachable.</summary>
    [Theory]
    [MemberData(nameof(Reporting))]
    public async Task Attest_ProfileThatReportsOnly_IsRefused(string name)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path,
            "attest", "-m", "market.json", "-b", "book.json", "-p", name, "--purpose", "report",
            "--signers", "committee.json", "--json");

        Assert.Equal(3, outcome.Code);
        using JsonDocument error = JsonDocument.Parse(outcome.Out);
        JsonElement refusal = error.RootElement.GetProperty("error");
        Assert.Equal(nameof(ErrorCode.ProfileNotEnforceable), refusal.GetProperty("code").GetString());
        Assert.Equal(name, refusal.GetProperty("file").GetString());
    }

    /// <summary>A portfolio with a member that no contract knows reports only, like another rule.</summary>
    [Theory]
    [InlineData("\"acrossUnderlyings\": \"sumOfWorsts\"", "/acrossUnderlyings")]
    [InlineData("\"limits\": { \"optionValue\": \"1000\" }", "/limits")]
    public async Task Attest_MemberThatReportsOnly_IsRefused(string member, string path)
    {
        string model = Encoding.UTF8.GetString(Profiles.ReadModel(Profiles.Default));
        string reporting = model.Replace("\"haircuts\":", $"{member}, \"haircuts\":", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("reporting.json"), reporting);

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path,
            "attest", "-m", "market.json", "-b", "book.json", "-p", "reporting.json", "--purpose", "report",
            "--signers", "committee.json", "--json");

        Assert.Equal(3, outcome.Code);
        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(
            (ErrorCode.ProfileNotEnforceable, "reporting.json", path), (refusal.Code, refusal.File, refusal.Path));
    }

    [Theory]
    [InlineData("span-1.0")]
    [InlineData("cross-1.0")]
    public async Task Margin_ScenariosForARuleThatReadsNone_IsRefused(string name)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "margin", "-m", "market.json", "-b", "book.json", "-p", name, "-s", "scenarios.json", "--json");

        Assert.Equal(3, outcome.Code);
        Assert.Contains("reads no scenarios", outcome.Out, StringComparison.Ordinal);
    }
}
