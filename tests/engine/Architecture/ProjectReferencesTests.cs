using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Engine.Architecture;

/// <summary>Projects refer to projects below them only, and the engine to no package.</summary>
public sealed class ProjectReferencesTests
{
    /// <summary>Each project's place; a project refers to lower places only.</summary>
    private static readonly Dictionary<string, int> Places = new()
    {
        ["Verifiable.Kernel"] = 0,
        ["Verifiable.Engine"] = 1,
        ["Verifiable.Neo"] = 1,
        ["Verifiable.Stratis"] = 1,
        ["Verifiable.Neo.Vault"] = 2,
        ["Verifiable.Documents"] = 2,
        ["Verifiable.Calibration"] = 3,
        ["Verifiable.Attestation"] = 3,
        ["Verifiable.Chain"] = 4,
        ["Verifiable.Testing"] = 5,
        ["Verifiable.Service"] = 6,
        ["Verifiable.Cli"] = 7,
    };

    [Fact]
    public void References_OfEveryProject_PointDown()
    {
        IEnumerable<string> upward = Projects().SelectMany(static project => ReferencesOf(project)
            .Where(reference => Places[reference] >= Places[NameOf(project)])
            .Select(reference => $"{NameOf(project)} refers to {reference}"));

        Assert.Empty(upward);
    }

    [Fact]
    public void References_OfKernelAndEngine_AreNoPackages()
    {
        IEnumerable<string> packages = Projects()
            .Where(static project => NameOf(project) is "Verifiable.Kernel" or "Verifiable.Engine")
            .SelectMany(static project => XDocument.Load(project).Descendants("PackageReference"))
            .Select(static package => package.ToString());

        Assert.Empty(packages);
    }

    [Fact]
    public void Projects_OfEveryFolder_AreFound() =>
        Assert.Superset(
            new HashSet<string>
            {
                "Verifiable.Kernel", "Verifiable.Engine", "Verifiable.Neo", "Verifiable.Documents", "Verifiable.Cli",
            },
            Projects().Select(NameOf).ToHashSet());

    private static IEnumerable<string> Projects() => new[] { "contracts", "engine", "verifier" }
        .SelectMany(static folder => Directory.GetFiles(
            Path.Combine(ReferenceData.Root, folder), "*.csproj", SearchOption.AllDirectories));

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> ReferencesOf(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Select(static reference => NameOf(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
