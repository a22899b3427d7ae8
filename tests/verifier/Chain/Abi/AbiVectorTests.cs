using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using Verifiable.Chain.Abi;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Chain.Abi;

/// <summary>
/// The encoder and the decoder against vectors of ethereum/tests, and of viem and ethers where both agree.
/// </summary>
public sealed class AbiVectorTests(ITestOutputHelper output)
{
    private const string Vectors = "crypto-vectors";

    [DataFact(Vectors)]
    public void Encode_EveryVector_YieldsTheVectorsBytes()
    {
        AbiVector[] vectors = [.. ReferenceData.Files(Vectors, "*.json").SelectMany(AbiVector.ReadAll)];

        AbiVector[] wrong =
            [.. vectors.Where(vector => !AbiEncoder.Encode(vector.Types, vector.Values).SequenceEqual(vector.Encoded))];

        output.WriteLine($"{vectors.Length} vectors");
        Assert.NotEmpty(vectors);
        Assert.Empty(wrong);
    }

    [DataFact(Vectors)]
    public void Decode_EveryVector_YieldsTheVectorsValues()
    {
        AbiVector[] vectors = [.. ReferenceData.Files(Vectors, "*.json").SelectMany(AbiVector.ReadAll)];

        AbiVector[] wrong =
            [.. vectors.Where(vector => !AbiDecoder.Decode(vector.Types, vector.Encoded).SequenceEqual(vector.Values))];

        output.WriteLine($"{vectors.Length} vectors");
        Assert.NotEmpty(vectors);
        Assert.Empty(wrong);
    }

    [DataFact(Vectors)]
    public void Selector_EveryContractOfTheVectors_IsTheVectors()
    {
        JsonElement[] vectors =
            [.. ReferenceData.Files(Vectors, "contract-signatures.json.gz").SelectMany(ReadCompressed)];

        (string, string)[] computed = [.. vectors.Select(vector => Describe(FirstFunction(vector)))];

        output.WriteLine($"{vectors.Length} signatures");
        Assert.NotEmpty(vectors);
        Assert.Equal(vectors.Select(vector => (Text(vector, "signature"), Text(vector, "sigHash"))), computed);
    }

    private static AbiFunction FirstFunction(JsonElement vector) =>
        ContractAbiReader.Parse(Text(vector, "abi")).Function("testSig");

    private static (string Signature, string Selector) Describe(AbiFunction function) =>
        (function.Signature, function.Selector.ToString());

    private static string Text(JsonElement vector, string member) => vector.GetProperty(member).GetString()!;

    private static JsonElement[] ReadCompressed(string file)
    {
        using GZipStream stream = new(File.OpenRead(file), CompressionMode.Decompress);
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private sealed record AbiVector(
        ImmutableArray<AbiParameter> Types, ImmutableArray<AbiValue> Values, byte[] Encoded)
    {
        /// <summary>Rows of the two shapes that vector files have; a file of another shape holds none.</summary>
        internal static IEnumerable<AbiVector> ReadAll(string file)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            JsonElement root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? []
                : root.TryGetProperty("abi", out JsonElement rows)
                    ? [.. rows.EnumerateArray().Select(row => Read(row, "values", "encoded"))]
                    : [.. root.EnumerateObject()
                        .Where(row => row.Value.ValueKind == JsonValueKind.Object
                            && row.Value.TryGetProperty("types", out JsonElement types)
                            && types.ValueKind == JsonValueKind.Array)
                        .Select(row => Read(row.Value, "args", "result"))];
        }

        private static AbiVector Read(JsonElement row, string values, string encoded)
        {
            ImmutableArray<AbiParameter> types = AbiJson.Parameters(row.GetProperty("types"));
            return new AbiVector(
                types,
                AbiJson.Values(types, row.GetProperty(values)),
                AbiJson.Bytes(row.GetProperty(encoded).GetString()!));
        }
    }
}
