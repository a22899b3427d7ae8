using System;
using System.IO;
using System.Linq;
using Verifiable.Chain.Abi;
using Verifiable.Kernel;

namespace Verifiable.Chain.Contracts;

/// <summary>The folder into which Hardhat compiles; artifacts are found by the contract's name alone.</summary>
/// <param name="folder">The folder, in a checkout <c>artifacts/solidity</c>.</param>
public sealed class ArtifactFolder(string folder)
{
    /// <summary>The artifact of a contract.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ArtifactUnknown"/>: none, several, or not what Hardhat writes.
    /// </exception>
    public ContractArtifact Load(string contract)
    {
        string[] files = Files($"{contract}.json");
        return files.Length == 1
            ? ContractArtifact.Load(files[0])
            : throw new MarginException(
                ErrorCode.ArtifactUnknown,
                folder,
                contract,
                $"{files.Length} artifacts",
                "one; compile the contracts with `npx hardhat build`");
    }

    /// <summary>A decoder that knows the errors of every contract in the folder.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ArtifactUnknown"/>: a file that is no artifact.
    /// </exception>
    public RevertDecoder LoadRevertDecoder() =>
        new([.. Files("*.json").Select(file => ContractArtifact.Load(file).Abi)]);

    /// <summary>
    /// Artifacts lie in folders named after source files; what lies elsewhere is the compiler's own record.
    /// </summary>
    private string[] Files(string pattern) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Where(file => Path.GetDirectoryName(file)!.EndsWith(".sol", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)]
        : [];
}
