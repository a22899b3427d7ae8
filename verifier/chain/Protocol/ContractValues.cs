using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>
/// The structs of contracts/interfaces/IMarginTypes.sol as ABI values, member by member in their order.
/// </summary>
public static class ContractValues
{
    private const int RowBytes = 2 * Bytes32.Length;

    /// <summary>The struct <c>Attestation</c>.</summary>
    public static AbiValue Of(MarginAttestation attestation) => AbiValue.Of(
        attestation.Consumer,
        attestation.Account,
        attestation.Sequence,
        attestation.PriorBookHash,
        attestation.BookHash,
        attestation.Cash,
        attestation.ActionHash,
        attestation.EngineId,
        attestation.ParametersHash,
        attestation.ScenarioHash,
        attestation.Round,
        attestation.MarketHash,
        attestation.TotalsHash,
        attestation.Equity,
        attestation.InitialMargin,
        attestation.MaintenanceMargin,
        attestation.ValueAtRisk,
        attestation.ExpectedShortfall,
        attestation.PriorExcess,
        attestation.BundleHash,
        attestation.ValidUntil,
        attestation.BlockNumber,
        attestation.BlockHash,
        attestation.Epoch,
        (ulong)attestation.Purpose);

    /// <summary>The struct <c>Signatures</c>.</summary>
    public static AbiValue Of(CommitteeSignatures signatures) => AbiValue.Of(
        (ulong)signatures.Bitmap,
        List(signatures.Signatures.Select(signature => (AbiValue)signature.R)),
        List(signatures.Signatures.Select(signature => (AbiValue)signature.Vs)),
        Of(signatures.Signers));

    /// <summary>The committee's addresses in order.</summary>
    public static AbiValue Of(SignerSet signers) => List(signers.Signers.Select(signer => (AbiValue)signer));

    /// <summary>The struct <c>WithdrawRequest</c>.</summary>
    public static AbiValue Of(WithdrawAction action) =>
        AbiValue.Of(action.Account, (ulong)action.AssetIndex, action.Amount, action.Recipient);

    /// <summary>Reads the struct <c>WithdrawRequest</c>.</summary>
    internal static WithdrawAction ToWithdrawal(AbiValue request)
    {
        ImmutableArray<AbiValue> members = request.AsItems();
        return new WithdrawAction(
            members[0].AsBytes32(), (byte)members[1].AsUInt64(), members[2].AsUInt128(), members[3].AsAddress());
    }

    /// <summary>The array of <c>Row</c>, cut from the preimage of the rows' hash behind its tag and count.</summary>
    public static AbiValue Of(ImmutableArray<Position> positions)
    {
        byte[][] rows = [.. BookRows.WritePositions(positions).Skip(RowBytes).Chunk(RowBytes)];
        return List(rows.Select(row =>
            AbiValue.Of(Bytes32.Read(row), Bytes32.Read(row.AsSpan(Bytes32.Length)))));
    }

    /// <summary>The struct <c>MarginInput</c>: a book in a market.</summary>
    public static AbiValue Of(MarketSnapshot market, Book book) => Of(market, book, MarketRows.Sections(market));

    /// <summary>The struct <c>MarginInput</c> with sections of the caller's.</summary>
    public static AbiValue Of(MarketSnapshot market, Book book, IEnumerable<byte[]> sections) => AbiValue.Of(
        (ulong)market.ObservedAt.Seconds, Of(book.Positions), OfBalances(book.Collateral), Of(sections));

    /// <summary>The array of <c>Balance</c>; an emptied one is none.</summary>
    public static AbiValue OfBalances(ImmutableArray<CollateralBalance> collateral) => List(collateral
        .Where(static balance => balance.Amount.Raw != 0)
        .Select(static balance => AbiValue.Of(balance.Asset.Word, (ulong)balance.Amount.Raw)));

    /// <summary>An array of <c>bytes</c>.</summary>
    public static AbiValue Of(IEnumerable<byte[]> items) => List(items.Select(item => (AbiValue)item));

    /// <summary>Any array.</summary>
    internal static AbiValue List(IEnumerable<AbiValue> items) => new AbiValue.Sequence([.. items]);
}
