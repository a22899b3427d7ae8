using System;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Testing;

namespace Verifiable.Tests.Verifier.Chain.Local;

/// <summary>
/// The test assembly started as a program: it holds a local chain, prints where it listens and waits to be killed, so
/// that a test sees what becomes of the node.
/// </summary>
internal static class ChainHolder
{
    private static async Task Main(string[] arguments)
    {
        LocalNode node = Enum.Parse<LocalNode>(arguments[0]);
        await using LocalChain chain = await LocalChain.StartAsync(new LocalChainOptions { Node = node });
        Console.WriteLine(chain.Url);
        await Task.Delay(Timeout.Infinite);
    }
}
