using System;
using System.Linq;
using Verifiable.Chain.Abi;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Abi;

/// <summary>
/// Names that every Ethereum developer knows: ERC-20's selectors and topics, Solidity's built-in errors.
/// </summary>
public sealed class ContractAbiTests
{
    private const string Erc20 = """
        [ { "type": "function", "name": "transfer", "stateMutability": "nonpayable",
            "inputs": [ { "name": "to", "type": "address" }, { "name": "value", "type": "uint256" } ],
            "outputs": [ { "name": "", "type": "bool" } ] },
          { "type": "function", "name": "balanceOf", "stateMutability": "view",
            "inputs": [ { "name": "account", "type": "address" } ],
            "outputs": [ { "name": "", "type": "uint256" } ] },
          { "type": "function", "name": "mint", "inputs": [ { "name": "to", "type": "address" } ] },
          { "type": "function", "name": "mint", "inputs": [ { "name": "value", "type": "uint256" } ] },
          { "type": "event", "name": "Transfer", "anonymous": false, "inputs": [
            { "indexed": true, "name": "from", "type": "address" },
            { "indexed": true, "name": "to", "type": "address" },
            { "indexed": false, "name": "value", "type": "uint256" } ] },
          { "type": "error", "name": "ERC20InsufficientBalance", "inputs": [
            { "name": "sender", "type": "address" },
            { "name": "balance", "type": "uint256" }, { "name": "needed", "type": "uint256" } ] },
          { "type": "constructor", "inputs": [ { "name": "decimals", "type": "uint8" } ] },
          { "type": "receive", "stateMutability": "payable" } ]
        """;

    private static readonly ContractAbi Abi = ContractAbiReader.Parse(Erc20);
    private static readonly Address Sender = Address.Parse("0x00000000000000000000000000000000000000A1");
    private static readonly Address Recipient = Address.Parse("0x00000000000000000000000000000000000000B2");

    [Fact]
    public void Parse_Erc20_KnowsItsSelectorsAndTopics()
    {
        Assert.Equal("0xa9059cbb", Abi.Function("transfer").Selector.ToString());
        Assert.Equal("0x70a08231", Abi.Function("balanceOf").Selector.ToString());
        Assert.Equal("0xe450d38c", Abi.Errors.Single().Selector.ToString());
        Assert.Equal(
            "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
            Abi.Event("Transfer").Topic.ToString());
        Assert.False(Abi.Function("transfer").ReadsOnly);
        Assert.True(Abi.Function("balanceOf").ReadsOnly);
        Assert.Equal("uint8", Abi.Constructor.Single().Type.ToString());
    }

    [Fact]
    public void Function_Overloaded_IsFoundBySignatureOnly()
    {
        AbiFunction mint = Abi.Function("mint(uint256)");

        Assert.Equal("value", mint.Inputs.Single().Name);
        Assert.Equal(ErrorCode.AbiMalformed, Assert.Throws<MarginException>(() => Abi.Function("mint")).Code);
        Assert.Equal(ErrorCode.AbiMalformed, Assert.Throws<MarginException>(() => Abi.Function("burn")).Code);
    }

    [Fact]
    public void DecodeCall_OfEncodedCall_YieldsTheArguments()
    {
        AbiFunction transfer = Abi.Function("transfer");

        byte[] calldata = transfer.EncodeCall([Recipient, 5L]);

        Assert.Equal(new AbiValue[] { Recipient, 5L }, transfer.DecodeCall(calldata).AsEnumerable());
        Assert.Throws<MarginException>(() => Abi.Function("balanceOf").DecodeCall(calldata));
        Assert.Throws<MarginException>(() => transfer.DecodeCall(calldata.AsSpan(0, 3)));
    }

    [Fact]
    public void Decode_TransferLog_YieldsItsFieldsByName()
    {
        AbiEvent transfer = Abi.Event("Transfer");
        byte[] seven = AbiEncoder.Encode(AbiJson.Parameters("uint256"), [7L]);

        DecodedEvent log = transfer.Decode([transfer.Topic, Sender.Word, Recipient.Word], seven);

        Assert.Equal(Recipient, log.Fields["to"].AsAddress());
        Assert.Equal($"Transfer(from: {Sender}, to: {Recipient}, value: 7)", log.ToString());
    }

    [Fact]
    public void Decode_LogOfAnotherShape_IsRefused()
    {
        AbiEvent transfer = Abi.Event("Transfer");
        byte[] seven = AbiEncoder.Encode(AbiJson.Parameters("uint256"), [7L]);
        Bytes32 dirty = new(1, 0, 0, 0);

        Assert.Throws<MarginException>(() => transfer.Decode([transfer.Topic, Sender.Word], seven));
        Assert.Throws<MarginException>(() => transfer.Decode([dirty, Sender.Word, Recipient.Word], seven));
        Assert.Throws<MarginException>(() => transfer.Decode([transfer.Topic, dirty, Recipient.Word], seven));
        Assert.Throws<MarginException>(() => transfer.Decode([transfer.Topic, Sender.Word, Recipient.Word], [7]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"type\":\"function\"}]")]
    [InlineData("[{\"type\":\"function\",\"name\":\"f\",\"inputs\":{}}]")]
    [InlineData("[{\"type\":\"function\",\"name\":\"f\",\"inputs\":[{\"type\":\"tuple\"}]}]")]
    [InlineData("[{\"type\":\"function\",\"name\":\"f\",\"inputs\":[{\"name\":\"x\"}]}]")]
    [InlineData("[{\"type\":\"error\",\"name\":\"A\",\"name\":\"B\"}]")]
    public void Parse_NoAbi_IsRefused(string json)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => ContractAbiReader.Parse(json));

        Assert.Equal(ErrorCode.AbiMalformed, refusal.Code);
    }
}
