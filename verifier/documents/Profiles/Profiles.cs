using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using Verifiable.Documents.Files;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>A margin model as it is shipped: parameters with the scenario set they name.</summary>
/// <param name="Name">Its name and version, as <c>portfolio-scan-1.0</c>.</param>
/// <param name="Model">The parameters.</param>
/// <param name="Scenarios">The scenarios; those of its rule where the rule reads none.</param>
public sealed record Profile(string Name, ModelDocument Model, ScenariosDocument Scenarios);

/// <summary>The margin models that are shipped inside this assembly.</summary>
public static class Profiles
{
    private const string Folder = "Profiles/";
    private const string ModelEnding = ".model.json";
    private const string ScenariosEnding = ".scenarios.json";
    private const string StressesEnding = ".stresses.json";

    private static readonly Assembly Home = typeof(Profiles).Assembly;

    /// <summary>The profile that is meant where none is named, the one that contracts recompute.</summary>
    public const string Default = "portfolio-scan-1.0";

    /// <summary>The set of stresses that is meant where none is named.</summary>
    public const string DefaultStresses = "named-1.0";

    /// <summary>The names that <see cref="Open"/> knows, in ordinal order.</summary>
    public static ImmutableArray<string> Names { get; } = NamesOf(ModelEnding);

    /// <summary>Those of them that have a scenario set of their own, in ordinal order.</summary>
    public static ImmutableArray<string> NamesWithScenarios { get; } = NamesOf(ScenariosEnding);

    /// <summary>Reads a profile.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnreadable"/>: no such profile.</exception>
    public static Profile Open(string name)
    {
        ModelDocument model = ModelDocument.Read(ReadModel(name), name + ModelEnding);
        ScenariosDocument scenarios = model.OwnScenarios()
            ?? ScenariosDocument.Read(ReadScenarios(name), name + ScenariosEnding);
        model.RequireScenarios(scenarios.Set, name + ModelEnding);
        return new Profile(name, model, scenarios);
    }

    /// <summary>The bytes of a profile's model document.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnreadable"/>: no such profile.</exception>
    public static byte[] ReadModel(string name) => ReadResource(name, ModelEnding, ModelDocument.MaxBytes);

    /// <summary>The bytes of a profile's scenarios document.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnreadable"/>: no such profile.</exception>
    public static byte[] ReadScenarios(string name) => ReadResource(name, ScenariosEnding, ScenariosDocument.MaxBytes);

    /// <summary>Reads the set of stresses that is shipped.</summary>
    public static StressesDocument OpenStresses() => StressesDocument.Read(
        ReadResource(DefaultStresses, StressesEnding, StressesDocument.MaxBytes), DefaultStresses + StressesEnding);

    private static ImmutableArray<string> NamesOf(string ending) =>
    [
        .. Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Where(name => name.EndsWith(ending, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    private static byte[] ReadResource(string name, string ending, int maxBytes)
    {
        using Stream? stream = Home.GetManifestResourceStream($"{Folder}{name}{ending}");
        return stream is null
            ? throw new MarginException(
                ErrorCode.FileUnreadable, name, "profile", name, $"one of {string.Join(", ", Names)}")
            : BoundedFile.Read(stream, maxBytes, name + ending);
    }
}
