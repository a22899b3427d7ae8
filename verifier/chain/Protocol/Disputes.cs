using System;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Disputing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>A deployed Disputes.</summary>
/// <param name="contract">The contract.</param>
public sealed class Disputes(ContractInstance contract)
{
    private const ulong MarketInput = 0;
    private const ulong ModelInput = 1;

    /// <summary>An attestation that was signed by itself has a header of zeros.</summary>
    private static readonly AbiValue NoBatch =
        AbiValue.Of(default(Bytes32), 0UL, 0UL, 0UL, default(Bytes32), default(Bytes32), 0UL, 0UL);

    /// <summary>Where it stands.</summary>
    public Address Address => contract.Address;

    /// <summary>The contract itself.</summary>
    public ContractInstance Contract => contract;

    /// <summary>Whether an attestation has been disproved, at a block.</summary>
    public async Task<bool> ProvedAsync(Bytes32 digest, BlockReference block, CancellationToken cancellation = default)
    {
        ContractInstance then = contract with { Block = block };
        NamedValues proved = await then.CallAsync("proved", [digest], cancellation).ConfigureAwait(false);
        return proved.Items[0].Value.AsBoolean();
    }

    /// <summary>How long after its last second of validity an attestation can be disputed, seconds.</summary>
    public async Task<ulong> WindowSecondsAsync(CancellationToken cancellation = default) =>
        (await contract.CallAsync("disputeWindow", [], cancellation).ConfigureAwait(false)).Items[0].Value.AsUInt64();

    /// <summary>Brings a proof.</summary>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.TransactionReverted"/>, as NotWrong or AlreadyProved; or a failure of the node.
    /// </exception>
    public Task<TransactionReceipt> ProveAsync(
        TransactionSender challenger, DisputeCase found, CancellationToken cancellation = default)
    {
        (string function, AbiValue[] arguments) = CallOf(Statement(found.Shown), found.Fault, found.Evidence);
        return contract.SendAsync(challenger, function, arguments, cancellation);
    }

    /// <summary>The struct <c>Statement</c> of an attestation that was signed by itself.</summary>
    public static AbiValue Statement(SignedAttestation shown) => AbiValue.Of(
        ContractValues.Of(shown.Attestation), ContractValues.Of(shown.Signatures), NoBatch, 0UL, AbiValue.Of());

    /// <summary>The function that brings the proof of a fault, and its arguments.</summary>
    public static (string Function, AbiValue[] Arguments) CallOf(
        AbiValue statement, AttestationFault fault, DisputeEvidence? evidence)
    {
        if (evidence is null)
        {
            return ("inputWrong", [statement, fault.Kind == DisputeKind.Market ? MarketInput : ModelInput]);
        }

        AttestedInputs inputs = evidence.Inputs;
        return fault.Kind switch
        {
            DisputeKind.Total => ("totalWrong", [statement, Totals(evidence), (ulong)fault.Scenario, Input(inputs)]),
            DisputeKind.Totals => ("totalsWrong", [statement, Input(inputs)]),
            DisputeKind.Equity => ("equityWrong", [statement, Input(inputs)]),
            DisputeKind.Measure => ("measureWrong", [statement, Totals(evidence), evidence.TailHint]),
            DisputeKind.Requirement => (
                "requirementWrong", [statement, Totals(evidence), evidence.TailHint, Input(inputs)]),
            DisputeKind.PriorExcess => ("priorExcessWrong", PriorExcess(statement, evidence)),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "a number that is recomputed"),
        };
    }

    private static AbiValue[] PriorExcess(AbiValue statement, DisputeEvidence evidence) => evidence.Prior is null
        ? [statement, 0L, AbiValue.Of(0UL, AbiValue.Of(), AbiValue.Of(), AbiValue.Of())]
        : [statement, evidence.PriorTailHint, ContractValues.Of(evidence.Inputs.Market, evidence.Prior)];

    private static AbiValue Input(AttestedInputs inputs) => ContractValues.Of(inputs.Market, inputs.Book);

    private static AbiValue Totals(DisputeEvidence evidence) => ResultRows.WriteTotals(evidence.Totals);
}
