using System;
using System.Collections.Generic;
using System.Linq;

namespace Verifiable.Tests.Engine.Architecture;

/// <summary>What the compiled engine may not use, and the order of its namespaces.</summary>
internal static class EngineRules
{
    private static readonly HashSet<string> FloatingTypes =
    [
        "System.Single", "System.Double", "System.Half", "System.Decimal", "System.MathF",
        "System.Runtime.InteropServices.NFloat",
    ];

    private static readonly HashSet<string> FloatingInstructions =
    [
        "ldc.r4", "ldc.r8", "conv.r4", "conv.r8", "conv.r.un", "ldind.r4", "ldind.r8", "stind.r4", "stind.r8",
        "ldelem.r4", "ldelem.r8", "stelem.r4", "stelem.r8", "ckfinite",
    ];

    /// <summary>Clocks, randomness, threads, files, hash order, and what allocates out of sight.</summary>
    private static readonly string[] ForbiddenTypes =
    [
        "System.Linq.", "System.Random", "System.DateTime", "System.DateOnly", "System.TimeOnly", "System.TimeProvider",
        "System.Diagnostics.Stopwatch", "System.Environment", "System.Guid", "System.Threading.", "System.IO.",
        "System.Net.", "System.Security.Cryptography.", "System.Collections.Generic.Dictionary",
        "System.Collections.Generic.HashSet", "System.Collections.Concurrent.", "System.Reflection.",
    ];

    private static readonly string[] KernelOrder = ["Numerics", "Pricing", "Margin"];

    private static readonly string[] EngineOrder =
        ["Units", "Instruments", "Market", "Scenarios", "Vector", "Valuation", "Risk", "Margin", "Accounts", "Liquidation"];

    /// <summary>
    /// Whether it computes in anything but integers. The lanes of <c>Vector</c> hold integers as doubles: there, and
    /// nowhere else, a double may be, but no other width and no call of the mathematics library.
    /// </summary>
    public static bool IsFloating(Use use) => use.Namespace == "Verifiable.Engine.Vector"
        ? UsesInexact(use)
        : FloatingTypes.Contains(use.UsedType) || FloatingInstructions.Contains(use.Used) || IsMath(use);

    private static bool UsesInexact(Use use) =>
        (FloatingTypes.Contains(use.UsedType) && use.UsedType != "System.Double") || IsMath(use);

    private static bool IsMath(Use use) =>
        use.UsedType == "System.Math" && use.Used is not ("System.Math" or "System.Math::BigMul");

    /// <summary>Whether it makes a result depend on more than the inputs, or hides an allocation.</summary>
    public static bool IsForbidden(Use use) =>
        ForbiddenTypes.Any(forbidden => use.UsedType.StartsWith(forbidden, StringComparison.Ordinal))
        || use.Used.EndsWith("CultureInfo::get_CurrentCulture", StringComparison.Ordinal);

    /// <summary>Whether a namespace uses one that stands above it.</summary>
    public static bool IsUpward(Use use) =>
        IsUpward(use, "Verifiable.Kernel.", KernelOrder) || IsUpward(use, "Verifiable.Engine.", EngineOrder);

    /// <summary>The namespaces that have a place in the order.</summary>
    public static IEnumerable<string> Ordered =>
        KernelOrder.Select(static name => $"Verifiable.Kernel.{name}")
            .Concat(EngineOrder.Select(static name => $"Verifiable.Engine.{name}"));

    private static bool IsUpward(Use use, string root, string[] order)
    {
        if (!use.Namespace.StartsWith(root, StringComparison.Ordinal)
            || !use.UsedType.StartsWith(root, StringComparison.Ordinal))
        {
            return false;
        }

        int from = Array.IndexOf(order, use.Namespace[root.Length..].Split('.')[0]);
        string[] used = use.UsedType[root.Length..].Split('.');
        return used.Length > 1 && Array.IndexOf(order, used[0]) > from;
    }
}
