using System;
using System.Buffers.Binary;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Neo;

/// <summary>
/// The attestation for Neo that belongs to one for the EVM: the same figures of the same rows, every hash a SHA-256.
/// </summary>
public static class NeoTwin
{
    private const int OwnerBytes = 20;

    private static readonly Bytes32 BundleTag = Keccak256.Hash("VM1.BUNDLE"u8);

    /// <summary>The bundle with a part for Neo, which nobody has signed yet.</summary>
    /// <param name="bundle">The bundle for the EVM.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="binding">The state on Neo.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.WrongPurpose"/>, <see cref="ErrorCode.CollateralUnknown"/>,
    /// <see cref="ErrorCode.SettlementMixed"/>: what the vault on Neo does not hold;
    /// <see cref="ErrorCode.JsonMalformed"/>: a payment without a recipient.
    /// </exception>
    public static Bundle AddTo(Bundle bundle, AttestedInputs inputs, NeoBinding binding)
    {
        RequireHeld(bundle.Attestation, inputs, string.Empty);
        Bytes32 action = default;
        ReadOnlyMemory<byte> notes = bundle.Notes;
        if (bundle.Attestation.Purpose == Purpose.Withdraw)
        {
            UInt128 amount = BundleNotes.ReadWithdrawal(bundle, string.Empty).Amount;
            Address recipient = binding.Recipient != default
                ? binding.Recipient
                : throw new MarginException(
                    ErrorCode.JsonMalformed, string.Empty, "/recipient", string.Empty, "who is paid on Neo");
            action = Payment(binding.Account, recipient, amount);
            notes = BundleNotes.WithNeo(notes, recipient);
        }

        Bytes32 account = NeoHashes.Account(binding.Account.ToArray());
        Bytes32 book = NeoHashes.Book(binding.Domain.Contract, account, inputs.Book.Positions);
        MarginAttestation attestation = Of(bundle.Evidence, bundle.Attestation, inputs, binding.Round) with
        {
            Consumer = binding.Domain.Contract,
            Account = account,
            Sequence = binding.Sequence,
            PriorBookHash = book,
            BookHash = book,
            ActionHash = action,
            BlockNumber = binding.BlockNumber,
            BlockHash = binding.BlockHash,
            Epoch = binding.Epoch,
        };
        NeoPart part = new(
            binding.Domain.Network, attestation, CommitteeSignatures.None(bundle.Signatures.Signers));
        return new Bundle(bundle.Evidence, bundle.Attestation, bundle.Signatures, notes, part);
    }

    /// <summary>Refuses a part for Neo that does not say of the evidence what the EVM's attestation says.</summary>
    /// <param name="bundle">A bundle; one without such a part passes.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="file">The file, for the refusal.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.HashMismatch"/> or <see cref="ErrorCode.ResultMismatch"/> naming the member, or what
    /// <see cref="AddTo"/> refuses.
    /// </exception>
    public static void Check(Bundle bundle, AttestedInputs inputs, string file)
    {
        if (bundle.Neo is not { } part)
        {
            return;
        }

        RequireHeld(bundle.Attestation, inputs, file);
        MarginAttestation found = part.Attestation;
        MarginAttestation made = Of(bundle.Evidence, bundle.Attestation, inputs, found.Round);
        Bytes32 book = NeoHashes.Book(found.Consumer, found.Account, inputs.Book.Positions);
        Bytes32 action = bundle.Attestation.Purpose == Purpose.Withdraw
            ? Payment(
                Address.Read(found.Account.ToArray().AsSpan(0, OwnerBytes)),
                BundleNotes.ReadNeo(bundle, file),
                BundleNotes.ReadWithdrawal(bundle, file).Amount)
            : default;
        RequireHash(file, "priorBookHash", found.PriorBookHash, book);
        RequireHash(file, "bookHash", found.BookHash, book);
        RequireHash(file, "actionHash", found.ActionHash, action);
        RequireHash(file, "engineId", found.EngineId, made.EngineId);
        RequireHash(file, "parametersHash", found.ParametersHash, made.ParametersHash);
        RequireHash(file, "scenarioHash", found.ScenarioHash, made.ScenarioHash);
        RequireHash(file, "marketHash", found.MarketHash, made.MarketHash);
        RequireHash(file, "totalsHash", found.TotalsHash, made.TotalsHash);
        RequireHash(file, "bundleHash", found.BundleHash, made.BundleHash);
        RequireFigure(file, "cash", found.Cash, made.Cash);
        RequireFigure(file, "equity", found.Equity, made.Equity);
        RequireFigure(file, "initialMargin", found.InitialMargin, made.InitialMargin);
        RequireFigure(file, "maintenanceMargin", found.MaintenanceMargin, made.MaintenanceMargin);
        RequireFigure(file, "valueAtRisk", found.ValueAtRisk, made.ValueAtRisk);
        RequireFigure(file, "expectedShortfall", found.ExpectedShortfall, made.ExpectedShortfall);
        RequireFigure(file, "priorExcess", found.PriorExcess, made.PriorExcess);
        RequireFigure(file, "validUntil", found.ValidUntil, made.ValidUntil);
        RequireFigure(file, "purpose", found.Purpose, made.Purpose);
    }

    /// <summary>The action's hash of a payment on Neo: account, recipient, and the amount in eight bytes.</summary>
    /// <param name="account">The account's owner.</param>
    /// <param name="recipient">Who is paid.</param>
    /// <param name="amount">Token units.</param>
    public static Bytes32 Payment(Address account, Address recipient, UInt128 amount)
    {
        byte[] units = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(units, (ulong)amount);
        return NeoHashes.Of([.. account.ToArray(), .. recipient.ToArray(), .. units]);
    }

    /// <summary>The EVM's attestation with the evidence's hashes by SHA-256.</summary>
    private static MarginAttestation Of(
        BundleEvidence evidence, MarginAttestation attestation, AttestedInputs inputs, ulong round)
    {
        MarginResult result = ResultRows.Read(evidence[BundleSection.Result].Span, string.Empty);
        return attestation with
        {
            EngineId = NeoHashes.Of(evidence[BundleSection.Engine].Span),
            ParametersHash = NeoHashes.Of(evidence[BundleSection.Parameters].Span),
            ScenarioHash = NeoHashes.Of(evidence[BundleSection.Scenarios].Span),
            Round = round,
            MarketHash = NeoHashes.Of(NeoHashes.MarketHead(inputs.Market, round)),
            TotalsHash = NeoHashes.Of(NeoHashes.Totals(result.Totals)),
            BundleHash = BundleHash(evidence),
        };
    }

    /// <summary>The hash of the same evidence: tag, number of sections, then each one's number and SHA-256.</summary>
    private static Bytes32 BundleHash(BundleEvidence evidence)
    {
        WordList words = new WordList().Add(BundleTag).AddUnsigned(BundleEvidence.SectionCount);
        for (BundleSection section = BundleSection.Engine; section <= BundleSection.Result; section++)
        {
            words.AddUnsigned((uint)section).Add(NeoHashes.Of(evidence[section].Span));
        }

        return NeoHashes.Of(words.Bytes);
    }

    /// <summary>The vault on Neo withdraws and is told of reports; it holds dollars and no other collateral.</summary>
    private static void RequireHeld(MarginAttestation attestation, AttestedInputs inputs, string file)
    {
        if (attestation.Purpose is not (Purpose.Withdraw or Purpose.Report))
        {
            throw new MarginException(
                ErrorCode.WrongPurpose, file, "purpose", $"{attestation.Purpose}", "Withdraw or Report for Neo");
        }

        if (!inputs.Book.Collateral.IsEmpty)
        {
            throw new MarginException(
                ErrorCode.CollateralUnknown,
                file,
                "collateral",
                $"{inputs.Book.Collateral[0].Asset}",
                "cash alone: the vault on Neo has no other collateral");
        }

        if (!inputs.Parameters.Settlement.IsDollar)
        {
            throw new MarginException(
                ErrorCode.SettlementMixed, file, "settlement", $"{inputs.Parameters.Settlement}", "a dollar on Neo");
        }
    }

    private static void RequireHash(string file, string member, Bytes32 found, Bytes32 made)
    {
        if (found != made)
        {
            throw new MarginException(ErrorCode.HashMismatch, file, $"neo/{member}", $"{found}", $"{made}");
        }
    }

    private static void RequireFigure<T>(string file, string member, T found, T made)
        where T : notnull
    {
        if (!found.Equals(made))
        {
            throw new MarginException(ErrorCode.ResultMismatch, file, $"neo/{member}", $"{found}", $"{made}");
        }
    }
}
