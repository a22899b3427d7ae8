using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Verifiable.Tests.Verifier.Chain.Rpc;

/// <summary>A transport that answers from memory: the reply is made from the request's id.</summary>
internal sealed class StubHandler(Func<long, HttpContent> reply, HttpStatusCode status = HttpStatusCode.OK)
    : HttpMessageHandler
{
    /// <summary>A transport with one reply; <c>ID</c> in it stands for the request's id.</summary>
    internal static StubHandler Of(string reply, HttpStatusCode status = HttpStatusCode.OK) => new(
        id => new StringContent(reply.Replace("ID", $"{id}", StringComparison.Ordinal), Encoding.UTF8), status);

    /// <summary>A transport whose every reply carries this result.</summary>
    internal static StubHandler OfResult(string result) =>
        Of($$"""{"jsonrpc":"2.0","id":ID,"result":{{result}}}""");

    /// <summary>A transport whose every reply carries this error.</summary>
    internal static StubHandler OfError(string error) => Of($$"""{"jsonrpc":"2.0","id":ID,"error":{{error}}}""");

    /// <summary>A transport that fails.</summary>
    internal static StubHandler OfFailure(Exception failure) => new(_ => throw failure);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using Stream body = await request.Content!.ReadAsStreamAsync(cancellationToken);
        using JsonDocument document = await JsonDocument.ParseAsync(body, default, cancellationToken);
        long id = document.RootElement.GetProperty("id").GetInt64();
        return new HttpResponseMessage(status) { Content = reply(id) };
    }
}
