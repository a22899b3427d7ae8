using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Verifiable.Documents;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>The table of margin, figure by figure, beside the document that programs get.</summary>
public sealed partial class FigureTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    /// <summary>Health is the printed equity over the printed maintenance margin, floored to six places.</summary>
    [Theory]
    [InlineData("book.json", 1)]
    [InlineData("poor.json", -1)]
    public async Task Margin_FailUnder_PrintsBothNumbersCompared(string book, int sign)
    {
        Outcome outcome = await RunAsync(book, "--fail-under", "1.25");

        decimal health = Number(outcome.Out, "health (equity / maintenance margin)");
        decimal ratio = Number(outcome.Out, "equity") / Number(outcome.Out, "maintenance margin");
        Assert.Equal(decimal.Floor(ratio * 1_000_000) / 1_000_000, health);
        Assert.Equal(sign, decimal.Sign(health));
        Assert.Equal(1.25m, Number(outcome.Out, "health asked for (--fail-under)"));
    }

    [Fact]
    public async Task Margin_EmptyBook_HasNoWorstScenarioAndNoHealth()
    {
        Outcome text = await RunAsync("empty.json", "--svg", "empty.svg", "--html", "empty.html");
        Outcome json = await RunAsync("empty.json", "--json");

        Assert.Equal("-", Cell(text.Out, "worst loss"));
        Assert.Equal("-", Cell(text.Out, "health (equity / maintenance margin)"));
        Assert.DoesNotContain("grid:", text.Out, StringComparison.Ordinal);
        Assert.Contains("\"worst\": null", json.Out, StringComparison.Ordinal);
        ResultDocument read = ResultDocument.Read(Encoding.UTF8.GetBytes(json.Out), "stdout");
        Assert.Equal((string.Empty, 33), (read.WorstLabel, read.Result.Totals.Length));
        Assert.Contains(
            "none loses anything", System.IO.File.ReadAllText(folder.File("empty.svg")), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "worst scenario", System.IO.File.ReadAllText(folder.File("empty.html")), StringComparison.Ordinal);
    }

    /// <summary>A component has one name, whoever reads it.</summary>
    [Fact]
    public async Task Margin_Components_AreNamedAsInTheDocument()
    {
        Outcome text = await RunAsync("book.json", "--html", "named.html");
        Outcome json = await RunAsync("book.json", "--json");

        string page = System.IO.File.ReadAllText(folder.File("named.html"));
        string[] names = [.. Name().Matches(json.Out).Select(static match => match.Groups["name"].Value)];
        Assert.Equal(["scan", "basis", "stable", "perpetual", "shortOption", "confidence", "haircut"], names);
        Assert.All(names, name => Assert.Matches($"(?m)^  {name} +[0-9]", text.Out));
        Assert.All(names, name => Assert.Contains($"<tr><td>{name}<td", page, StringComparison.Ordinal));
    }

    private Task<Outcome> RunAsync(string book, params string[] options) =>
        CommandLine.RunAsync(folder.Path, ["margin", "-m", "market.json", "-b", book, .. options]);

    private static decimal Number(string table, string figure) =>
        decimal.Parse(Cell(table, figure), NumberStyles.Number, CultureInfo.InvariantCulture);

    private static string Cell(string table, string figure) =>
        Regex.Match(table, $@"(?m)^  {Regex.Escape(figure)} +(?<cell>\S+) *$").Groups["cell"].Value;

    [GeneratedRegex("\"name\": \"(?<name>[a-zA-Z]+)\"")]
    private static partial Regex Name();
}
