using System.Linq;
using Mono.Cecil;

namespace Verifiable.Neo.Translation;

/// <summary>
/// What a contract's framework says to the translator by attributes, read by name so that no assembly is loaded.
/// </summary>
internal static class FrameworkAttributes
{
    private const string Prefix = "Verifiable.Neo.Framework.";

    /// <summary>The manifest's name of a type, or null where it is not the framework's.</summary>
    internal static string? AbiTypeOf(TypeReference type) => type.FullName == "System.String"
        ? "String"
        : type.Resolve() is { } definition && Find(definition, "AbiTypeAttribute") is { } attribute
            ? (string)attribute.ConstructorArguments[0].Value
            : null;

    /// <summary>Whether a method only reads: it says so, or belongs to the kernel, which has no state.</summary>
    internal static bool IsSafe(MethodDefinition method) =>
        Find(method, "SafeAttribute") is not null || method.Module.Assembly.Name.Name == "Verifiable.Kernel";

    /// <summary>An attribute of the framework on a type, method or parameter.</summary>
    internal static CustomAttribute? Find(ICustomAttributeProvider provider, string name) =>
        provider.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == Prefix + name);
}
