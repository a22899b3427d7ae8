using System;
using System.IO;
using System.Threading.Tasks;
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

    [Fact]
    public async Task Margin_OutputIsALink_WritesItsTarget()
    {
        File.CreateSymbolicLink(folder.File("link.json"), folder.File("target.json"));

        Outcome outcome = await CommandLine.RunAsync(folder.Path, [.. Margin, "-o", "link.json"]);

        Assert.Equal(0, outcome.Code);
        Assert.NotNull(new FileInfo(folder.File("link.json")).LinkTarget);
        Assert.NotEqual(0, new FileInfo(folder.File("target.json")).Length);
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
}
