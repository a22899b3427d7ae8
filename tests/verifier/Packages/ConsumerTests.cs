using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Xunit;

namespace Verifiable.Tests.Verifier.Packages;

/// <summary>What an auditor does with our packages, in a folder that knows nothing of this repository.</summary>
public sealed class ConsumerTests : IDisposable
{
    private const string Program = """
        using System;
        using System.IO;
        using Verifiable.Attestation.Bundles;
        using Verifiable.Attestation.Evidence;
        using Verifiable.Engine.Margin;

        Bundle bundle = Bundle.Decode(File.ReadAllBytes(args[0]), args[0]);
        MarginResult result = Replay.Verify(bundle, args[0]);
        Console.WriteLine($"equal {result.Totals.Length} {result.Equity.Raw} {result.InitialMargin.Raw}");
        """;

    private readonly ConsumerFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [PackageFact]
    public async Task Replay_ByAConsumerOfThePackages_IsEqual()
    {
        string feed = Path.Combine(_folder.Path, "feed");
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string[] projects = ["engine/Kernel", "engine", "verifier/documents", "verifier/attestation"];
        foreach (string project in projects)
        {
            string path = Path.Combine(ReferenceData.Root, project);
            await _folder.RunAsync("dotnet", "pack", path, "--no-build", "-c", configuration, "-o", feed);
        }

        Assert.Equal(projects.Length, Directory.GetFiles(feed, "*.nupkg").Length);
        await WriteProjectAsync(feed);
        await _folder.RunAsync("dotnet", "build", "-c", "Release", "-o", "out");
        string answer = await _folder.RunAsync(
            "dotnet", "exec", Path.Combine("out", "consumer.dll"), CommittedBundleTests.File);

        Assert.Equal(
            $"equal 33 {SampleBundle.Signed.Attestation.Equity} {SampleBundle.Signed.Attestation.InitialMargin}",
            answer.Trim());
    }

    /// <summary>Its packages go into its own folder: the shared one would keep an older build of a version.</summary>
    private async Task WriteProjectAsync(string feed)
    {
        string version = Path.GetFileName(Directory.GetFiles(feed, "Verifiable.Attestation.*.nupkg").Single())
            .Replace("Verifiable.Attestation.", string.Empty, StringComparison.Ordinal)
            .Replace(".nupkg", string.Empty, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "Program.cs"), Program);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
                <RestoreSources>{feed};{PackageFolder.Path}</RestoreSources>
                <RestorePackagesPath>{Path.Combine(_folder.Path, "packages")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Verifiable.Attestation" Version="[{version}]" />
              </ItemGroup>
            </Project>
            """);
    }
}
