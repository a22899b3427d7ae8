using System;
using Verifiable.Chain.Abi;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Abi;

/// <summary>
/// Revert data by hand: the selectors are those of Solidity's documentation and of the vault's interface.
/// </summary>
public sealed class RevertDecoderTests
{
    private const string Errors = """
        [ { "type": "error", "name": "InitialMarginNotMet", "inputs": [
            { "name": "equity", "type": "int128" }, { "name": "required", "type": "uint128" } ] } ]
        """;

    private const string Word0 = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string Word2 = "0000000000000000000000000000000000000000000000000000000000000002";
    private const string Minus1 = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    private static readonly ContractAbi Abi = ContractAbiReader.Parse(Errors);
    private static readonly RevertDecoder Decoder = new(Abi);

    [Theory]
    [InlineData("", "RevertedWithoutReason()")]
    [InlineData("08c379a0" + "0000000000000000000000000000000000000000000000000000000000000020"
        + "0000000000000000000000000000000000000000000000000000000000000003"
        + "6e6f740000000000000000000000000000000000000000000000000000000000", "Error(message: \"not\")")]
    [InlineData("4e487b71" + "0000000000000000000000000000000000000000000000000000000000000011",
        "Panic(code: 17, meaning: \"arithmetic overflow\")")]
    [InlineData("4e487b71" + "0000000000000000000000000000000000000000000000000000000000000099", "Panic(code: 153)")]
    [InlineData("4e487b71", "UnknownError(data: 0x4e487b71)")]
    [InlineData("08c379a0" + Word0, "UnknownError(data: 0x08c379a0" + Word0 + ")")]
    [InlineData("12345678" + Word2, "UnknownError(data: 0x12345678" + Word2 + ")")]
    [InlineData("1234", "UnknownError(data: 0x1234)")]
    public void Decode_RevertData_IsNamed(string data, string expected)
    {
        RevertReason reason = Decoder.Decode(Convert.FromHexString(data));

        Assert.Equal(expected, reason.ToString());
    }

    [Fact]
    public void Decode_CustomError_NamesItsArguments()
    {
        string selector = Abi.Errors[0].Selector.ToString()[2..];

        RevertReason reason = Decoder.Decode(Convert.FromHexString(selector + Minus1 + Word2));

        Assert.Equal("InitialMarginNotMet(equity: -1, required: 2)", reason.ToString());
        Assert.Equal((UInt128)2, reason.Arguments["required"].AsUInt128());
    }

    [Fact]
    public void ToException_AnyReason_CarriesItTyped()
    {
        RevertReason reason = Decoder.Decode([]);

        MarginException refusal = reason.ToException("MarginVault", "withdraw");

        Assert.Equal(ErrorCode.TransactionReverted, refusal.Code);
        Assert.Equal("RevertedWithoutReason()", refusal.Value);
        Assert.Equal(reason, RevertReason.Of(refusal));
    }
}
