using System;
using Xunit;

namespace Verifiable.Tests.Conformance.Environments;

/// <summary>A fact that needs the runtime for WebAssembly: skipped, visibly, where it was not to be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WebAssemblyFactAttribute : FactAttribute
{
    public WebAssemblyFactAttribute()
    {
        if (DigestProgram.WebAssemblyPack is null)
        {
            Skip = "no WebAssembly runtime: dotnet restore tests/digest/wasm/RuntimePack.csproj";
        }
    }
}
