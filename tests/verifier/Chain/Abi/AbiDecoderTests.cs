using System.Linq;
using System.Numerics;
using Verifiable.Chain.Abi;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Abi;

/// <summary>Encodings that other decoders accept and this one refuses, one rule a row.</summary>
public sealed class AbiDecoderTests
{
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string One = "0000000000000000000000000000000000000000000000000000000000000001";
    private const string Two = "0000000000000000000000000000000000000000000000000000000000000002";
    private const string X20 = "0000000000000000000000000000000000000000000000000000000000000020";
    private const string X40 = "0000000000000000000000000000000000000000000000000000000000000040";
    private const string X60 = "0000000000000000000000000000000000000000000000000000000000000060";
    private const string X21 = "0000000000000000000000000000000000000000000000000000000000000021";
    private const string All = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
    private const string Abc = "6162630000000000000000000000000000000000000000000000000000000000";
    private const string Abd = "6162630000000000000000000000000000000000000000000000000000000001";
    private const string Three = "0000000000000000000000000000000000000000000000000000000000000003";

    [Theory]
    [InlineData("a missing word", "uint256", "")]
    [InlineData("part of a word", "uint256", "00")]
    [InlineData("a word left over", "uint256", One + One)]
    [InlineData("a number of nine bits", "uint8", "0000000000000000000000000000000000000000000000000000000000000100")]
    [InlineData("a number beyond its type", "int8", "0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("a sign not extended", "int8", "00000000000000000000000000000000000000000000000000000000000000ff")]
    [InlineData("a truth value of two", "bool", Two)]
    [InlineData("an address of 32 bytes", "address", All)]
    [InlineData("dirty padding", "bytes3", Abd)]
    [InlineData("dirty padding", "bytes", X20 + Three + Abd)]
    [InlineData("padding cut short", "bytes", X20 + Three + "616263")]
    [InlineData("an offset past a gap", "bytes", X40 + Zero + Three + Abc)]
    [InlineData("an offset into the head", "bytes", Zero)]
    [InlineData("an offset that is no multiple", "bytes", X21 + Three + Abc)]
    [InlineData("an offset beyond the bytes", "bytes", All)]
    [InlineData("one tail under two offsets", "bytes,bytes", X40 + X40 + Three + Abc)]
    [InlineData("tails out of order", "bytes,bytes", "0000000000000000000000000000000000000000000000000000000000000080"
        + X40 + Three + Abc + Three + Abc)]
    [InlineData("a length beyond the bytes", "bytes", X20 + X21 + Abc)]
    [InlineData("a length of 2^256 - 1", "bytes", X20 + All)]
    [InlineData("a length of 2^256 - 1", "uint256[]", X20 + All)]
    [InlineData("a length beyond the items", "uint256[]", X20 + Two + One)]
    [InlineData("an item left over", "uint256[]", X20 + One + One + One)]
    [InlineData("a text that is not UTF-8", "string", X20 + One
        + "ff00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("a fixed array cut short", "uint256[3]", One + One)]
    [InlineData("items of a dynamic type cut short", "bytes[2]", X20 + X40 + X60)]
    public void Decode_NotTheCanonicalEncoding_IsRefused(string what, string types, string hex)
    {
        byte[] bytes = AbiJson.Bytes(hex);

        MarginException refusal = Assert.Throws<MarginException>(
            () => AbiDecoder.Decode(AbiJson.Parameters(types.Split(',')), bytes));

        Assert.True(refusal.Code == ErrorCode.AbiMalformed, what);
    }

    [Theory]
    [InlineData("int8", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff80", "-128")]
    [InlineData("uint8", "00000000000000000000000000000000000000000000000000000000000000ff", "255")]
    [InlineData("int256", All, "-1")]
    [InlineData("uint256", All,
        "115792089237316195423570985008687907853269984665640564039457584007913129639935")]
    [InlineData("bool", One, "true")]
    [InlineData("bytes3", Abc, "0x616263")]
    [InlineData("string", X20 + Three + Abc, "\"abc\"")]
    [InlineData("uint256[]", X20 + Zero, "[]")]
    [InlineData("(uint8,bool)[1]", Two + One, "[[2, true]]")]
    public void Decode_CanonicalEncoding_YieldsTheValue(string type, string hex, string expected)
    {
        AbiValue value = AbiDecoder.Decode(AbiJson.Parameters(type), AbiJson.Bytes(hex)).Single();

        Assert.Equal(expected, value.ToString());
    }

    [Fact]
    public void Text_WithTerminalEscapes_PrintsThemEscaped()
    {
        AbiValue value = "red \u001b[31m\n";

        Assert.Equal("\"red \\u001B[31m\\n\"", value.ToString());
    }

    [Theory]
    [InlineData("uint8", 256)]
    [InlineData("uint8", -1)]
    [InlineData("int8", 128)]
    [InlineData("int8", -129)]
    [InlineData("bool", 1)]
    [InlineData("string", 1)]
    public void Encode_ValueOutsideItsType_IsRefused(string type, long number)
    {
        MarginException refusal = Assert.Throws<MarginException>(
            () => AbiEncoder.Encode(AbiJson.Parameters(type), [number]));

        Assert.Equal(ErrorCode.AbiMalformed, refusal.Code);
        Assert.Equal("/0", refusal.Path);
    }

    [Fact]
    public void Encode_WrongNumberOfItems_IsRefused()
    {
        AbiValue twoItems = AbiValue.Of(BigInteger.One, BigInteger.One);

        Assert.Equal(ErrorCode.AbiMalformed, Refusal("uint256[3]", twoItems));
        Assert.Equal(ErrorCode.AbiMalformed, Refusal("(uint256)", twoItems));
        Assert.Equal(ErrorCode.AbiMalformed, Refusal("bytes32", new byte[31]));
        Assert.Equal(ErrorCode.AbiMalformed, Refusal("string", "\ud800"));
    }

    [Fact]
    public void As_AnotherCase_IsRefused()
    {
        AbiValue number = 5L;

        Assert.Throws<MarginException>(() => number.AsText());
        Assert.Throws<MarginException>(() => number.AsBoolean());
        Assert.Throws<MarginException>(() => ((AbiValue)(-1L)).AsUInt64());
        Assert.Throws<MarginException>(() => ((AbiValue)new byte[31]).AsBytes32());
    }

    private static ErrorCode Refusal(string type, AbiValue value) =>
        Assert.Throws<MarginException>(() => AbiEncoder.Encode(AbiJson.Parameters(type), [value])).Code;
}
