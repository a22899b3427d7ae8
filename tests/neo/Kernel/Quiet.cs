using Xunit.Abstractions;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>Where a seed goes that was printed already.</summary>
internal sealed class Quiet : ITestOutputHelper
{
    public void WriteLine(string message)
    {
    }

    public void WriteLine(string format, params object[] args)
    {
    }
}
