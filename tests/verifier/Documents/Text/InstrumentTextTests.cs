using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Text;

/// <summary>Against tests/vectors/identifiers.json, which the contracts' tests read too.</summary>
public sealed class InstrumentTextTests
{
    private static readonly Dictionary<string, Vector[]> Vectors = Read();

    public static TheoryData<string, string> Instruments => Pairs("instruments", one => (one.Text!, one.Word!));

    public static TheoryData<string, string> RefusedTexts => Pairs("refusedTexts", one => (one.Text!, one.Why!));

    public static TheoryData<string, string> RefusedWords => Pairs("refusedWords", one => (one.Word!, one.Why!));

    [Theory]
    [MemberData(nameof(Instruments))]
    public void Parse_CanonicalText_IsTheWord(string text, string word) =>
        Assert.Equal(word, InstrumentText.Parse(text, "book.json", "/positions/0").Word.ToString());

    [Theory]
    [MemberData(nameof(Instruments))]
    public void Format_Word_IsTheCanonicalText(string text, string word) =>
        Assert.Equal(text, InstrumentText.Format(InstrumentId.Checked(HexText.Parse(word, "", ""))));

    [Theory]
    [MemberData(nameof(RefusedTexts))]
    public void Parse_OtherText_IsRefused(string text, string why)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => InstrumentText.Parse(text, "book.json", "/at"));

        Assert.True(refusal.Code == ErrorCode.IdentifierMalformed, why);
        Assert.Equal(("book.json", "/at", text), (refusal.File, refusal.Path, refusal.Value));
    }

    [Theory]
    [MemberData(nameof(RefusedWords))]
    public void Checked_OtherWord_IsRefused(string word, string why)
    {
        Bytes32 bytes = HexText.Parse(word, "", "");

        Assert.True(
            Assert.Throws<MarginException>(() => InstrumentId.Checked(bytes)).Code == ErrorCode.IdentifierMalformed,
            why);
        Assert.Throws<MarginException>(() => InstrumentText.Format(new InstrumentId(bytes)));
    }

    [Fact]
    public void Words_OfOneUnderlying_SortByQuoteSettlementExpiryStrikeAndSide()
    {
        string[] ordered =
        [
            "BTC/USD", "BTC/USD:USD", "BTC/USD:USD-250627", "BTC/USD:USD-250627-9-C", "BTC/USD:USD-250627-9-P",
            "BTC/USD:USD-250627-10-C", "BTC/USD:USD-250628-1-C", "BTC/USD:BTC", "BTC/USDC:USDC", "ETH/USD",
        ];

        IEnumerable<string> sorted = ordered.Reverse()
            .Select(text => InstrumentText.Parse(text, "", ""))
            .Order()
            .Select(InstrumentText.Format);

        Assert.Equal(ordered, sorted);
    }

    private static TheoryData<string, string> Pairs(string list, System.Func<Vector, (string, string)> pair)
    {
        TheoryData<string, string> pairs = [];
        foreach (Vector one in Vectors[list])
        {
            (string first, string second) = pair(one);
            pairs.Add(first, second);
        }

        return pairs;
    }

    private static Dictionary<string, Vector[]> Read()
    {
        string file = Path.Combine(ReferenceData.Root, "tests", "vectors", "identifiers.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.Array)
            .ToDictionary(
                member => member.Name, member => member.Value.Deserialize<Vector[]>(JsonSerializerOptions.Web)!);
    }

    private sealed record Vector(string? Text, string? Word, string? Why);
}
