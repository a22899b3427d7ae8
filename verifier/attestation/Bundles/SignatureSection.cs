using System;
using System.Collections.Generic;
using System.Numerics;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Bundles;

/// <summary>The section SIGNATURES: what <see cref="CommitteeSignatures.ToWords"/> writes.</summary>
internal static class SignatureSection
{
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.BundleMalformed"/>, or what <see cref="SignerSet"/> and <see cref="CommitteeSignatures"/>
    /// refuse.
    /// </exception>
    internal static CommitteeSignatures Decode(ReadOnlySpan<byte> bytes, string file)
    {
        WordReader words = new(bytes, BundleSection.Signatures, file);
        uint bitmap = (uint)words.Unsigned(32);
        int threshold = (int)words.Unsigned(8);
        List<RecoverableSignature> signatures = [];
        for (int i = 0; i < BitOperations.PopCount(bitmap); i++)
        {
            Bytes32 r = words.Word();
            signatures.Add(RecoverableSignature.FromCompact(r, words.Word()));
        }

        int count = (int)words.Unsigned(8);
        List<Address> signers = [];
        for (int i = 0; i < count; i++)
        {
            signers.Add(words.Address());
        }

        words.RequireEnd();
        return new CommitteeSignatures(new SignerSet(signers, threshold, file), bitmap, signatures, file);
    }
}
