using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance.Environments;

/// <summary>
/// Kernel and engine on Mono WebAssembly under Node, as a browser would run them: another compiler, another processor,
/// the same bits.
/// </summary>
public sealed class WebAssemblyTests(ITestOutputHelper output)
{
    [WebAssemblyFact]
    public async Task Digests_OnWebAssembly_AreThoseOfThisMachine()
    {
        string[] arguments = ["20261130", "100", "50000", "1000", "2000"];

        DigestRun native = await DigestProgram.RunNative(string.Empty, arguments);
        DigestRun browser = await DigestProgram.RunWebAssembly(DigestProgram.WebAssemblyPack!, arguments);

        output.WriteLine(string.Join('\n', browser.Digests));
        Assert.Equal("uses lanes False, avx2 False, bmi2 False", browser.Uses);
        Assert.Equal(4, native.Digests.Length);
        Assert.Equal(native.Digests, browser.Digests);
    }
}
