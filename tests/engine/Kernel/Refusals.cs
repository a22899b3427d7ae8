using System;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Engine.Kernel;

/// <summary>Asserts about refusals.</summary>
public static class Refusals
{
    /// <summary>The function refuses by this name.</summary>
    public static void Expect(ErrorCode code, Func<long> function) =>
        Assert.Equal(code, Assert.Throws<MarginException>(() => function()).Code);
}
