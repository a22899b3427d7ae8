using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Rpc;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Rpc;

public sealed class JsonRpcClientTests
{
    private const string Secret = "0123456789abcdef";
    private const string Url = $"https://node.example:8443/v3/{Secret}?key={Secret}";

    [Fact]
    public async Task CallAsync_Result_IsReturned()
    {
        using JsonRpcClient client = new(Url, handler: StubHandler.OfResult("\"0x7a69\""));

        JsonElement result = await client.CallAsync("eth_chainId", []);

        Assert.Equal("0x7a69", result.GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"jsonrpc":"2.0","id":ID}""")]
    [InlineData("""{"jsonrpc":"1.0","id":ID,"result":1}""")]
    [InlineData("""{"id":ID,"result":1}""")]
    [InlineData("""{"jsonrpc":"2.0","result":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","result":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":7ID,"result":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"result":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":1,"result":2}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":1,"error":{"code":1,"message":"m"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"error":{"code":"1","message":"m"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"error":{"code":1.5,"message":"m"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"error":{"code":1}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"error":"m"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":1} {"jsonrpc":"2.0","id":ID,"result":2}""")]
    [InlineData("""[{"jsonrpc":"2.0","id":ID,"result":1}]""")]
    public async Task CallAsync_NoAnswerToTheRequest_IsReplyMalformed(string reply)
    {
        using JsonRpcClient client = new(Url, handler: StubHandler.Of(reply));

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => client.CallAsync("eth_chainId", []));

        Assert.Equal(ErrorCode.ReplyMalformed, refusal.Code);
    }

    [Fact]
    public async Task CallAsync_ErrorOfTheNode_IsNodeRefusedWithItsWords()
    {
        using JsonRpcClient client =
            new(Url, handler: StubHandler.OfError("""{"code":-32601,"message":"no \u001b[31mmethod"}"""));

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => client.CallAsync("eth_none", []));

        Assert.Equal(ErrorCode.NodeRefused, refusal.Code);
        Assert.Equal("eth_none", refusal.Path);
        Assert.Equal("-32601 no \\u001B[31mmethod", refusal.Value);
    }

    [Fact]
    public async Task CallAsync_PageOfAGateway_IsNodeRefusedWithItsStatus()
    {
        using JsonRpcClient client = new(Url, handler: StubHandler.Of("<html>", HttpStatusCode.BadGateway));

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => client.CallAsync("eth_chainId", []));

        Assert.Equal(ErrorCode.NodeRefused, refusal.Code);
        Assert.Equal("HTTP 502", refusal.Value);
    }

    [Fact]
    public async Task CallAsync_TransportFails_IsNodeUnreachableWithoutTheKeyInTheAddress()
    {
        using JsonRpcClient client = new(Url, handler: StubHandler.OfFailure(new HttpRequestException("refused")));

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => client.CallAsync("eth_chainId", []));

        Assert.Equal(ErrorCode.NodeUnreachable, refusal.Code);
        Assert.Contains("node.example:8443", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_NobodyListens_IsNodeUnreachable()
    {
        int port = FreePort();
        using JsonRpcClient client = new($"http://127.0.0.1:{port}");

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => client.CallAsync("eth_chainId", []));

        Assert.Equal(ErrorCode.NodeUnreachable, refusal.Code);
    }

    [Fact]
    public async Task CallAsync_SilentNode_IsNodeUnreachableAfterTheTimeout()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        JsonRpcOptions options = new() { Timeout = TimeSpan.FromMilliseconds(50) };
        using JsonRpcClient client = new($"http://{silent.LocalEndpoint}", options);

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => client.CallAsync("eth_chainId", []));

        Assert.Equal(ErrorCode.NodeUnreachable, refusal.Code);
        Assert.Contains("within 0.05 s", refusal.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_Cancelled_IsCancelledAndNoRefusal()
    {
        using JsonRpcClient client = new(Url, handler: StubHandler.OfResult("1"));
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.CallAsync("eth_chainId", [], cancelled.Token));
    }

    [Fact]
    public async Task CallAsync_ReplyWithoutEnd_IsRefusedAtTheLimit()
    {
        using EndlessStream endless = new();
        JsonRpcOptions options = new() { MaxReplyBytes = 1 << 20 };
        using JsonRpcClient client = new(Url, options, new StubHandler(_ => new StreamContent(endless)));

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => client.CallAsync("eth_chainId", []));

        Assert.Equal(ErrorCode.ReplyMalformed, refusal.Code);
        Assert.InRange(endless.Taken, 1 << 20, 3 << 20);
    }

    [Fact]
    public async Task CallAsync_ReplyAnnouncedTooLong_IsRefusedUnread()
    {
        using EndlessStream endless = new();
        JsonRpcOptions options = new() { MaxReplyBytes = 1 << 20 };
        using JsonRpcClient client = new(Url, options, new StubHandler(_ => Announce(endless, 1L << 40)));

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => client.CallAsync("eth_chainId", []));

        Assert.Equal(ErrorCode.ReplyMalformed, refusal.Code);
        Assert.Equal(0, endless.Taken);
    }

    [Fact]
    public async Task CallAsync_ReplyNestedTooDeep_IsReplyMalformed()
    {
        string deep = new string('[', 100_000) + new string(']', 100_000);
        using JsonRpcClient client = new(Url, handler: StubHandler.OfResult(deep));

        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => client.CallAsync("eth_chainId", []));

        Assert.Equal(ErrorCode.ReplyMalformed, refusal.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:8545")]
    [InlineData("ws://127.0.0.1:8545")]
    [InlineData("file:///etc/passwd")]
    public void Constructor_NoHttpAddress_IsNodeUnreachable(string url)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => new JsonRpcClient(url));

        Assert.Equal(ErrorCode.NodeUnreachable, refusal.Code);
    }

    private static StreamContent Announce(Stream stream, long length)
    {
        StreamContent content = new(stream);
        content.Headers.ContentLength = length;
        return content;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
