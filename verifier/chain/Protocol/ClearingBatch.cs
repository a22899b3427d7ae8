using System.Collections.Immutable;
using System.Linq;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>A match between two orders of one batch: the struct <c>Fill</c>.</summary>
/// <param name="BuyOrder">The buy order's place in the batch.</param>
/// <param name="SellOrder">The sell order's place in the batch.</param>
/// <param name="Quantity">1e-8 of the underlying.</param>
/// <param name="Price">1e-8 of the quote.</param>
public readonly record struct OrderFill(ushort BuyOrder, ushort SellOrder, ulong Quantity, long Price);

/// <summary>An order with its owner's signature.</summary>
/// <param name="Order">The order.</param>
/// <param name="Signature">65 bytes of a key's signature, or whatever an owner contract accepts.</param>
public sealed record SignedOrder(LimitOrder Order, ImmutableArray<byte> Signature);

/// <summary>One account's side of a batch: the struct <c>AccountChange</c>.</summary>
/// <param name="RowsBefore">The account's rows before the fills.</param>
/// <param name="Attestation">The attestation of its book after them.</param>
/// <param name="Signatures">The committee's signatures.</param>
public sealed record AccountChange(
    ImmutableArray<Position> RowsBefore, MarginAttestation Attestation, CommitteeSignatures Signatures);

/// <summary>What <c>clear</c> takes.</summary>
/// <param name="Fills">The matches.</param>
/// <param name="Orders">The orders with their signatures.</param>
/// <param name="Changes">One for each account.</param>
/// <param name="MarketSections">Every section of the attested round.</param>
public sealed record ClearingBatch(
    ImmutableArray<OrderFill> Fills,
    ImmutableArray<SignedOrder> Orders,
    ImmutableArray<AccountChange> Changes,
    ImmutableArray<byte[]> MarketSections)
{
    private static readonly Bytes32 Tag = Keccak256.Hash("VM1.ORDER"u8);

    /// <summary>
    /// The attestations' <c>actionHash</c>: of the tag, the orders' digests and the fills, each counted.
    /// </summary>
    /// <param name="fills">The matches.</param>
    /// <param name="orderDigests">The orders' EIP-712 digests in the order of the batch.</param>
    public static Bytes32 ActionHash(ImmutableArray<OrderFill> fills, ImmutableArray<Bytes32> orderDigests)
    {
        WordList words = new WordList().Add(Tag).AddUnsigned((ulong)orderDigests.Length);
        foreach (Bytes32 digest in orderDigests)
        {
            words.Add(digest);
        }

        words.AddUnsigned((ulong)fills.Length);
        foreach (OrderFill fill in fills)
        {
            words
                .AddUnsigned(fill.BuyOrder)
                .AddUnsigned(fill.SellOrder)
                .AddUnsigned(fill.Quantity)
                .AddSigned(fill.Price);
        }

        return words.Hash();
    }

    internal AbiValue[] ToArguments() =>
    [
        ContractValues.List(Fills.Select(fill =>
            AbiValue.Of((ulong)fill.BuyOrder, (ulong)fill.SellOrder, fill.Quantity, fill.Price))),
        ContractValues.List(Orders.Select(signed => signed.Order.ToValue())),
        ContractValues.List(Orders.Select(signed => (AbiValue)new AbiValue.Binary(signed.Signature))),
        ContractValues.List(Changes.Select(change => AbiValue.Of(
            change.Attestation.Account,
            ContractValues.Of(change.RowsBefore),
            ContractValues.Of(change.Attestation),
            ContractValues.Of(change.Signatures)))),
        ContractValues.Of(MarketSections),
    ];
}
