using System;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>A fact that compares with the EVM: skipped, visibly, until the conformance tests have run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EvmFactAttribute : FactAttribute
{
    public EvmFactAttribute()
    {
        if (!MachineDigest.Has(FourMachinesTests.Evm))
        {
            Skip = "the EVM has not run: dotnet test tests/conformance";
        }
    }
}
