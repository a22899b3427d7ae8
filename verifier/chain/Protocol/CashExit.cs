using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>
/// An instant withdrawal in cash as the vault takes it: the struct <c>CashExit</c> of packed words, and the quorum.
/// </summary>
public static class CashExit
{
    private const int HalfBytes = Bytes32.Length / 2;

    /// <summary>The struct's members in order. What it leaves out the vault writes itself.</summary>
    /// <param name="action">The request, in cash.</param>
    /// <param name="attestation">What the committee signed.</param>
    /// <param name="signatures">Their signatures.</param>
    /// <param name="epochTerms">The verifier's terms of the attestation's epoch; other terms only cost gas.</param>
    public static AbiValue Of(
        WithdrawAction action, MarginAttestation attestation, CommitteeSignatures signatures, Bytes32 epochTerms) =>
        AbiValue.Of(
            Payee(action),
            new Bytes32(attestation.Sequence, attestation.Round, attestation.ValidUntil, attestation.BlockNumber),
            Halves(Unsigned(action.Amount), Signed(attestation.Cash)),
            Halves(Signed(attestation.Equity), Unsigned(attestation.InitialMargin)),
            Halves(Unsigned(attestation.MaintenanceMargin), Unsigned(attestation.ValueAtRisk)),
            Halves(
                Unsigned(attestation.ExpectedShortfall),
                Unsigned(((UInt128)attestation.Epoch << 64) | signatures.Bitmap)),
            attestation.TotalsHash,
            attestation.BundleHash,
            attestation.EngineId,
            attestation.ParametersHash,
            attestation.ScenarioHash,
            epochTerms);

    /// <summary>For each signer of the committee in order: r and vs where it signed, else its address.</summary>
    public static AbiValue Quorum(CommitteeSignatures signatures)
    {
        List<AbiValue> entries = [];
        int used = 0;
        foreach ((Address signer, int index) in signatures.Signers.Signers.Select((signer, index) => (signer, index)))
        {
            if ((signatures.Bitmap & (1U << index)) == 0)
            {
                entries.Add(signer.Word);
                continue;
            }

            RecoverableSignature signature = signatures.Signatures[used++];
            entries.Add(signature.R);
            entries.Add(signature.Vs);
        }

        return ContractValues.List(entries);
    }

    /// <summary>The recipient and the account's last twelve bytes; its first twenty are the sender.</summary>
    private static Bytes32 Payee(WithdrawAction action)
    {
        byte[] recipient = action.Recipient.ToArray();
        return Bytes32.Read([.. recipient, .. action.Account.ToArray()[recipient.Length..]]);
    }

    private static Bytes32 Halves(byte[] high, byte[] low) => Bytes32.Read([.. high, .. low]);

    private static byte[] Unsigned(UInt128 number)
    {
        byte[] bytes = new byte[HalfBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Signed(Int128 number)
    {
        byte[] bytes = new byte[HalfBytes];
        BinaryPrimitives.WriteInt128BigEndian(bytes, number);
        return bytes;
    }
}
