using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Protocol;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>An account with its book on chain and its owner's key.</summary>
internal sealed record Party(Book Book, PrivateKey Key) : IDisposable
{
    /// <summary>Reads <c>ACCOUNT=KEYSTORE</c>.</summary>
    internal static async Task<Party> OpenAsync(
        ParseResult parsed,
        ChainConnection connection,
        ProtocolContracts contracts,
        string text,
        CancellationToken cancellation)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw new MarginException(
                ErrorCode.IdentifierMalformed, string.Empty, "party", text, "ACCOUNT=KEYSTORE");
        }

        Bytes32 account = ChainConnection.ParseAccount(text[..equals]);
        Book book = await AccountBook.ReadAsync(contracts, connection.Node, account, cancellation);
        return new Party(book, KeyOptions.OpenFile(parsed, text[(equals + 1)..]));
    }

    public void Dispose() => Key.Dispose();
}
