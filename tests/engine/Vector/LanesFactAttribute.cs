using Verifiable.Engine.Vector;
using Xunit;

namespace Verifiable.Tests.Engine.Vector;

/// <summary>A test that needs a processor with AVX-512; elsewhere it is a visible skip.</summary>
internal sealed class LanesFactAttribute : FactAttribute
{
    public LanesFactAttribute() => Skip = Reason;

    internal static string? Reason =>
        Lanes.AreSupported ? null : "this processor, or the runtime's settings, have no AVX-512 (F and DQ)";
}

/// <summary>The same with data.</summary>
internal sealed class LanesTheoryAttribute : TheoryAttribute
{
    public LanesTheoryAttribute() => Skip = LanesFactAttribute.Reason;
}
