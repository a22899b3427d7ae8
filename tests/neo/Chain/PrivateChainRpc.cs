using System;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Neo;

namespace Verifiable.Tests.Neo.Chain;

/// <summary>The node's JSON-RPC.</summary>
internal sealed class PrivateChainRpc(int port) : IDisposable
{
    private const int MillisecondsPerSecond = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

    /// <summary>The result of a call.</summary>
    /// <exception cref="InvalidOperationException">The node refused.</exception>
    internal JsonNode Call(string method, params JsonNode[] parameters)
    {
        JsonNode reply = Ask(method, parameters);
        return reply["result"] ?? throw new InvalidOperationException($"{method}: {reply["error"]}");
    }

    /// <summary>The number of blocks.</summary>
    internal uint Height() => Call("getblockcount").GetValue<uint>();

    /// <summary>The newest block's time, seconds; waits until the server answers.</summary>
    internal async Task<long> TimeAsync()
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return Call("getblock", Height() - 1, true)["time"]!.GetValue<long>() / MillisecondsPerSecond;
            }
            catch (HttpRequestException) when (attempt < 200)
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>How a transaction's run ended, once a block has it.</summary>
    internal JsonNode WaitForLog(UInt256 hash, TimeSpan limit)
    {
        DateTime until = DateTime.UtcNow + limit;
        while (DateTime.UtcNow < until)
        {
            if (Ask("getapplicationlog", [hash.ToString()])["result"] is { } log)
            {
                return log["executions"]![0]!;
            }

            Thread.Sleep(Pause);
        }

        throw new TimeoutException($"no block has {hash}");
    }

    public void Dispose() => _client.Dispose();

    private JsonNode Ask(string method, JsonNode[] parameters)
    {
        JsonObject request = new()
        {
            ["jsonrpc"] = "2.0",
            ["id"] = 1,
            ["method"] = method,
            ["params"] = new JsonArray(parameters),
        };
        using HttpRequestMessage message = new(HttpMethod.Post, string.Empty) { Content = JsonContent.Create(request) };
        using HttpResponseMessage response = _client.Send(message);
        return JsonNode.Parse(response.Content.ReadAsStream())!;
    }
}
