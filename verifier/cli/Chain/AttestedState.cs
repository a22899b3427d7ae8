using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>
/// Compares what an attestation says of the chain with the chain: the account, its book, and the market's round.
/// </summary>
internal static class AttestedState
{
    internal static Option<string?> RpcUrl { get; } = new("--rpc-url")
    {
        Description = "Also compare with the chain's state at the attested block.",
    };

    /// <summary>Refuses an attestation of another state than the chain had at its block.</summary>
    /// <returns>Whether a node was named; without one nothing is compared.</returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.ChainStateMismatch"/>.</exception>
    internal static async Task<bool> CompareAsync(
        ParseResult parsed, MarginAttestation attestation, string path, CancellationToken cancellation)
    {
        if (parsed.GetValue(RpcUrl) is not string url)
        {
            return false;
        }

        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, url, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        BlockReference block = BlockReference.Of(attestation.BlockHash);
        AccountStanding standing = await contracts.Vault.StateAsync(attestation.Account, block, cancellation);
        RegisteredRound round = await contracts.Market.RoundAsync(attestation.Round, block, cancellation);
        Require(path, "sequence", attestation.Sequence, standing.Sequence);
        Require(path, "priorBookHash", attestation.PriorBookHash, standing.BookHash);
        Require(path, "marketHash", attestation.MarketHash, round.MarketHash);
        Require(path, "consumer", attestation.Consumer, contracts.Vault.Address);
        return true;
    }

    private static void Require<T>(string file, string path, T attested, T stored)
        where T : IEquatable<T>
    {
        if (!attested.Equals(stored))
        {
            throw new MarginException(
                ErrorCode.ChainStateMismatch, file, path, $"{attested}", $"{stored}, on chain at the attested block");
        }
    }
}
