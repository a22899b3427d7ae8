using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Kernel;

namespace Verifiable.Chain.Rpc;

/// <summary>
/// JSON-RPC 2.0 over HTTP, one request at a time per call and any number of calls at once. It trusts nothing in a
/// reply: size, form, id and time are checked, and every failure is a <see cref="MarginException"/>.
/// </summary>
public sealed class JsonRpcClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly JsonRpcOptions _options;
    private long _lastId;

    /// <summary>A client of the node at an http or https address.</summary>
    /// <param name="url">The node; its path and query may hold an access key and never appear in a message.</param>
    /// <param name="options">Bounds; the defaults when null.</param>
    /// <param name="handler">The transport, for tests; the default neither redirects nor keeps cookies.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.NodeUnreachable"/>: no http or https address.</exception>
    public JsonRpcClient(string url, JsonRpcOptions? options = null, HttpMessageHandler? handler = null)
    {
        bool usable = Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed)
            && (parsed.Scheme == Uri.UriSchemeHttp || parsed.Scheme == Uri.UriSchemeHttps);
        if (!usable)
        {
            throw new MarginException(
                ErrorCode.NodeUnreachable, "node", "url", parsed?.Scheme ?? "no address", "http://... or https://...");
        }

        _url = parsed!;
        _options = options ?? new JsonRpcOptions();
        _http = new HttpClient(handler ?? Transport(_url), disposeHandler: true)
        {
            // The time of a whole call is bounded below, headers and body together.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The node's scheme, host and port; never its path.</summary>
    public string Node => _url.GetLeftPart(UriPartial.Authority);

    /// <summary>The result of a method.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.NodeUnreachable"/>, <see cref="ErrorCode.ReplyMalformed"/> or
    /// <see cref="ErrorCode.NodeRefused"/>.
    /// </exception>
    public async Task<JsonElement> CallAsync(
        string method, JsonArray parameters, CancellationToken cancellation = default)
    {
        JsonRpcReply reply = await AskAsync(method, parameters, cancellation).ConfigureAwait(false);
        return reply.Error is null ? reply.Result : throw Refusal(method, reply.Error);
    }

    /// <summary>The reply to a method, a refusal of the node included.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.NodeUnreachable"/> or <see cref="ErrorCode.ReplyMalformed"/>.
    /// </exception>
    public async Task<JsonRpcReply> AskAsync(
        string method, JsonArray parameters, CancellationToken cancellation = default)
    {
        long id = Interlocked.Increment(ref _lastId);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.Timeout);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, _url) { Content = Body(id, method, parameters) };
            using HttpResponseMessage response =
                await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                    .ConfigureAwait(false);
            ReadOnlyMemory<byte> body = await ReadAsync(response, method, limit.Token).ConfigureAwait(false);
            return Interpret(response.StatusCode, body, id, method);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable(method, $"no reply within {_options.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Unreachable(method, failure.Message);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    internal static MarginException Refusal(string method, JsonRpcError error) => new(
        ErrorCode.NodeRefused, "node", method, $"{error.Code} {JsonEncodedText.Encode(error.Message)}", string.Empty);

    private static SocketsHttpHandler Transport(Uri url) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 16,
        UseCookies = false,
        UseProxy = !url.IsLoopback,
    };

    private static ByteArrayContent Body(long id, string method, JsonArray parameters)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WriteNumber("id"u8, id);
            writer.WriteString("method"u8, method);
            writer.WritePropertyName("params"u8);
            parameters.WriteTo(writer);
            writer.WriteEndObject();
        }

        ByteArrayContent content = new(buffer.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>The body, up to the limit; the announced length is only a hint and may lie.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage response, string method, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength > _options.MaxReplyBytes)
        {
            throw TooLong(method);
        }

        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        ArrayBufferWriter<byte> body = new();
        while (true)
        {
            int read = await stream.ReadAsync(body.GetMemory(4096), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return body.WrittenMemory;
            }

            body.Advance(read);
            if (body.WrittenCount > _options.MaxReplyBytes)
            {
                throw TooLong(method);
            }
        }
    }

    private static JsonRpcReply Interpret(HttpStatusCode status, ReadOnlyMemory<byte> body, long id, string method)
    {
        try
        {
            return JsonRpcReply.Parse(body, id, method);
        }
        catch (MarginException) when (status != HttpStatusCode.OK)
        {
            // Nodes send errors with their own status; a gateway in between sends a page of its own instead.
            throw new MarginException(ErrorCode.NodeRefused, "node", method, $"HTTP {(int)status}", "HTTP 200");
        }
    }

    private MarginException TooLong(string method) =>
        JsonRpcReply.Malformed(method, "a longer reply", $"at most {_options.MaxReplyBytes} bytes");

    private MarginException Unreachable(string method, string reason) =>
        new(ErrorCode.NodeUnreachable, Node, method, reason, "a node that answers");
}
