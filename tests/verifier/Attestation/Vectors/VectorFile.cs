using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using Verifiable.Tests.Support;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Vectors;

/// <summary>One file of the crypto vectors; its kind is told from its content, never from its name.</summary>
/// <param name="Name">The path inside the folder.</param>
/// <param name="Root">The content.</param>
/// <param name="Kind">What it holds.</param>
public sealed record VectorFile(string Name, JsonElement Root, VectorKind Kind)
{
    /// <summary>The folder of the reference data.</summary>
    public const string Folder = "crypto-vectors";

    // Files that say where the vectors come from, and hold none.
    private static readonly string[] Prose = ["LICENSE", "PROVENANCE.md"];

    private static readonly Lazy<VectorFile[]> All = new(() => [.. ReferenceData.Files(Folder, "*")
        .Where(path => !Prose.Contains(Path.GetFileName(path)))
        .Select(Load)]);

    /// <summary>Every file that holds vectors.</summary>
    public static IReadOnlyList<VectorFile> Every => All.Value;

    /// <summary>The files of one kind, at least one; their names are printed.</summary>
    public static IReadOnlyList<VectorFile> Of(VectorKind kind, ITestOutputHelper output)
    {
        VectorFile[] files = [.. Every.Where(file => file.Kind == kind)];
        output.WriteLine($"{kind}: {files.Length} files: {string.Join(", ", files.Select(file => file.Name))}");
        return files.Length > 0 ? files : throw new InvalidOperationException($"no file of kind {kind}");
    }

    private static VectorFile Load(string path)
    {
        using Stream file = File.OpenRead(path);
        bool packed = path.EndsWith(".gz", StringComparison.Ordinal);
        using Stream content = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
        JsonElement root = JsonDocument.Parse(content).RootElement;
        string name = Path.GetRelativePath(Path.Combine(ReferenceData.Folder, Folder), path);
        return new VectorFile(name, root, Classify(root));
    }

    private static VectorKind Classify(JsonElement root)
    {
        JsonElement first = root.ValueKind == JsonValueKind.Array
            ? root.EnumerateArray().FirstOrDefault()
            : root.EnumerateObject().Select(member => member.Value).FirstOrDefault();
        return root.ValueKind == JsonValueKind.Array ? ClassifyRow(first) : ClassifyObject(root, first);
    }

    private static VectorKind ClassifyRow(JsonElement row) => row switch
    {
        _ when Has(row, "k0", "message") => VectorKind.DeterministicNonces,
        _ when Has(row, "keccak256", "data") => VectorKind.Hashes,
        _ when Has(row, "primaryType", "digest") => VectorKind.TypedData,
        _ when Has(row, "decoded", "encoded") => VectorKind.RlpCoder,
        _ when Has(row, "signed", "unsigned", "tx") => VectorKind.TypedTransactions,
        _ when Has(row, "signature", "sigHash") => VectorKind.FunctionSelectors,
        _ when Has(row, "addr", "sig_of_emptystring") => VectorKind.KeyAddresses,
        _ when Has(row, "gasprice", "signed") => VectorKind.LegacyTransactions,
        _ => VectorKind.Unknown,
    };

    private static VectorKind ClassifyObject(JsonElement root, JsonElement first) => root switch
    {
        _ when Has(root, "algorithm", "testGroups") => VectorKind.WycheproofEcdsa,
        _ when Has(root, "valid", "invalid", "extraEntropy") => VectorKind.SignatureTriples,
        _ when Has(root, "eip712", "sig", "tx1559", "rlp", "abi") => VectorKind.Differential,
        _ when Has(first, "in", "out") => VectorKind.RlpTests,
        _ when Has(first, "txbytes", "result") => VectorKind.TransactionTests,
        _ when Has(first, "decryption_type") => VectorKind.Ciphers,
        _ when Has(first, "seq", "term") => VectorKind.HexPrefix,
        _ when Has(first, "args", "types") => VectorKind.AbiTests,
        _ => VectorKind.Unknown,
    };

    private static bool Has(JsonElement element, params string[] members) =>
        element.ValueKind == JsonValueKind.Object && members.All(member => element.TryGetProperty(member, out _));
}
