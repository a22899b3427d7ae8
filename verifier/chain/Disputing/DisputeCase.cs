using Verifiable.Attestation.Evidence;
using Verifiable.Chain.Protocol;

namespace Verifiable.Chain.Disputing;

/// <summary>A signed attestation that is wrong, and what proves it.</summary>
/// <param name="Shown">The attestation with its signatures.</param>
/// <param name="Fault">The number that is wrong.</param>
/// <param name="Evidence">The preimages; null for a fault that the registries show by themselves.</param>
public sealed record DisputeCase(SignedAttestation Shown, AttestationFault Fault, DisputeEvidence? Evidence);
