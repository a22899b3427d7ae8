using System;
using System.IO;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Verifiable.Chain.Contracts;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Packages;

/// <summary>
/// The npm package, packed, installed in a folder that knows nothing of this repository, and the README's contract
/// compiled against it there: solcjs with its optimizer and nothing else set.
/// </summary>
public sealed partial class PackedContracts : IAsyncLifetime, IDisposable
{
    internal const string Contract = "AttestedEscrow";

    private readonly ConsumerFolder _folder = new();

    /// <summary>The installed package.</summary>
    internal string Installed => Path.Combine(_folder.Path, "node_modules", "@verifiable", "contracts");

    /// <summary>The README's contract, compiled.</summary>
    internal ArtifactFolder Artifacts => new(Path.Combine(_folder.Path, "artifacts"));

    /// <summary>The Solidity that the README shows to integrators.</summary>
    internal static string ReadmeContract { get; } = SolidityBlock()
        .Match(File.ReadAllText(Path.Combine(ReferenceData.Root, "README.md"))).Groups["text"].Value;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        string script = Path.Combine(ReferenceData.Root, "scripts", "pack-contracts.mjs");
        string package = (await _folder.RunAsync("node", script, "packages")).Trim();
        await InstallAsync(package);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, $"{Contract}.sol"), ReadmeContract);
        string compiler = Path.Combine(ReferenceData.Root, "node_modules", "solc", "solc.js");
        await _folder.RunAsync(
            "node", compiler, "--abi", "--bin", "--optimize", "--base-path", ".", "--include-path", "node_modules",
            "-o", "out", $"{Contract}.sol");
        WriteArtifact();
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>Without a network: what the package depends on is packed from the checkout's own modules.</summary>
    private async Task InstallAsync(string package)
    {
        string dependency = Path.Combine(ReferenceData.Root, "node_modules", "@openzeppelin", "contracts");
        string[] quiet = ["--offline", "--ignore-scripts", "--no-update-notifier"];
        await _folder.RunAsync("npm", ["pack", dependency, .. quiet, "--pack-destination", "packages"]);
        string[] dependencies =
            Directory.GetFiles(Path.Combine(_folder.Path, "packages"), "openzeppelin-contracts-*.tgz");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "package.json"), """{ "private": true }""");
        await _folder.RunAsync("npm", ["install", .. quiet, "--no-audit", "--no-fund", package, .. dependencies]);
    }

    /// <summary>The compiler's two files as the one that Hardhat would write.</summary>
    private void WriteArtifact()
    {
        string output = Path.Combine(_folder.Path, "out", $"{Contract}_sol_{Contract}");
        JsonObject artifact = new()
        {
            ["contractName"] = Contract,
            ["sourceName"] = $"{Contract}.sol",
            ["abi"] = JsonNode.Parse(File.ReadAllText($"{output}.abi")),
            ["bytecode"] = $"0x{File.ReadAllText($"{output}.bin")}",
            ["linkReferences"] = new JsonObject(),
        };
        string folder = Path.Combine(_folder.Path, "artifacts", $"{Contract}.sol");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{Contract}.json"), artifact.ToJsonString());
    }

    [GeneratedRegex("```solidity\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex SolidityBlock();
}
