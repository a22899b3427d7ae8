using System;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Attestation.Evidence;

/// <summary>Makes the attestation and the bundle that any holder can replay.</summary>
public static class AttestationDraft
{
    /// <summary>Computes the margin and binds it to inputs, action and chain state. Nothing is signed yet.</summary>
    /// <param name="inputs">What is computed from.</param>
    /// <param name="binding">The chain state.</param>
    /// <param name="committee">Who may sign.</param>
    /// <param name="purpose">What it may be used for.</param>
    /// <param name="actionHash">The hash of the request or the orders; zero where there is no action.</param>
    /// <param name="withdrawal">The payment that the action hash is of, for the notes; null if there is none.</param>
    /// <param name="priorExcess">
    /// For <see cref="Purpose.Reduce"/>: equity less initial margin before, without cash.
    /// </param>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.ProfileNotEnforceable"/>: a model that only reports.
    /// </exception>
    public static Bundle Create(
        AttestedInputs inputs,
        ChainBinding binding,
        SignerSet committee,
        Purpose purpose,
        Bytes32 actionHash,
        WithdrawAction? withdrawal = null,
        Int128 priorExcess = default)
    {
        Listing.CheckEnforceable(inputs.Parameters, string.Empty);
        MarginResult result = inputs.Compute();
        BundleEvidence evidence = EvidenceOf(inputs, binding, result);
        MarginAttestation attestation = new()
        {
            Consumer = binding.Consumer,
            Account = inputs.Book.Account,
            Sequence = binding.Sequence,
            PriorBookHash = binding.PriorBookHash,
            BookHash = BookRows.Hash(inputs.Book, binding.Consumer),
            Cash = inputs.Book.Cash.Raw,
            ActionHash = actionHash,
            EngineId = EngineRows.Hash(inputs.Engine),
            ParametersHash = ParameterRows.Hash(inputs.Parameters),
            ScenarioHash = ScenarioRows.Hash(inputs.Scenarios),
            Round = inputs.Round,
            MarketHash = MarketRows.Hash(inputs.Market, inputs.Round),
            TotalsHash = ResultRows.HashTotals(result.Totals),
            Equity = result.Equity.Raw,
            InitialMargin = (UInt128)result.InitialMargin.Raw,
            MaintenanceMargin = (UInt128)result.MaintenanceMargin.Raw,
            ValueAtRisk = (UInt128)result.ValueAtRisk.Raw,
            ExpectedShortfall = (UInt128)result.ExpectedShortfall.Raw,
            PriorExcess = priorExcess,
            BundleHash = evidence.Hash(),
            ValidUntil = binding.ValidUntil,
            BlockNumber = binding.BlockNumber,
            BlockHash = binding.BlockHash,
            Epoch = binding.Epoch,
            Purpose = purpose,
        };
        return new Bundle(
            evidence, attestation, CommitteeSignatures.None(committee), BundleNotes.Write(binding.Domain, withdrawal));
    }

    private static BundleEvidence EvidenceOf(AttestedInputs inputs, ChainBinding binding, MarginResult result) => new(
    [
        EngineRows.Write(inputs.Engine),
        ParameterRows.Write(inputs.Parameters),
        ScenarioRows.Write(inputs.Scenarios),
        MarketRows.Write(inputs.Market, inputs.Round),
        BookRows.Write(inputs.Book, binding.Consumer),
        ResultRows.Write(result),
    ]);
}
