using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Verifiable.Tests.Verifier.Chain.Local;

/// <summary>A transport that tells when a second transaction has been handed over.</summary>
internal sealed class SecondSubmission() : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _submissions;

    internal Task Seen => _seen.Task.WaitAsync(TimeSpan.FromSeconds(30));

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = await request.Content!.ReadAsStringAsync(cancellationToken);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (body.Contains("eth_sendRawTransaction", StringComparison.Ordinal) && ++_submissions == 2)
        {
            _seen.SetResult();
        }

        return response;
    }
}
