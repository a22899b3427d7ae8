using System.Linq;
using System.Numerics;
using Verifiable.Chain.Nodes;

namespace Verifiable.Chain.Transactions;

/// <summary>The two fees of a type-2 transaction.</summary>
/// <param name="MaxFeePerGas">The most wei per gas in all.</param>
/// <param name="MaxPriorityFeePerGas">The most wei per gas for the block's producer.</param>
public readonly record struct TransactionFees(BigInteger MaxFeePerGas, BigInteger MaxPriorityFeePerGas)
{
    private static readonly BigInteger OneGwei = 1_000_000_000;

    /// <summary>
    /// The median of recent priority fees, at least one gwei, over twice the next base fee: a full block raises the
    /// base fee by an eighth, so the transaction stays valid through five full blocks ((9/8)^5 = 1.80).
    /// </summary>
    public static TransactionFees From(FeeHistory history)
    {
        BigInteger[] ascending = [.. history.PriorityFeesPerGas.Order()];
        BigInteger median = ascending.Length == 0 ? BigInteger.Zero : ascending[ascending.Length / 2];
        BigInteger priority = BigInteger.Max(median, OneGwei);
        return new TransactionFees((2 * history.NextBaseFeePerGas) + priority, priority);
    }

    /// <summary>Both fees an eighth higher, rounded up: nodes ask a tenth of a replacement.</summary>
    public TransactionFees Bumped() => new(EighthMore(MaxFeePerGas), EighthMore(MaxPriorityFeePerGas));

    /// <summary>The larger of each fee.</summary>
    public TransactionFees AtLeast(TransactionFees other) => new(
        BigInteger.Max(MaxFeePerGas, other.MaxFeePerGas),
        BigInteger.Max(MaxPriorityFeePerGas, other.MaxPriorityFeePerGas));

    private static BigInteger EighthMore(BigInteger fee) => ((9 * fee) + 7) / 8;
}
