using System;
using System.Numerics;
using Verifiable.Documents.Hashing;

namespace Verifiable.Chain.Transactions;

/// <summary>What a transaction should do; fees, nonce and signature are the sender's business.</summary>
public sealed record TransactionRequest
{
    /// <summary>The callee; null creates a contract.</summary>
    public required Address? To { get; init; }

    /// <summary>The call's bytes, or the creation code.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The wei that move with it.</summary>
    public BigInteger Value { get; init; }

    /// <summary>The most gas; null estimates it.</summary>
    public ulong? GasLimit { get; init; }
}
