using System;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Attestation.Encoding;

/// <summary>A type-2 transaction with its signature, as it goes to a node.</summary>
/// <param name="Transaction">The signed fields.</param>
/// <param name="Signature">The sender's signature.</param>
/// <param name="Sender">The address that the signature recovers to.</param>
/// <param name="Raw">The bytes for <c>eth_sendRawTransaction</c>.</param>
/// <param name="Hash">The transaction's hash.</param>
public sealed record SignedTransaction(
    Eip1559Transaction Transaction,
    RecoverableSignature Signature,
    Address Sender,
    ReadOnlyMemory<byte> Raw,
    Bytes32 Hash);
