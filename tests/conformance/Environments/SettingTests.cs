using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance.Environments;

/// <summary>
/// The runtime's settings change how the engine runs, from lanes to the plainest code, and no bit of what it computes:
/// every kernel function, a million cells, whole accounts and tails.
/// </summary>
public sealed class SettingTests(ITestOutputHelper output)
{
    private static readonly string[] Arguments = ["20261130", "200", "1000000", "2000", "10000"];

    private static readonly Lazy<Task<DigestRun>> Plain = new(() => DigestProgram.RunNative(string.Empty, Arguments));

    [Theory]
    [InlineData("DOTNET_EnableAVX512=0", "lanes False")]
    [InlineData("DOTNET_EnableAVX2=0", "lanes False, avx2 False")]
    [InlineData("DOTNET_EnableHWIntrinsic=0", "lanes False, avx2 False, bmi2 False")]
    [InlineData("DOTNET_TieredCompilation=0", "")]
    [InlineData("DOTNET_TieredPGO=0", "")]
    [InlineData("DOTNET_TC_QuickJitForLoops=0", "")]
    [InlineData("DOTNET_ReadyToRun=0", "")]
    [InlineData("DOTNET_JITMinOpts=1", "")]
    [InlineData("DOTNET_TieredCompilation=0 DOTNET_EnableAVX512=0", "lanes False")]
    [InlineData("DOTNET_JITMinOpts=1 DOTNET_EnableHWIntrinsic=0", "lanes False, avx2 False, bmi2 False")]
    public async Task Digests_UnderASetting_AreThoseWithoutIt(string settings, string uses)
    {
        DigestRun plain = await Plain.Value;
        DigestRun set = await DigestProgram.RunNative(settings, Arguments);

        output.WriteLine($"{plain.Uses}; {settings}: {set.Uses}");
        Assert.Contains(uses, set.Uses);
        Assert.Equal(4, plain.Digests.Length);
        Assert.Equal(plain.Digests, set.Digests);
    }

    /// <summary>No section is blind: other inputs give other digests.</summary>
    [Fact]
    public async Task Digests_OfAnotherSeed_AllDiffer()
    {
        DigestRun first = await DigestProgram.RunNative(string.Empty, "1", "20", "1000", "100", "100");
        DigestRun second = await DigestProgram.RunNative(string.Empty, "2", "20", "1000", "100", "100");

        Assert.Empty(first.Digests.Intersect(second.Digests));
    }
}
