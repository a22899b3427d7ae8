using System.Numerics;
using System.Text;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>What the publishers sign about a round: the struct <c>MarketSnapshot</c> of the market registry.</summary>
/// <param name="Round">floor(observation time / round length).</param>
/// <param name="ObservedAtSeconds">The time of the oldest row.</param>
/// <param name="MarketHash">The hash of all sections.</param>
/// <param name="Epoch">The publishers' epoch.</param>
public sealed record SnapshotStatement(ulong Round, ulong ObservedAtSeconds, Bytes32 MarketHash, ulong Epoch)
{
    /// <summary>The struct's type as EIP-712 hashes it.</summary>
    public const string TypeString = "MarketSnapshot(uint64 round,uint64 observedAt,bytes32 marketHash,uint64 epoch)";

    private static readonly Bytes32 TypeHash = Keccak256.Hash(Encoding.ASCII.GetBytes(TypeString));

    /// <summary>The domain of a market registry's signatures.</summary>
    public static Eip712Domain Domain(BigInteger chainId, Address marketRegistry) =>
        new("VerifiableMarket", "1", chainId, marketRegistry);

    /// <summary>The digest that the publishers sign.</summary>
    public Bytes32 Digest(Eip712Domain domain) => domain.Digest(new WordList()
        .Add(TypeHash)
        .AddUnsigned(Round)
        .AddUnsigned(ObservedAtSeconds)
        .Add(MarketHash)
        .AddUnsigned(Epoch)
        .Hash());
}
