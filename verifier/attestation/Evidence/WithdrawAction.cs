using System;
using System.Collections.Immutable;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Evidence;

/// <summary>A payment out of an account: the struct <c>WithdrawRequest</c> of the vault.</summary>
/// <param name="Account">The account.</param>
/// <param name="AssetIndex">The asset's place in the vault's table; zero is cash.</param>
/// <param name="Amount">Raw units: money for cash, 1e-8 for collateral.</param>
/// <param name="Recipient">Who is paid.</param>
public sealed record WithdrawAction(Bytes32 Account, byte AssetIndex, UInt128 Amount, Address Recipient)
{
    /// <summary>The attestation's <c>actionHash</c>: keccak of the four ABI words.</summary>
    public Bytes32 Hash() => new WordList()
        .Add(Account)
        .AddUnsigned(AssetIndex)
        .AddUnsigned(Amount)
        .Add(Recipient)
        .Hash();

    /// <summary>The book after the payment.</summary>
    /// <param name="book">The book before it.</param>
    /// <param name="asset">The asset that <see cref="AssetIndex"/> stands for.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.NumberOutOfRange"/>: more than the account has of the asset.
    /// </exception>
    public Book Apply(Book book, AssetId asset)
    {
        long amount = Amount <= (UInt128)long.MaxValue ? (long)Amount : long.MaxValue;
        if (AssetIndex == 0)
        {
            Require(amount <= book.Cash.Raw, book.Cash.Raw);
            return book with { Cash = new Money(book.Cash.Raw - amount) };
        }

        ImmutableArray<CollateralBalance>.Builder balances = ImmutableArray.CreateBuilder<CollateralBalance>();
        long held = 0;
        foreach (CollateralBalance balance in book.Collateral)
        {
            held = balance.Asset == asset ? balance.Amount.Raw : held;
            long left = balance.Asset == asset ? balance.Amount.Raw - amount : balance.Amount.Raw;
            if (left != 0)
            {
                balances.Add(balance with { Amount = new Quantity(left) });
            }
        }

        Require(amount <= held, held);
        return book with { Collateral = balances.ToImmutable() };
    }

    private void Require(bool covered, long held)
    {
        if (!covered)
        {
            throw new MarginException(
                ErrorCode.NumberOutOfRange, string.Empty, "amount", $"{Amount}", $"at most the {held} raw units held");
        }
    }
}
