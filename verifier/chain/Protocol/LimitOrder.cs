using System;
using System.Numerics;
using System.Text;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>An owner's limit order: the struct <c>Order</c> of the vault.</summary>
/// <param name="Account">The account.</param>
/// <param name="Operator">Who may clear it; zero means anyone.</param>
/// <param name="Instrument">The instrument's identifier.</param>
/// <param name="Buys">True to buy.</param>
/// <param name="MaxQuantity">1e-8 of the underlying.</param>
/// <param name="LimitPrice">1e-8 of the quote.</param>
/// <param name="MaxFee">Micro-units for the whole order.</param>
/// <param name="Nonce">Orders below the account's bound are cancelled.</param>
/// <param name="Deadline">The last second at which it may be cleared.</param>
public sealed record LimitOrder(
    Bytes32 Account,
    Address Operator,
    Bytes32 Instrument,
    bool Buys,
    ulong MaxQuantity,
    long LimitPrice,
    UInt128 MaxFee,
    ulong Nonce,
    ulong Deadline)
{
    /// <summary>The struct's type as EIP-712 hashes it.</summary>
    public const string TypeString =
        "Order(bytes32 account,address operator,bytes32 instrument,bool buy,uint64 maxQuantity,int64 limitPrice,"
        + "uint128 maxFee,uint64 nonce,uint64 deadline)";

    private static readonly Bytes32 TypeHash = Keccak256.Hash(Encoding.ASCII.GetBytes(TypeString));

    /// <summary>The domain of a vault's orders.</summary>
    public static Eip712Domain Domain(BigInteger chainId, Address vault) =>
        new("VerifiableMarginVault", "1", chainId, vault);

    /// <summary>The digest that the owner signs.</summary>
    public Bytes32 Digest(Eip712Domain domain) => domain.Digest(new WordList()
        .Add(TypeHash)
        .Add(Account)
        .Add(Operator)
        .Add(Instrument)
        .AddUnsigned(Buys ? 1U : 0U)
        .AddUnsigned(MaxQuantity)
        .AddSigned(LimitPrice)
        .AddUnsigned(MaxFee)
        .AddUnsigned(Nonce)
        .AddUnsigned(Deadline)
        .Hash());

    /// <summary>The struct as an ABI value.</summary>
    public AbiValue ToValue() => AbiValue.Of(
        Account, Operator, Instrument, Buys, MaxQuantity, LimitPrice, MaxFee, Nonce, Deadline);
}
