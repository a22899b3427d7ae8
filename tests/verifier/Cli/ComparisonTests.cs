using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Market;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>margin --compare: one book under several models, and the capital that each saves.</summary>
public sealed class ComparisonTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    private static readonly string[] Shipped = ["isolated-1.0", "cross-1.0", "portfolio-scan-1.0", "portfolio-1.0"];

    [Fact]
    public async Task Compare_Json_IsTheVerifiedDocument()
    {
        Outcome outcome = await RunAsync("market.json", "book.json", "--compare", "--json");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(ComparisonTests));
    }

    [Fact]
    public async Task Compare_ForPeople_IsTheVerifiedTable()
    {
        WriteQuiet();

        Outcome outcome = await RunAsync("quiet.json", "book.json", "--compare", "span-1.0", "--svg", "modes.svg");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(ComparisonTests), extension: "txt");
        Snapshot.Match(
            await File.ReadAllTextAsync(folder.File("modes.svg")), typeof(ComparisonTests), extension: "svg");
    }

    /// <summary>Each mode's figures are those that margin prints under that model alone.</summary>
    [Fact]
    public async Task Compare_EveryMode_HasTheFiguresOfItsOwnRun()
    {
        Outcome outcome = await RunAsync("market.json", "book.json", "--compare", "--json");

        using JsonDocument document = JsonDocument.Parse(outcome.Out);
        JsonElement[] modes = [.. document.RootElement.GetProperty("modes").EnumerateArray()];
        Assert.Equal(Shipped, modes.Select(static mode => mode.GetProperty("name").GetString()));
        foreach (JsonElement mode in modes)
        {
            string name = mode.GetProperty("name").GetString()!;
            Outcome alone = await RunAsync("market.json", "book.json", "-p", name, "--json");
            ResultDocument result = ResultDocument.Read(Encoding.UTF8.GetBytes(alone.Out), "stdout");
            JsonElement figures = mode.GetProperty("figures");
            Assert.Equal(DecimalText.Format(result.Result.InitialMargin.Raw, 6), Text(figures, "initialMargin"));
            Assert.Equal(
                DecimalText.Format(result.Result.MaintenanceMargin.Raw, 6), Text(figures, "maintenanceMargin"));
            Assert.Equal(DecimalText.Format(result.Result.Excess.Raw, 6), Text(figures, "excess"));
            Assert.Equal(
                Number(modes[0].GetProperty("figures"), "initialMargin") - Number(figures, "initialMargin"),
                Number(mode.GetProperty("saved"), "initial"));
        }
    }

    /// <summary>A model that cannot margin the book says why, and keeps no other from answering.</summary>
    [Fact]
    public async Task Compare_ModeThatDoesNotApply_SaysWhy()
    {
        WriteQuiet();

        Outcome outcome = await RunAsync("quiet.json", "book.json", "--compare", "--json");

        using JsonDocument document = JsonDocument.Parse(outcome.Out);
        JsonElement mode = document.RootElement.GetProperty("modes")[3];
        Assert.Equal(0, outcome.Code);
        Assert.Equal("portfolio-1.0", mode.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, mode.GetProperty("figures").ValueKind);
        Assert.Equal(JsonValueKind.Null, mode.GetProperty("saved").ValueKind);
        Assert.Equal("VolatilityMissing", mode.GetProperty("refusal").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Compare_NoModeApplies_IsTheRefusalOfTheModel()
    {
        Outcome outcome = await RunAsync("market.json", "unlisted.json", "--compare", "--json");

        Assert.Equal(3, outcome.Code);
        Assert.Equal(
            ErrorCode.VolatilityMissing, ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout").Code);
    }

    [Theory]
    [InlineData("--explain")]
    [InlineData("--html x.html")]
    public async Task Compare_WithAnotherAnswer_IsRefused(string options)
    {
        Outcome outcome = await RunAsync("market.json", "book.json", ["--compare", .. options.Split(' ')]);

        Assert.Equal(2, outcome.Code);
        Assert.Contains("one run gives one answer", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("x.html")));
    }

    [Fact]
    public async Task Compare_ProfileMistyped_IsRefusedWithTheNames()
    {
        Outcome outcome = await RunAsync("market.json", "book.json", "--compare", "spam-1.0", "--json");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((3, "--compare", "spam-1.0"), (outcome.Code, refusal.Path, refusal.Value));
        Assert.Contains("span-1.0", refusal.Accepted, StringComparison.Ordinal);
    }

    private static decimal Number(JsonElement element, string member) =>
        decimal.Parse(Text(element, member), CultureInfo.InvariantCulture);

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    /// <summary>The market without a volatility of today, which the model of residuals needs.</summary>
    private void WriteQuiet()
    {
        MarketSnapshot market = SampleBundle.Inputs.Market;
        File.WriteAllBytes(
            folder.File("quiet.json"),
            MarketDocument.Write(market with
            {
                Underlyings = [.. market.Underlyings.Select(static row => row with { TodayVolatility = default })],
            }));
    }

    private Task<Outcome> RunAsync(string market, string book, params string[] options) =>
        CommandLine.RunAsync(folder.Path, ["margin", "-m", market, "-b", book, .. options]);
}
