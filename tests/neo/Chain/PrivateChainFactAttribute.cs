using System;
using System.Runtime.InteropServices;
using Xunit;

namespace Verifiable.Tests.Neo.Chain;

/// <summary>A fact that needs a node: skipped, visibly, where the node's database lacks its library.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrivateChainFactAttribute : FactAttribute
{
    public PrivateChainFactAttribute()
    {
        if (!NativeLibrary.TryLoad("libsnappy.so.1", out nint _))
        {
            Skip = "the node's database needs Debian's libsnappy1v5: apt-get install libsnappy1v5";
        }
    }
}
