using System;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

/// <summary>A fact against libsecp256k1; skipped, visibly, where the library is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeFactAttribute : FactAttribute
{
    /// <summary>A fact against the native library.</summary>
    public NativeFactAttribute()
    {
        if (!NativeSecp256k1.IsPresent)
        {
            Skip = "no libsecp256k1.so.1 with recovery: install libsecp256k1-1";
        }
    }
}
