using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Documents.Support;
using Verifiable.Tests.Verifier.Margin;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>batch: a file of books becomes a file of margins.</summary>
public sealed class BatchTests : IClassFixture<WorkFolder>
{
    private const int Books = 600;
    private readonly WorkFolder _folder;

    /// <summary>Writes a market and a file of books, one a line.</summary>
    public BatchTests(WorkFolder folder)
    {
        _folder = folder;
        File.WriteAllBytes(folder.File("chain.json"), MarketDocument.Write(ChainMarket.Committed));
        File.WriteAllLines(folder.File("books.jsonl"), Enumerable.Range(0, Books).Select(Line));
    }

    [Theory]
    [InlineData("portfolio-scan-1.0")]
    [InlineData("isolated-1.0")]
    public async Task Batch_EveryLine_IsWhatTheBookAloneGives(string profile)
    {
        Outcome outcome = await RunAsync($"batch books.jsonl -m chain.json -p {profile} -o margins.jsonl --quiet");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        string[] lines = File.ReadAllLines(_folder.File("margins.jsonl"));
        Assert.Equal(Books, lines.Length);
        foreach (int at in new[] { 0, 255, 256, Books - 1 })
        {
            File.WriteAllText(_folder.File("one.json"), Line(at));
            Outcome alone = await RunAsync($"margin -m chain.json -p {profile} -b one.json --json --quiet");
            Assert.Equal(Figures(alone.Out), Figures(lines[at]));
        }

        IEnumerable<string> documents = lines.Select(
            static line => JsonSerializer.Serialize(new { schema = "account", document = line }));
        (int code, string verdict) = await NodeScript.Run(
            "scripts/validate-documents.mjs", string.Join('\n', documents) + "\n");
        Assert.Equal((0, "valid"), (code, string.Join(' ', verdict.Split('\n')[..^1].Distinct())));
    }

    [Fact]
    public async Task Batch_OtherThreadsAndPipe_AreTheSameBytes()
    {
        Outcome one = await RunAsync("batch books.jsonl -m chain.json --threads 1 --quiet");
        Outcome many = await RunAsync("batch books.jsonl -m chain.json --threads 7 --quiet");
        Outcome summary = await RunAsync("batch books.jsonl -m chain.json -o same.jsonl --json --quiet");

        Assert.Equal(one.Out, many.Out);
        Assert.Equal(one.Out, File.ReadAllText(_folder.File("same.jsonl")));
        using JsonDocument totals = JsonDocument.Parse(summary.Out);
        Assert.Equal(Books, totals.RootElement.GetProperty("accounts").GetInt32());
        Assert.Equal(
            MarketRows.Hash(ChainMarket.Committed, 0).ToString(),
            totals.RootElement.GetProperty("inputs").GetProperty("marketHash").GetString());
        Assert.Equal(
            one.Out.Split('\n')[..^1].Count(static line => Figures(line).Excess.StartsWith('-')),
            totals.RootElement.GetProperty("belowInitial").GetInt32());
    }

    [Theory]
    [InlineData(3, "{", 3)]
    [InlineData(599, "{\"schema\":\"verifiable/book/2\"}", 4)]
    [InlineData(300, "[]", 3)]
    public async Task Batch_BadLine_IsNamedAndTheOldFileStays(int at, string text, int code)
    {
        string[] lines = File.ReadAllLines(_folder.File("books.jsonl"));
        lines[at] = text;
        File.WriteAllLines(_folder.File("bad.jsonl"), lines);
        File.WriteAllText(_folder.File("kept.jsonl"), "kept");

        Outcome outcome = await RunAsync("batch bad.jsonl -m chain.json -o kept.jsonl --quiet");

        Assert.Equal(code, outcome.Code);
        Assert.Contains($"bad.jsonl, line {at + 1}", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(_folder.File("kept.jsonl")));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.tmp"));
    }

    [Fact]
    public async Task Batch_SecondOfTwoBadLines_IsNotTheOneNamed()
    {
        string[] lines = File.ReadAllLines(_folder.File("books.jsonl"));
        lines[260] = lines[590] = "{";
        File.WriteAllLines(_folder.File("two.jsonl"), lines);

        Outcome outcome = await RunAsync("batch two.jsonl -m chain.json --threads 2 --quiet");

        Assert.Contains("two.jsonl, line 261", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batch absent.jsonl -m chain.json", 8)]
    [InlineData("batch . -m chain.json", 8)]
    [InlineData("batch books.jsonl -m chain.json -o books.jsonl", 8)]
    [InlineData("batch books.jsonl -m chain.json -o /dev/full", 8)]
    [InlineData("batch books.jsonl -m chain.json --threads 0", 3)]
    public async Task Batch_FilesAndOptionsThatCannotBe_AreRefused(string line, int code)
    {
        Outcome outcome = await RunAsync($"{line} --quiet");

        Assert.Equal(code, outcome.Code);
    }

    [Fact]
    public async Task Batch_EmptyFileAndEmptyLines_AreNoAccounts()
    {
        File.WriteAllText(_folder.File("empty.jsonl"), "\n \r\n\n");

        Outcome outcome = await RunAsync("batch empty.jsonl -m chain.json --quiet");

        Assert.Equal((0, string.Empty, string.Empty), (outcome.Code, outcome.Out, outcome.Error));
    }

    private static (string? Account, string? Equity, string? Initial, string? Maintenance, string Excess) Figures(
        string document)
    {
        using JsonDocument json = JsonDocument.Parse(document);
        JsonElement root = json.RootElement;
        return (
            root.GetProperty("account").GetString(),
            root.GetProperty("equity").GetString(),
            root.GetProperty("initialMargin").GetString(),
            root.GetProperty("maintenanceMargin").GetString(),
            root.GetProperty("excess").GetString()!);
    }

    /// <summary>A book as one line, another for each number.</summary>
    private static string Line(int number)
    {
        Book book = ChainMarket.Book(
            5_000_000_000L * (number % 7),
            $"240126-2400-C -{1 + (number % 11)}",
            $"240126-2000-P {1 + (number % 5)}",
            $"240329-2200-C {1 + (number % 3)}");
        book = book with { Account = new Bytes32(0, 0, 0, (ulong)number) };
        byte[] document = BookDocument.Write(new BookDocument(book, ChainMarket.Asset("USD"), []));
        return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(document));
    }

    private Task<Outcome> RunAsync(string line) => CommandLine.RunAsync(_folder.Path, line.Split(' '));
}
