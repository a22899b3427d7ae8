using System;
using System.Collections.Generic;
using System.Numerics;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Bundles;

/// <summary>
/// The section NEO: what <see cref="NeoPart.ToWords"/> writes. The committee is that of the section SIGNATURES.
/// </summary>
internal static class NeoSection
{
    private const int AttestationBytes = MarginAttestation.MemberCount * Bytes32.Length;

    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.BundleMalformed"/>, or what <see cref="CommitteeSignatures"/> refuses.
    /// </exception>
    internal static NeoPart Decode(ReadOnlySpan<byte> bytes, SignerSet committee, string file)
    {
        WordReader words = new(bytes, BundleSection.Neo, file);
        uint network = (uint)words.Unsigned(32);
        if (bytes.Length < Bytes32.Length + AttestationBytes)
        {
            throw words.Malformed($"{bytes.Length} bytes", "the attestation's words");
        }

        MarginAttestation attestation =
            AttestationSection.Decode(bytes.Slice(Bytes32.Length, AttestationBytes), BundleSection.Neo, file);
        words = new WordReader(bytes[(Bytes32.Length + AttestationBytes)..], BundleSection.Neo, file);
        uint bitmap = (uint)words.Unsigned(32);
        List<RecoverableSignature> signatures = [];
        for (int i = 0; i < BitOperations.PopCount(bitmap); i++)
        {
            Bytes32 r = words.Word();
            signatures.Add(RecoverableSignature.FromCompact(r, words.Word()));
        }

        words.RequireEnd();
        return new NeoPart(network, attestation, new CommitteeSignatures(committee, bitmap, signatures, file));
    }
}
