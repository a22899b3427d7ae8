using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace Verifiable.Neo.Translation;

/// <summary>The kernel's public functions, as the methods of a library contract.</summary>
internal static class KernelExports
{
    private static readonly string[] Folders =
        ["Verifiable.Kernel.Numerics", "Verifiable.Kernel.Pricing", "Verifiable.Kernel.Margin"];

    /// <summary>Each function under its type's name and its own, as mulShiftFloor; tables are no functions.</summary>
    internal static IEnumerable<(string Name, MethodDefinition Method)> Of(ModuleDefinition kernel) => kernel.Types
        .Where(static type => type.IsPublic && Folders.Contains(type.Namespace))
        .OrderBy(static type => type.FullName, System.StringComparer.Ordinal)
        .SelectMany(static type => type.Methods
            .Where(static method => method is { IsPublic: true, IsStatic: true, IsGetter: false })
            .Select(method => (Camel(type.Name) + method.Name, method)));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
