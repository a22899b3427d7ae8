using System;
using System.IO;
using System.Threading.Tasks;
using Verifiable.Engine.Instruments;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>The verb that builds contracts for Neo. What it builds is run in tests/neo.</summary>
public sealed class NeoTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    /// <summary>A folder that is not there yet.</summary>
    private string Built => Path.Combine(folder.Path, "built", "neo");

    [Fact]
    public async Task Build_OfTheKernel_WritesThreeFilesThatDisassembleShows()
    {
        Outcome built = await CommandLine.RunAsync(
            folder.Path, "neo", "build", typeof(ErrorCode).Assembly.Location, "-o", Built);
        string nef = Path.Combine(Built, "VerifiableKernel.nef");
        Outcome shown = await CommandLine.RunAsync(folder.Path, "neo", "disassemble", nef);

        Assert.Equal((0, 0), (built.Code, shown.Code));
        Assert.True(File.Exists(Path.Combine(Built, "VerifiableKernel.manifest.json")));
        Assert.True(File.Exists(Path.Combine(Built, "VerifiableKernel.txt")));
        Assert.Contains("  PUSHDATA1 \"ShiftOutOfRange\"", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_OfAnAssemblyWithoutAContract_Is4()
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "neo", "build", typeof(InstrumentId).Assembly.Location, "-o", folder.Path);

        Assert.Equal(4, outcome.Code);
        Assert.Contains(nameof(ErrorCode.OutsideSubset), outcome.Error, StringComparison.Ordinal);
    }
}
