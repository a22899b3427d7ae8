using System;
using System.IO;
using Xunit;

namespace Verifiable.Tests.Engine.Kernel;

/// <summary>A fact that runs a Python generator: skipped, visibly, where Python 3 with mpmath is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GeneratorFactAttribute : FactAttribute
{
    /// <summary>A fact over scripts that need mpmath.</summary>
    public GeneratorFactAttribute()
    {
        if (Generator.Run(Path.GetTempPath(), "-c", "import mpmath") != 0)
        {
            Skip = "no Python 3 with mpmath: install python3-mpmath";
        }
    }
}
