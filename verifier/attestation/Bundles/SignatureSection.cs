using System;
using System.Collections.Generic;
using System.Numerics;
using Verifiable.Attestation.Encoding;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Bundles;

/// <summary>
/// The section SIGNATURES as ABI words: bitmap; threshold; r and vs (EIP-2098) of each set bit, from bit 0 upwards; the
/// number of signers; the signers.
/// </summary>
internal static class SignatureSection
{
    internal static byte[] Encode(CommitteeSignatures signatures)
    {
        WordList words = new WordList()
            .AddUnsigned(signatures.Bitmap)
            .AddUnsigned((uint)signatures.Signers.Threshold);
        foreach (RecoverableSignature signature in signatures.Signatures)
        {
            words.Add(signature.R).Add(signature.Vs);
        }

        words.AddUnsigned((uint)signatures.Signers.Signers.Count);
        foreach (Address signer in signatures.Signers.Signers)
        {
            words.Add(signer);
        }

        return words.Bytes.ToArray();
    }

    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.BundleMalformed"/>, or what <see cref="SignerSet"/> and <see cref="CommitteeSignatures"/> refuse.
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
