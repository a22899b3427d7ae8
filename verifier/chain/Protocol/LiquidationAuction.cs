using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>A purchase in an auction: the struct <c>Bid</c>.</summary>
/// <param name="Account">The account in auction.</param>
/// <param name="Bidder">The account that buys.</param>
/// <param name="FractionPpm">Millionths of the account.</param>
/// <param name="MaxPrice">The most that the bidder pays, micro-units; negative asks to be paid.</param>
/// <param name="AccountRows">The rows of the account in auction.</param>
/// <param name="BidderRows">The bidder's rows.</param>
public sealed record AuctionBid(
    Bytes32 Account,
    Bytes32 Bidder,
    uint FractionPpm,
    Int128 MaxPrice,
    ImmutableArray<Position> AccountRows,
    ImmutableArray<Position> BidderRows)
{
    /// <summary>The <c>actionHash</c> of the bidder's gate: keccak of account, bidder and fraction.</summary>
    public Bytes32 ActionHash() => new WordList().Add(Account).Add(Bidder).AddUnsigned(FractionPpm).Hash();
}

/// <summary>An attestation with the signatures that carry it.</summary>
/// <param name="Attestation">What was signed.</param>
/// <param name="Signatures">By whom.</param>
public sealed record SignedAttestation(MarginAttestation Attestation, CommitteeSignatures Signatures);

/// <summary>A deployed LiquidationAuction.</summary>
/// <param name="contract">The contract.</param>
public sealed class LiquidationAuction(ContractInstance contract)
{
    /// <summary>Where it stands.</summary>
    public Address Address => contract.Address;

    /// <summary>The contract itself.</summary>
    public ContractInstance Contract => contract;

    /// <summary>Opens the auction of an account that a witness shows below its maintenance margin (L0).</summary>
    /// <param name="sender">Anyone.</param>
    /// <param name="account">The account.</param>
    /// <param name="rows">Its positions, all of them.</param>
    /// <param name="market">The latest round.</param>
    /// <param name="witness">
    /// As of <see cref="LiquidationWitness.Of(MarginResult, ModelParameters, ScenarioSet)"/>.
    /// </param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<TransactionReceipt> OpenAsync(
        TransactionSender sender,
        Bytes32 account,
        ImmutableArray<Position> rows,
        ShownMarket market,
        LiquidationWitness witness,
        CancellationToken cancellation = default) =>
        contract.SendAsync(sender, "open", Shown(account, rows, market, witness), cancellation);

    /// <summary>Renews an auction's lease by a witness, or moves it into or out of insolvency.</summary>
    public Task<TransactionReceipt> ProveAsync(
        TransactionSender sender,
        Bytes32 account,
        ImmutableArray<Position> rows,
        ShownMarket market,
        LiquidationWitness witness,
        CancellationToken cancellation = default) =>
        contract.SendAsync(sender, "prove", Shown(account, rows, market, witness), cancellation);

    /// <summary>Buys a fraction of an account on a witness about it and an attestation of the bidder.</summary>
    /// <param name="bidder">The owner of the bidding account.</param>
    /// <param name="bid">What is bought, and for how much at most.</param>
    /// <param name="market">The latest round.</param>
    /// <param name="witness">What proves that the account is still below 1.15 times its maintenance margin.</param>
    /// <param name="gate">The bidder's book after the purchase.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<TransactionReceipt> BidAsync(
        TransactionSender bidder,
        AuctionBid bid,
        ShownMarket market,
        LiquidationWitness witness,
        SignedAttestation gate,
        CancellationToken cancellation = default)
    {
        AbiValue[] arguments =
        [
            Of(bid),
            market.ToValue(),
            witness.ToValue(),
            ContractValues.Of(gate.Attestation),
            ContractValues.Of(gate.Signatures),
        ];
        return contract.SendAsync(bidder, "bid", arguments, cancellation);
    }

    /// <summary>The same without attesters: the contract recomputes the bidder's margin after the purchase.</summary>
    /// <param name="bidder">The owner of the bidding account.</param>
    /// <param name="bid">What is bought, and for how much at most.</param>
    /// <param name="market">The latest round.</param>
    /// <param name="witness">As of <see cref="BidAsync"/>.</param>
    /// <param name="tailHint">As of <see cref="TailTotals.Hint"/>, of the bidder's book after the purchase.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<TransactionReceipt> BidProvedAsync(
        TransactionSender bidder,
        AuctionBid bid,
        ShownMarket market,
        LiquidationWitness witness,
        long tailHint,
        CancellationToken cancellation = default)
    {
        AbiValue[] arguments = [Of(bid), market.ToValue(), witness.ToValue(), (Int128)tailHint];
        return contract.SendAsync(bidder, "bidProved", arguments, cancellation);
    }

    /// <summary>Ends an auction on a session that shows the maintenance margin met in a later round.</summary>
    public Task<TransactionReceipt> CancelByProofAsync(
        TransactionSender sender, Bytes32 account, Bytes32 session, CancellationToken cancellation = default) =>
        contract.SendAsync(sender, "cancelByProof", [account, session], cancellation);

    /// <summary>Opens the auction of an account below its maintenance margin (L1).</summary>
    public Task<TransactionReceipt> OpenAttestedAsync(
        TransactionSender sender, Bytes32 account, SignedAttestation shown, CancellationToken cancellation = default) =>
        contract.SendAsync(sender, "openAttested", Arguments(account, shown), cancellation);

    /// <summary>Renews an auction's lease, or moves it into or out of insolvency.</summary>
    public Task<TransactionReceipt> ProveAttestedAsync(
        TransactionSender sender, Bytes32 account, SignedAttestation shown, CancellationToken cancellation = default) =>
        contract.SendAsync(sender, "proveAttested", Arguments(account, shown), cancellation);

    /// <summary>Buys a fraction of an account in auction.</summary>
    /// <param name="bidder">The owner of the bidding account.</param>
    /// <param name="bid">What is bought, and for how much at most.</param>
    /// <param name="liquidation">The account in auction as it stands.</param>
    /// <param name="gate">The bidder's book after the purchase.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<TransactionReceipt> BidAttestedAsync(
        TransactionSender bidder,
        AuctionBid bid,
        SignedAttestation liquidation,
        SignedAttestation gate,
        CancellationToken cancellation = default)
    {
        AbiValue[] arguments =
        [
            Of(bid),
            ContractValues.Of(liquidation.Attestation),
            ContractValues.Of(liquidation.Signatures),
            ContractValues.Of(gate.Attestation),
            ContractValues.Of(gate.Signatures),
        ];
        return contract.SendAsync(bidder, "bidAttested", arguments, cancellation);
    }

    /// <summary>Closes an auction whose lease lapsed, or whose account is flat; anyone may send.</summary>
    public Task<TransactionReceipt> CloseAsync(
        TransactionSender sender, Bytes32 account, CancellationToken cancellation = default) =>
        contract.SendAsync(sender, "close", [account], cancellation);

    /// <summary>The discount on equity and the premium on a deficit at a time, millionths.</summary>
    public async Task<(uint DiscountPpm, uint PremiumPpm)> PriceAsync(
        Bytes32 account, ulong unixSeconds, CancellationToken cancellation = default)
    {
        NamedValues price = await contract.CallAsync("price", [account, unixSeconds], cancellation)
            .ConfigureAwait(false);
        return ((uint)price["discount"].AsUInt64(), (uint)price["premium"].AsUInt64());
    }

    /// <summary>The most of an account that one bid may buy, millionths: as much as restores its buffer.</summary>
    public async Task<uint> LargestFractionAsync(
        Int128 equity, UInt128 maintenance, uint discountPpm, CancellationToken cancellation = default)
    {
        NamedValues fraction = await contract
            .CallAsync("largestFraction", [equity, maintenance, (ulong)discountPpm], cancellation).ConfigureAwait(false);
        return (uint)fraction.Items[0].Value.AsUInt64();
    }

    private static AbiValue Of(AuctionBid bid) => AbiValue.Of(
        bid.Account,
        bid.Bidder,
        (ulong)bid.FractionPpm,
        bid.MaxPrice,
        ContractValues.Of(bid.AccountRows),
        ContractValues.Of(bid.BidderRows));

    private static AbiValue[] Shown(
        Bytes32 account, ImmutableArray<Position> rows, ShownMarket market, LiquidationWitness witness) =>
        [account, ContractValues.Of(rows), market.ToValue(), witness.ToValue()];

    private static AbiValue[] Arguments(Bytes32 account, SignedAttestation shown) =>
        [account, ContractValues.Of(shown.Attestation), ContractValues.Of(shown.Signatures)];
}
