using Verifiable.Chain.Abi;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Abi;

public sealed class AbiTypeTests
{
    [Theory]
    [InlineData("uint", "uint256", false, 32)]
    [InlineData("int", "int256", false, 32)]
    [InlineData("uint8", "uint8", false, 32)]
    [InlineData("int128", "int128", false, 32)]
    [InlineData("bytes32", "bytes32", false, 32)]
    [InlineData("bytes", "bytes", true, 32)]
    [InlineData("string[3]", "string[3]", true, 32)]
    [InlineData("uint64[3]", "uint64[3]", false, 96)]
    [InlineData("uint64[3][2]", "uint64[3][2]", false, 192)]
    [InlineData("(uint,bool)[4]", "(uint256,bool)[4]", false, 256)]
    [InlineData("(address,(bytes32,int64)[])", "(address,(bytes32,int64)[])", true, 32)]
    public void Parse_TypeName_YieldsTheCanonicalName(string text, string canonical, bool isDynamic, long headBytes)
    {
        AbiType type = AbiTypeParser.Parse(text);

        Assert.Equal(canonical, type.ToString());
        Assert.Equal(isDynamic, type.IsDynamic);
        Assert.Equal(headBytes, type.HeadBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("uint7")]
    [InlineData("uint0")]
    [InlineData("uint264")]
    [InlineData("uint08")]
    [InlineData("bytes0")]
    [InlineData("bytes33")]
    [InlineData("fixed128x18")]
    [InlineData("function")]
    [InlineData("bool8")]
    [InlineData("Bool")]
    [InlineData("uint256[0]")]
    [InlineData("uint256[01]")]
    [InlineData("uint256[-1]")]
    [InlineData("uint256[")]
    [InlineData("uint256[]]")]
    [InlineData("uint256 ")]
    [InlineData("()")]
    [InlineData("(uint256")]
    [InlineData("(uint256,)")]
    [InlineData("uint256[99999999999999999999]")]
    [InlineData("uint256[600000]")]
    [InlineData("uint256[2147483647][2147483647]")]
    public void Parse_NoTypeOfTheAbi_IsRefused(string text)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => AbiTypeParser.Parse(text));

        Assert.Equal(ErrorCode.AbiMalformed, refusal.Code);
    }

    [Fact]
    public void Parse_NestedBeyondTheDepth_IsRefused()
    {
        string deepest = new string('(', AbiType.MaxDepth - 1) + "bool" + new string(')', AbiType.MaxDepth - 1);

        AbiType type = AbiTypeParser.Parse(deepest);
        MarginException refusal = Assert.Throws<MarginException>(() => AbiTypeParser.Parse($"({deepest})"));

        Assert.Equal(AbiType.MaxDepth, type.Depth);
        Assert.Equal(ErrorCode.AbiMalformed, refusal.Code);
    }
}
