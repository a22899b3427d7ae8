using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>margin --greeks: the Greeks by position, by underlying and of the account.</summary>
public sealed class SensitivitiesTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    [Fact]
    public async Task Greeks_Json_IsTheVerifiedDocument()
    {
        Outcome outcome = await RunAsync("--json");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(SensitivitiesTests));
    }

    [Fact]
    public async Task Greeks_ForPeople_IsTheVerifiedTable()
    {
        Outcome outcome = await RunAsync();

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Snapshot.Match(outcome.Out, typeof(SensitivitiesTests), extension: "txt");
    }

    [Fact]
    public async Task Greeks_Total_IsTheSumOfThePositions()
    {
        Outcome outcome = await RunAsync("--json");

        using JsonDocument document = JsonDocument.Parse(outcome.Out);
        JsonElement[] rows = [.. document.RootElement.GetProperty("positions").EnumerateArray()];
        Assert.All(
            new[] { "cashDelta", "cashGamma", "vega", "theta", "rho" },
            greek => Assert.Equal(
                rows.Sum(row => Number(row, greek)), Number(document.RootElement.GetProperty("total"), greek)));
    }

    [Theory]
    [InlineData("--svg x.svg")]
    [InlineData("--explain")]
    [InlineData("--compare")]
    public async Task Greeks_WithAnotherAnswer_IsRefused(string options)
    {
        Outcome outcome = await RunAsync(options.Split(' '));

        Assert.Equal(2, outcome.Code);
        Assert.Contains("one run gives one answer", outcome.Error, StringComparison.Ordinal);
    }

    private static decimal Number(JsonElement element, string member) =>
        decimal.Parse(element.GetProperty(member).GetString()!, CultureInfo.InvariantCulture);

    private Task<Outcome> RunAsync(params string[] options) =>
        CommandLine.RunAsync(folder.Path, ["margin", "-m", "market.json", "-b", "book.json", "--greeks", .. options]);
}
