using System;
using System.IO;
using System.Threading.Tasks;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>--quiet: nothing on standard error but refusals, and the answer unchanged.</summary>
public sealed class QuietTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    private static readonly string Import = "import deribit --round floor -o imported.json "
        + Path.Combine(ReferenceData.Root, "tests/data/option-chains/deribit_eth_2024-01-08_book_summary.csv.gz");

    public static TheoryData<string> Talkative =>
        [Import, Import + " --json", "verify signed.vmb --at 2024-01-08T11:25:00Z"];

    [Theory]
    [MemberData(nameof(Talkative))]
    public async Task Run_Quiet_KeepsTheAnswerAndDropsTheRest(string line)
    {
        Outcome talkative = await CommandLine.RunAsync(folder.Path, line.Split(' '));
        Outcome quiet = await CommandLine.RunAsync(folder.Path, [.. line.Split(' '), "--quiet"]);
        Outcome first = await CommandLine.RunAsync(folder.Path, ["-q", .. line.Split(' ')]);

        Assert.NotEmpty(talkative.Error);
        Assert.Equal((0, talkative.Out, string.Empty), (quiet.Code, quiet.Out, quiet.Error));
        Assert.Equal(quiet, first);
    }

    [Theory]
    [InlineData("margin -m market.json -b absent.json", "FileUnreadable")]
    [InlineData("margin -m market.json", "--book")]
    public async Task Run_QuietAndRefused_StillSaysWhy(string line, string said)
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path, [.. line.Split(' '), "--quiet"]);

        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
    }
}
