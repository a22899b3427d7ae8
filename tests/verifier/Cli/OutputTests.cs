using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>Where answers go: never over a device, a link or a file that the same command uses.</summary>
public sealed class OutputTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    private static readonly string[] Margin = ["margin", "-m", "market.json", "-b", "book.json"];

    [Fact]
    public async Task Margin_OutputIsADevice_LeavesTheDevice()
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path, [.. Margin, "-o", "/dev/null"]);

        Assert.Equal(0, outcome.Code);
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    // A link beside its target holds its name alone, and that is a name in the link's folder.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Margin_OutputIsALink_WritesItsTarget(bool isWhole)
    {
        string target = $"target-{isWhole}.json";
        string link = $"link-{isWhole}.json";
        File.CreateSymbolicLink(folder.File(link), isWhole ? folder.File(target) : target);

        Outcome outcome = await CommandLine.RunAsync(folder.Path, [.. Margin, "-o", link]);

        Assert.Equal(0, outcome.Code);
        Assert.NotNull(new FileInfo(folder.File(link)).LinkTarget);
        Assert.NotEqual(0, new FileInfo(folder.File(target)).Length);
    }

    [Theory]
    [InlineData("-o", "market.json")]
    [InlineData("--svg", "book.json")]
    public async Task Margin_OutputIsAnInput_IsRefused(string option, string file)
    {
        DateTime before = File.GetLastWriteTimeUtc(folder.File(file));

        Outcome outcome = await CommandLine.RunAsync(folder.Path, [.. Margin, option, file]);

        Assert.Equal(8, outcome.Code);
        Assert.Contains("a file that nothing else uses", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.GetLastWriteTimeUtc(folder.File(file)));
    }

    [Fact]
    public async Task Margin_MarketFromStandardInputAndResultToStandardOutput_IsNoConflict()
    {
        // Standard input is empty here: what matters is that it is read, and not taken for the output.
        Outcome outcome = await CommandLine.RunAsync(folder.Path, "margin", "-m", "-", "-b", "book.json", "-o", "-");

        Assert.Equal(3, outcome.Code);
        Assert.StartsWith("JsonMalformed", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Margin_OutputIsALinkToAnInput_IsRefused(bool isWhole)
    {
        string link = $"loop-{isWhole}.json";
        File.CreateSymbolicLink(folder.File(link), isWhole ? folder.File("market.json") : "market.json");

        Outcome outcome = await CommandLine.RunAsync(folder.Path, [.. Margin, "-o", link]);

        Assert.Equal(8, outcome.Code);
        Assert.Contains("a file that nothing else uses", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>What was computed is not lost with the file that should have held it, and no part of one is left.</summary>
    [Theory]
    [InlineData("-o")]
    [InlineData("--svg")]
    [InlineData("--html")]
    public async Task Margin_FileUnwritable_Is8AndAnswersAllTheSame(string option)
    {
        string[] before = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);

        Outcome text = await CommandLine.RunAsync(folder.Path, [.. Margin, option, "absent/x"]);
        Outcome json = await CommandLine.RunAsync(folder.Path, [.. Margin, option, "absent/x", "--json"]);

        Assert.Equal((8, 8), (text.Code, json.Code));
        Assert.Contains("maintenance margin", text.Out, StringComparison.Ordinal);
        ResultDocument.Read(Encoding.UTF8.GetBytes(json.Out), "stdout");
        Assert.All(
            new[] { text.Error, json.Error },
            static said => Assert.Matches("^FileUnwritable\n  file +absent/x\n", said));
        Assert.Equal(before, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    // One way in every verb whose file is beside its answer: the answer on standard output, the file on standard error.
    [Theory]
    [InlineData("var -m market.json -b book.json --history history.json --method parametric --days 20", "-o")]
    [InlineData("var -m market.json -b book.json --history history.json --method parametric --days 20", "--svg")]
    [InlineData("stress -m market.json -b book.json", "--svg")]
    [InlineData("liquidate -m market.json --cascade -b book.json", "--svg")]
    [InlineData("margin -m market.json -b book.json --compare", "--svg")]
    [InlineData("calibrate history.json --days 20 --covariance covariance.json", "--svg")]
    public async Task Run_SideFileUnwritable_Is8AndAnswersAllTheSame(string line, string option)
    {
        await File.WriteAllBytesAsync(folder.File("history.json"), History());
        Outcome sound = await CommandLine.RunAsync(folder.Path, [.. line.Split(' '), "--json", "--quiet"]);

        Outcome full = await CommandLine.RunAsync(
            folder.Path, [.. line.Split(' '), option, "/dev/full", "--json", "--quiet"]);
        Outcome absent = await CommandLine.RunAsync(
            folder.Path, [.. line.Split(' '), option, "absent/x", "--json", "--quiet"]);

        Assert.Equal((0, 8, 8), (sound.Code, full.Code, absent.Code));
        Assert.Equal((sound.Out, sound.Out), (full.Out, absent.Out));
        Assert.Matches("^FileUnwritable\n  file +/dev/full\n", full.Error);
        Assert.Matches("^FileUnwritable\n  file +absent/x\n", absent.Error);
    }

    // Where the file is what was asked for, there is no answer without it.
    [Theory]
    [InlineData("calibrate history.json --days 20 -o")]
    [InlineData("import prices daily.csv -o")]
    [InlineData("import deribit files/chain.csv --round floor -o")]
    public async Task Run_FileThatIsTheAnswerUnwritable_IsTheRefusal(string line)
    {
        await File.WriteAllBytesAsync(folder.File("history.json"), History());
        await File.WriteAllTextAsync(folder.File("daily.csv"), "date,BTC\n2021-01-01,10\n2021-01-02,11\n");

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, [.. line.Split(' '), "/dev/full", "--json", "--quiet"]);

        Assert.Equal((8, string.Empty), (outcome.Code, outcome.Error));
        Assert.Equal(
            ErrorCode.FileUnwritable, ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout").Code);
    }

    /// <summary>A file that cannot be written does not keep the others from being written.</summary>
    [Fact]
    public async Task Margin_OneFileOfTwoUnwritable_WritesTheOther()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, [.. Margin, "--svg", "absent/x.svg", "--html", "written.html"]);

        Assert.Equal(8, outcome.Code);
        Assert.EndsWith("</html>\n", await File.ReadAllTextAsync(folder.File("written.html")), StringComparison.Ordinal);
    }

    /// <summary>Two writers of one file: whichever comes last, the file is one of the two answers, whole.</summary>
    [Fact]
    public async Task Margin_TwoRunsWriteOneFile_LeaveOneWholeAnswerAndNothingBeside()
    {
        int before = Directory.GetFiles(folder.Path).Length;

        Outcome[] outcomes = await Task.WhenAll(
            CommandLine.RunAsync(folder.Path, [.. Margin, "-o", "shared.json"]),
            CommandLine.RunAsync(folder.Path, "margin", "-m", "market.json", "-b", "poor.json", "-o", "shared.json"));

        Assert.All(outcomes, static outcome => Assert.Equal(0, outcome.Code));
        ResultDocument.Read(await File.ReadAllBytesAsync(folder.File("shared.json")), "shared.json");
        Assert.Equal(before + 1, Directory.GetFiles(folder.Path).Length);
    }

    /// <summary>A full standard output cannot say so itself; standard error does.</summary>
    [Theory]
    [InlineData("schema market")]
    [InlineData("schema market --json")]
    [InlineData("margin -m market.json -b book.json")]
    [InlineData("margin -m market.json -b book.json --json")]
    [InlineData("inspect signed.vmb")]
    [InlineData("nope --json")]
    public async Task Run_StandardOutputIsFull_Is8AndSaysSo(string line)
    {
        Outcome outcome = await ShellAsync($"{line} > /dev/full");

        Assert.Equal(8, outcome.Code);
        Assert.StartsWith("FileUnwritable", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("standard output", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>As <c>| head -1</c> does: the reader has what it wanted, and nobody complains.</summary>
    [Fact]
    public async Task Run_ReaderOfStandardOutputLeaves_EndsQuietly()
    {
        Outcome outcome = await ShellAsync("margin -m market.json -b book.json --explain | head -c 1");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
    }

    [Theory]
    [InlineData("nope 2> /dev/full")]
    [InlineData("margin -m market.json -b absent.json 2> /dev/full")]
    [InlineData("nope 2>&-")]
    [InlineData("margin -m market.json -b absent.json 2>&-")]
    public async Task Run_StandardErrorIsFullOrClosed_Is8(string line)
    {
        Outcome outcome = await ShellAsync(line);

        Assert.Equal((8, string.Empty), (outcome.Code, outcome.Out));
    }

    /// <summary>A stranger's document must not steer the terminal of who looks at it.</summary>
    [Fact]
    public async Task Run_ControlCharactersInADocument_ArePrintedAsEscapes()
    {
        await File.WriteAllTextAsync(
            folder.File("steering.json"), """{ "schema": "\u001b[2J\u009b\u202e" }""");

        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "margin", "-m", "steering.json", "-b", "book.json");

        Assert.Equal(4, outcome.Code);
        Assert.Contains("""\u001b[2J\u009b\u202e""", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Standard output holds one document, whichever was asked for there.</summary>
    [Theory]
    [InlineData("--svg", "</svg>")]
    [InlineData("--html", "</html>")]
    public async Task Margin_PictureToStandardOutput_IsThePictureAlone(string option, string end)
    {
        Outcome text = await CommandLine.RunAsync(folder.Path, [.. Margin, option, "-"]);
        Outcome json = await CommandLine.RunAsync(folder.Path, [.. Margin, option, "-", "--json"]);

        Assert.Equal((0, 0), (text.Code, json.Code));
        Assert.EndsWith($"{end}\n", text.Out, StringComparison.Ordinal);
        Assert.Equal(text.Out, json.Out);
    }

    /// <summary>A hundred days before the market, up and down in turn.</summary>
    private static byte[] History()
    {
        UnderlyingId[] coins = [new(0x4254_4300_0000_0000), new(0x4554_4800_0000_0000)];
        Instant[] times =
            [.. Enumerable.Range(0, 100).Select(static day => new Instant(1_695_945_600 + (86_400L * day)))];
        Price[] closes = [.. Enumerable.Range(0, 100).SelectMany(static day => new[]
        {
            new Price(4_000_000_000_000 + (10_000_000_000L * (day % 3))),
            new Price(200_000_000_000 + (1_000_000_000L * (day % 7))),
        })];
        return HistoryDocument.Write(new HistoryDocument(
            Samples.Usd, 86_400, new HistorySource("made.csv", default), [], [.. coins], [], [.. times], [.. closes]));
    }

    /// <summary>The program under a shell, for what only a shell sets up.</summary>
    private async Task<Outcome> ShellAsync(string line)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "verifiable.dll");
        ProcessStartInfo start = new("sh", ["-c", $"dotnet \"{program}\" {line}"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return await CommandLine.EndAsync(process);
    }
}
