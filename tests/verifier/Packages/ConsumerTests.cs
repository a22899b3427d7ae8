using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Packages;

/// <summary>What an auditor does with our packages, in a folder that knows nothing of this repository.</summary>
public sealed class ConsumerTests(ITestOutputHelper output) : IDisposable
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

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("verifiable-consumer-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PackageFact]
    public async Task Replay_ByAConsumerOfThePackages_IsEqual()
    {
        string feed = Path.Combine(_folder, "feed");
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string[] projects = ["engine/Kernel", "engine", "verifier/documents", "verifier/attestation"];
        foreach (string project in projects)
        {
            string path = Path.Combine(ReferenceData.Root, project);
            await DotnetAsync("pack", path, "--no-build", "-c", configuration, "-o", feed);
        }

        Assert.Equal(projects.Length, Directory.GetFiles(feed, "*.nupkg").Length);
        await WriteProjectAsync(feed);
        await DotnetAsync("build", "-c", "Release", "-o", "out");
        string answer = await DotnetAsync("exec", Path.Combine("out", "consumer.dll"), CommittedBundleTests.File);

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
        await File.WriteAllTextAsync(Path.Combine(_folder, "Program.cs"), Program);
        await File.WriteAllTextAsync(Path.Combine(_folder, "consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
                <RestoreSources>{feed};{PackageFolder.Path}</RestoreSources>
                <RestorePackagesPath>{Path.Combine(_folder, "packages")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Verifiable.Attestation" Version="[{version}]" />
              </ItemGroup>
            </Project>
            """);
    }

    private async Task<string> DotnetAsync(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test runner's own settings are not the consumer's.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment.Remove("MSBuildSDKsPath");
        using Process process = Process.Start(start)!;
        using CancellationTokenSource expired = new(Limit);
        Task<string> text = process.StandardOutput.ReadToEndAsync(expired.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(expired.Token);
        await process.WaitForExitAsync(expired.Token);
        output.WriteLine($"{await text}{await error}");
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {await text}{await error}");
        return await text;
    }
}
