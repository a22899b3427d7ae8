using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Contracts;
using Verifiable.Testing;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Contracts;

/// <summary>
/// Every contract, library and interface under contracts/, compiled once; the mocks are not among them.
/// </summary>
public sealed class CompiledContracts
{
    private static readonly Lazy<Task<ImmutableArray<ContractArtifact>>> Compiled = new(CompileAsync);

    /// <summary>The artifacts, by source and name.</summary>
    internal static Task<ImmutableArray<ContractArtifact>> ArtifactsAsync() => Compiled.Value;

    private static async Task<ImmutableArray<ContractArtifact>> CompileAsync()
    {
        await LocalChain.CompileAsync();
        string folder = Path.Combine(ReferenceData.Root, "artifacts", "solidity", "contracts");
        return
        [
            .. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(ContractArtifact.Load)
                .Where(artifact => !artifact.Source.StartsWith("contracts/mocks/", StringComparison.Ordinal))
                // The compiler leaves the artifact of a source that was removed.
                .Where(artifact => File.Exists(Path.Combine(ReferenceData.Root, artifact.Source))),
        ];
    }
}
