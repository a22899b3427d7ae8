using System;
using System.Numerics;
using Verifiable.Chain.Nodes;

namespace Verifiable.Chain.Protocol;

/// <summary>How a withdrawal ended: paid, or queued when the outflow limit is used up.</summary>
/// <param name="Receipt">The transaction.</param>
/// <param name="Paid">Raw units that were paid; zero when it was queued.</param>
/// <param name="ExitId">The queued exit, or null when it was paid.</param>
public sealed record WithdrawOutcome(TransactionReceipt Receipt, UInt128 Paid, BigInteger? ExitId);
