using System.Numerics;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Attestation.Evidence;

/// <summary>The chain state that an attestation is bound to.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Verifier">The committee's verifier contract: the EIP-712 domain's contract.</param>
/// <param name="Consumer">The vault; zero for a report that no contract uses.</param>
/// <param name="Sequence">The account's sequence before the action.</param>
/// <param name="PriorBookHash">The account's book hash before the action.</param>
/// <param name="Epoch">The committee's epoch.</param>
/// <param name="BlockNumber">The block whose state was read.</param>
/// <param name="BlockHash">Its hash.</param>
/// <param name="ValidUntil">The last second of use.</param>
public sealed record ChainBinding(
    BigInteger ChainId,
    Address Verifier,
    Address Consumer,
    ulong Sequence,
    Bytes32 PriorBookHash,
    ulong Epoch,
    ulong BlockNumber,
    Bytes32 BlockHash,
    ulong ValidUntil)
{
    /// <summary>The EIP-712 domain of the signatures.</summary>
    public Eip712Domain Domain => MarginAttestation.Domain(ChainId, Verifier);
}
