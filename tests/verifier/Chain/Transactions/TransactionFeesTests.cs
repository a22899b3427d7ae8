using System.Numerics;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Transactions;

public sealed class TransactionFeesTests
{
    private static readonly BigInteger Gwei = 1_000_000_000;

    [Fact]
    public void From_History_IsTheMedianOverTwiceTheNextBaseFee()
    {
        TransactionFees fees = TransactionFees.From(new FeeHistory(10 * Gwei, [9 * Gwei, 2 * Gwei, 3 * Gwei]));

        Assert.Equal(new TransactionFees(23 * Gwei, 3 * Gwei), fees);
    }

    [Fact]
    public void From_EmptyBlocks_IsAtLeastOneGwei()
    {
        TransactionFees fees = TransactionFees.From(new FeeHistory(7, []));

        Assert.Equal(new TransactionFees(Gwei + 14, Gwei), fees);
    }

    [Fact]
    public void Bumped_AnyFees_AreAnEighthHigherRoundedUp()
    {
        TransactionFees bumped = new TransactionFees(1001, 8).Bumped();

        Assert.Equal(new TransactionFees(1127, 9), bumped);
    }
}
