using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Testing;
using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance;

/// <summary>
/// contracts/InstrumentId.sol and the engine's identifier accept and refuse the same words: those of
/// tests/vectors/identifiers.json, and every accepted one with any one bit flipped.
/// </summary>
/// <remarks>
/// The engine contract checks an instrument before it looks for its section, so without sections a canonical word is
/// refused for its section and any other word for itself.
/// </remarks>
public sealed class InstrumentIdConformanceTests(ITestOutputHelper output)
{
    private const string Accepted = "MissingSection";
    private const string Refused = "InstrumentMalformed";
    private static readonly JsonElement Vectors = Read();

    [Fact]
    public async Task RequireCanonical_EveryVectorAndBitFlip_DecidesAsTheEngine()
    {
        Bytes32[] accepted = Words("instruments");
        Bytes32[] refused = Words("refusedWords");
        Bytes32[] flipped = [.. accepted.SelectMany(Flips)];
        await LocalChain.CompileAsync(sources: EngineMachine.Sources);
        await using LocalChain chain = await LocalChain.StartAsync(new LocalChainOptions { Node = LocalNode.Anvil });
        using TransactionSender sender = chain.CreateSender(0);
        ContractInstance engine =
            await new ContractDeployer(sender, chain.Artifacts, chain.ChainId).DeployAsync("MarginEngine", []);

        (Bytes32 Word, string Expected)[] cases =
        [
            .. accepted.Select(word => (word, Accepted)),
            .. refused.Select(word => (word, Refused)),
            .. flipped.Select(word => (word, Decision(word))),
        ];
        List<string> differing = [];
        foreach ((Bytes32 word, string expected) in cases)
        {
            string answer = await AnswerAsync(engine, word);
            if (answer != expected || Decision(word) != expected)
            {
                differing.Add($"{word}: contract {answer}, engine {Decision(word)}, expected {expected}");
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{accepted.Length} accepted and {refused.Length} refused vectors, {flipped.Length} flips of which "
                + $"{flipped.Count(word => Decision(word) == Accepted)} are canonical: {differing.Count} differing"));
        Assert.True(accepted.Length > 0 && refused.Length > 0);
        Assert.True(differing.Count == 0, string.Join('\n', differing));
    }

    private static async Task<string> AnswerAsync(ContractInstance engine, Bytes32 word)
    {
        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => engine.CallAsync("mark", [word, 0UL, AbiValue.Of()]));
        return RevertReason.Of(refusal)!.Name;
    }

    private static string Decision(Bytes32 word) => new InstrumentId(word).IsWellFormed ? Accepted : Refused;

    private static IEnumerable<Bytes32> Flips(Bytes32 word) =>
        Enumerable.Range(0, 256).Select(bit =>
        {
            byte[] bytes = word.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            return Bytes32.Read(bytes);
        });

    private static Bytes32[] Words(string list) =>
    [
        .. Vectors.GetProperty(list).EnumerateArray()
            .Select(vector => HexText.Parse(vector.GetProperty("word").GetString()!, "identifiers.json", list)),
    ];

    private static JsonElement Read() => JsonSerializer.Deserialize<JsonElement>(
        File.ReadAllText(Path.Combine(ReferenceData.Root, "tests", "vectors", "identifiers.json")));
}
