using System;
using System.Linq;
using System.Text;
using Verifiable.Documents;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Json;

/// <summary>Faults of the JSON text itself, which a parsed document cannot show.</summary>
public sealed class JsonStrictnessTests
{
    private static readonly string Sample = Encoding.UTF8.GetString(Samples.Json("market.json"));

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{")]
    [InlineData("{\"schema\":\"verifiable/market/1\"")]
    [InlineData("{\"schema\":\"verifiable/market/1\",}")]
    [InlineData("// comment\n{}")]
    [InlineData("{'schema':1}")]
    [InlineData("{\"schema\":tru}")]
    [InlineData("{\"schema\":\"\\x\"}")]
    [InlineData("{\"schema\":01}")]
    public void Read_TextThatIsNoJson_IsMalformed(string json) =>
        Assert.Equal(ErrorCode.JsonMalformed, Refused(json).Code);

    [Fact]
    public void Read_ByteOrderMark_IsMalformed() =>
        Assert.Equal(ErrorCode.JsonMalformed, Refused("\uFEFF" + Sample).Code);

    [Theory]
    [InlineData("}")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("x")]
    [InlineData("\0")]
    public void Read_AnythingAfterTheDocument_IsMalformed(string more) =>
        Assert.Equal(ErrorCode.JsonMalformed, Refused(Sample + more).Code);

    [Theory]
    [InlineData((byte)0xFF)]
    [InlineData((byte)0xC0)]
    [InlineData((byte)0x80)]
    public void Read_BytesThatAreNotUtf8_AreMalformed(byte stray)
    {
        byte[] json = Encoding.UTF8.GetBytes(Sample);
        json[Sample.IndexOf("USD", StringComparison.Ordinal)] = stray;

        MarginException refusal = Assert.Throws<MarginException>(() => MarketDocument.Read(json, "market.json"));

        Assert.Equal(ErrorCode.JsonMalformed, refusal.Code);
    }

    [Theory]
    [InlineData("\"quote\": \"USD\"", "\"quote\": \"\\ud800\"", "/quote")]
    [InlineData("\"quote\": \"USD\"", "\"\\ud800\": \"USD\"", "/")]
    public void Read_HalfASurrogatePair_IsMalformed(string from, string to, string path)
    {
        MarginException refusal = Refused(Sample.Replace(from, to, StringComparison.Ordinal));

        Assert.Equal((ErrorCode.JsonMalformed, path), (refusal.Code, refusal.Path));
    }

    [Fact]
    public void Read_MalformedText_NamesLineAndByte() =>
        Assert.Equal("line 2, byte 13", Refused("{\n  \"schema\": ?").Path);

    [Fact]
    public void Read_MemberTwice_IsRefusedAtItsPlace()
    {
        string rate = "\"rate\": \"-0.05\",";
        string json = Sample.Replace(rate, rate + rate, StringComparison.Ordinal);

        MarginException refusal = Refused(json);

        Assert.Equal(
            (ErrorCode.MemberDuplicate, "/underlyings/1/expiries/1/rate"), (refusal.Code, refusal.Path));
    }

    [Fact]
    public void Read_MemberTwiceUnderAnEscape_IsRefused()
    {
        string quote = "\"quote\": \"USD\",";
        string escaped = "\"quot\\u0065\": \"USD\",";
        string json = Sample.Replace(quote, quote + escaped, StringComparison.Ordinal);

        Assert.Equal(ErrorCode.MemberDuplicate, Refused(json).Code);
    }

    [Fact]
    public void Read_SchemaAsTheLastMember_IsAccepted()
    {
        string schema = "\"schema\": \"verifiable/market/1\",";
        string json = Sample.Replace(schema, string.Empty, StringComparison.Ordinal);
        json = json[..json.LastIndexOf('}')] + "," + schema.TrimEnd(',') + "}";

        Assert.Equal(3, MarketDocument.Read(Encoding.UTF8.GetBytes(json), "market.json").Underlyings.Length);
    }

    [Fact]
    public void Read_AnotherSchemaAsTheLastMember_IsRefusedBeforeItsMembers()
    {
        string json = """{ "account": "0x", "sequence": 1, "schema": "verifiable/book/1" }""";

        MarginException refusal = Refused(json);

        Assert.Equal((ErrorCode.DocumentKindMismatch, "/schema"), (refusal.Code, refusal.Path));
        Assert.Equal("verifiable/market/1", refusal.Accepted);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(60)]
    public void Read_DeepNesting_IsTooLarge(int depth)
    {
        string json = "{\"quote\":" + new string('[', depth) + new string(']', depth) + "}";

        Assert.Equal(ErrorCode.DocumentTooLarge, Refused(json).Code);
    }

    [Fact]
    public void Read_MillionLevels_IsRefused() =>
        Assert.Equal(ErrorCode.DocumentTooLarge, Refused("{\"quote\":" + new string('[', 1_000_000)).Code);

    [Fact]
    public void Read_OneByteOverTheLimit_IsTooLarge()
    {
        byte[] json = [.. Samples.Json("model.json"), .. Enumerable.Repeat((byte)' ', ModelDocument.MaxBytes)];

        byte[] atLimit = json[..ModelDocument.MaxBytes];
        byte[] overLimit = json[..(ModelDocument.MaxBytes + 1)];

        Assert.Equal("sample", ModelDocument.Read(atLimit, "model.json").Parameters.Name);
        Assert.Equal(
            ErrorCode.DocumentTooLarge,
            Assert.Throws<MarginException>(() => ModelDocument.Read(overLimit, "model.json")).Code);
    }

    [Fact]
    public void Read_HugeValue_IsCutInTheRefusal()
    {
        string json = Sample.Replace("\"USD\"", $"\"{new string('X', 100_000)}\"", StringComparison.Ordinal);

        Assert.Equal(83, Refused(json).Value.Length);
    }

    [Fact]
    public void Read_ManyPositions_AreRefusedAtTheFirstTooMany()
    {
        string positions = string.Join(',', Enumerable.Range(1, 2_049).Select(
            strike => $$"""{"instrument":"BTC/USD:USD-250627-{{strike}}-C","quantity":"1"}"""));
        byte[] json = JsonEdit.Set("book.json", "/positions", $"[{positions}]");

        MarginException refusal = Assert.Throws<MarginException>(() => Samples.Rewrite("book.json", json));

        Assert.Equal((ErrorCode.TooManyRows, "/positions/2048"), (refusal.Code, refusal.Path));
    }

    [Fact]
    public void Read_ListsInAnyOrder_AreSorted()
    {
        byte[] reversed = JsonEdit.Reverse("market.json", "/assets", "/underlyings", "/underlyings/1/expiries");

        byte[] written = Samples.Rewrite("market.json", reversed);

        Assert.Equal(Sample, Encoding.UTF8.GetString(written));
    }

    [Fact]
    public void Read_FactorsInAnyOrder_CarryTheirShocks()
    {
        byte[] reversed = JsonEdit.Reverse(
            "scenarios.json", "/factors", "/scenarios/3/shocks", "/scenarios/4/shocks", "/scenarios/5/shocks");

        byte[] written = Samples.Rewrite("scenarios.json", reversed);

        Assert.Equal(Encoding.UTF8.GetString(Samples.Json("scenarios.json")), Encoding.UTF8.GetString(written));
    }

    private static MarginException Refused(string json) =>
        Assert.Throws<MarginException>(() => MarketDocument.Read(Encoding.UTF8.GetBytes(json), "market.json"));
}
