using System;
using System.Threading.Tasks;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Chain.Rpc;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Nodes;

public sealed class EthereumNodeTests
{
    private const string Hash = "0x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static readonly Address Callee = Address.Parse("0x00000000000000000000000000000000000000A1");
    private static readonly CallRequest Call = new() { To = Callee };

    /// <summary>
    /// The forms of a revert: Hardhat 3, anvil and geth; Hardhat 2; a node without data; one with an odd data.
    /// </summary>
    [Theory]
    [InlineData("""{"code":3,"message":"execution reverted","data":"0x4e487b71"}""", "4e487b71")]
    [InlineData("""{"code":3,"message":"execution reverted: bad","data":"0x"}""", "")]
    [InlineData("""{"code":-32603,"message":"Error: VM Exception while processing transaction: reverted","data":"""
        + """{"message":"Error: VM Exception","txHash":"0x00","data":"0x4e487b71"}}""", "4e487b71")]
    [InlineData("""{"code":-32000,"message":"execution reverted"}""", "")]
    [InlineData("""{"code":3,"message":"execution reverted","data":{"reason":"none"}}""", "")]
    [InlineData("""{"code":3,"message":"execution reverted","data":"0x123"}""", "")]
    public async Task CallAsync_RevertOfANode_IsAnOutcome(string error, string data)
    {
        using JsonRpcClient client = new("http://127.0.0.1:1", handler: StubHandler.OfError(error));

        CallOutcome outcome = await new EthereumNode(client).CallAsync(Call, BlockReference.Latest);

        Assert.True(outcome.Reverted);
        Assert.Equal(data, Convert.ToHexStringLower(outcome.Data.Span));
    }

    [Fact]
    public async Task CallAsync_ErrorThatIsNoRevert_IsNodeRefused()
    {
        using JsonRpcClient client =
            new("http://127.0.0.1:1", handler: StubHandler.OfError("""{"code":-32603,"message":"out of gas"}"""));

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => new EthereumNode(client).CallAsync(Call, BlockReference.Latest));

        Assert.Equal(ErrorCode.NodeRefused, refusal.Code);
    }

    [Fact]
    public async Task LogsAsync_LogNobodyAskedFor_IsReplyMalformed()
    {
        string log = $$"""
            [{"address":"0x00000000000000000000000000000000000000b2","topics":[],"data":"0x","blockNumber":"0x5",
              "blockHash":"{{Hash}}","transactionHash":"{{Hash}}","logIndex":"0x0"}]
            """;
        using JsonRpcClient client = new("http://127.0.0.1:1", handler: StubHandler.OfResult(log));

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => new EthereumNode(client).LogsAsync(new LogFilter(0, 9, Callee)));

        Assert.Equal(ErrorCode.ReplyMalformed, refusal.Code);
    }

    [Fact]
    public async Task LogsAsync_WideRange_IsAskedInPieces()
    {
        int requests = 0;
        StubHandler handler = new(id =>
        {
            requests++;
            return new System.Net.Http.StringContent($$"""{"jsonrpc":"2.0","id":{{id}},"result":[]}""");
        });
        using JsonRpcClient client = new("http://127.0.0.1:1", handler: handler);

        await new EthereumNode(client).LogsAsync(new LogFilter(10, 10 + (3 * EthereumNode.MaxLogBlocks), Callee));
        await new EthereumNode(client).LogsAsync(new LogFilter(ulong.MaxValue - 1, ulong.MaxValue, Callee));
        await new EthereumNode(client).LogsAsync(new LogFilter(2, 1, Callee));

        Assert.Equal(4 + 1 + 0, requests);
    }

    [Fact]
    public async Task SubmitAsync_HashOfAnotherTransaction_IsReplyMalformed()
    {
        using JsonRpcClient client = new("http://127.0.0.1:1", handler: StubHandler.OfResult($"\"{Hash}\""));

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => new EthereumNode(client).SubmitAsync(new byte[] { 2, 1 }));

        Assert.Equal(ErrorCode.ReplyMalformed, refusal.Code);
    }

    [Fact]
    public async Task FindReceiptAsync_ReceiptOfAnotherTransaction_IsReplyMalformed()
    {
        string receipt = $$"""
            {"transactionHash":"{{Hash}}","blockNumber":"0x5","blockHash":"{{Hash}}","status":"0x1","gasUsed":"0x1",
             "effectiveGasPrice":"0x7","contractAddress":null,"logs":[]}
            """;
        using JsonRpcClient client = new("http://127.0.0.1:1", handler: StubHandler.OfResult(receipt));
        Bytes32 other = new(1, 2, 3, 4);

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(
            () => new EthereumNode(client).FindReceiptAsync(other));

        Assert.Equal(ErrorCode.ReplyMalformed, refusal.Code);
    }
}
