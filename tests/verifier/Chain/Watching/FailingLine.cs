using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Verifiable.Tests.Verifier.Chain.Watching;

/// <summary>A line to a node on this machine that can be cut, and then ends every call until it is mended.</summary>
internal sealed class FailingLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly CancellationTokenSource _end = new();
    private readonly int _port;
    private volatile bool _isCut;

    internal FailingLine(string url)
    {
        _port = new Uri(url).Port;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where the line begins.</summary>
    internal string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Ends every connection, and those to come.</summary>
    internal void Cut()
    {
        _isCut = true;
        foreach (TcpClient client in _open)
        {
            client.Dispose();
        }
    }

    /// <summary>Lets connections through again.</summary>
    internal void Mend() => _isCut = false;

    public void Dispose()
    {
        _end.Cancel();
        Cut();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            TcpClient caller = await _listener.AcceptTcpClientAsync(_end.Token);
            TcpClient node = new();
            _open.Add(caller);
            _open.Add(node);
            if (_isCut)
            {
                caller.Dispose();
                continue;
            }

            await node.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
            _ = RelayAsync(caller, node);
            _ = RelayAsync(node, caller);
        }
    }

    private static async Task RelayAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The line was cut.
            return;
        }
    }
}
