using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Verifiable.Documents.Hashing;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Vectors;

public sealed class Keccak256VectorTests(ITestOutputHelper output)
{
    [VectorFact(VectorKind.Hashes)]
    public void Hash_Ethers_IsEqual()
    {
        List<JsonElement> rows =
            [.. VectorFile.Of(VectorKind.Hashes, output).SelectMany(file => file.Root.EnumerateArray())];

        output.WriteLine($"{rows.Count} hashes");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(
            row.GetProperty("keccak256").GetString(), Keccak256.Hash(Hex.Bytes(row, "data")).ToString()));
    }

    [VectorFact(VectorKind.FunctionSelectors)]
    public void Hash_FunctionSignature_BeginsWithTheSelector()
    {
        List<JsonElement> rows =
            [.. VectorFile.Of(VectorKind.FunctionSelectors, output).SelectMany(file => file.Root.EnumerateArray())];

        output.WriteLine($"{rows.Count} selectors");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.StartsWith(
            row.GetProperty("sigHash").GetString()!,
            Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(row.GetProperty("signature").GetString()!)).ToString()));
    }
}
