using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Chain.Nodes;
using Verifiable.Documents.Hashing;

namespace Verifiable.Cli.Chain;

/// <summary>Gas for a key on a development chain, which gives it for the asking; elsewhere nothing happens.</summary>
internal static class DevFaucet
{
    private const ulong DevelopmentChain = 31_337;

    private static readonly BigInteger OneEther = BigInteger.Pow(10, 18);

    internal static async Task FillAsync(ChainConnection connection, Address account, CancellationToken cancellation)
    {
        if (connection.ChainId == DevelopmentChain
            && await connection.Node.BalanceAsync(account, BlockReference.Latest, cancellation) < OneEther)
        {
            await connection.Dev.SetBalanceAsync(account, 10 * OneEther, cancellation);
        }
    }
}
