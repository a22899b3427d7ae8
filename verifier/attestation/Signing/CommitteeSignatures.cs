using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Signing;

/// <summary>A committee's signatures of one digest, as the contract's struct <c>Signatures</c> carries them.</summary>
public sealed class CommitteeSignatures
{
    /// <summary>Signatures as they were carried; their digest is checked by <see cref="Verify"/>.</summary>
    /// <param name="signers">The whole committee.</param>
    /// <param name="bitmap">Bit j is set where the j-th signer signed.</param>
    /// <param name="signatures">One for each set bit, from bit 0 upwards.</param>
    /// <param name="file">The file, for the refusal.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.BitmapOutOfRange"/>, or <see cref="ErrorCode.WrongSignatureCount"/>: not one for each bit,
    /// or more than the threshold.
    /// </exception>
    public CommitteeSignatures(
        SignerSet signers, uint bitmap, IReadOnlyList<RecoverableSignature> signatures, string file = "")
    {
        if ((ulong)bitmap >> signers.Signers.Count != 0)
        {
            throw new MarginException(
                ErrorCode.BitmapOutOfRange, file, "bitmap", $"0x{bitmap:x}", $"bits below {signers.Signers.Count}");
        }

        int marked = BitOperations.PopCount(bitmap);
        if (signatures.Count != marked || marked > signers.Threshold)
        {
            throw WrongCount(file, signatures.Count, $"{marked} by the bitmap, at most {signers.Threshold}");
        }

        Signers = signers;
        Bitmap = bitmap;
        Signatures = [.. signatures];
    }

    /// <summary>The whole committee.</summary>
    public SignerSet Signers { get; }

    /// <summary>Bit j is set where the j-th signer signed.</summary>
    public uint Bitmap { get; }

    /// <summary>One signature for each set bit, from bit 0 upwards.</summary>
    public IReadOnlyList<RecoverableSignature> Signatures { get; }

    /// <summary>Whether there are as many signatures as the contract wants.</summary>
    public bool IsComplete => Signatures.Count == Signers.Threshold;

    /// <summary>No signature yet.</summary>
    public static CommitteeSignatures None(SignerSet signers) => new(signers, 0, []);

    /// <summary>These and one more signature of the digest.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.SignatureRejected"/>: by nobody of the committee;
    /// <see cref="ErrorCode.DuplicateSigner"/>: he signed already;
    /// <see cref="ErrorCode.WrongSignatureCount"/>: there are enough.
    /// </exception>
    public CommitteeSignatures With(Bytes32 digest, RecoverableSignature signature)
    {
        Address signer = Secp256k1.Recover(digest, signature);
        int index = Signers.IndexOf(signer);
        if (index < 0)
        {
            throw Rejected(Signatures.Count, $"{signer}", "a signature by a member of the committee");
        }

        uint bit = 1U << index;
        if ((Bitmap & bit) != 0)
        {
            throw new MarginException(
                ErrorCode.DuplicateSigner, string.Empty, "signatures", $"{signer}", "a signer who has not signed");
        }

        List<RecoverableSignature> signatures = [.. Signatures];
        signatures.Insert(BitOperations.PopCount(Bitmap & (bit - 1)), signature);
        return new CommitteeSignatures(Signers, Bitmap | bit, signatures);
    }

    /// <summary>Refuses unless exactly the threshold of the epoch's committee signed the digest.</summary>
    /// <param name="digest">The attestation's digest.</param>
    /// <param name="epochSigners">The committee that the epoch registered, from a source of the caller's trust.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.SignerSetMismatch"/>, <see cref="ErrorCode.WrongSignatureCount"/> or
    /// <see cref="ErrorCode.SignatureRejected"/>.
    /// </exception>
    public void Verify(Bytes32 digest, SignerSet epochSigners)
    {
        if (Signers.Hash() != epochSigners.Hash())
        {
            throw new MarginException(
                ErrorCode.SignerSetMismatch, string.Empty, "signers", $"{Signers.Hash()}", $"{epochSigners.Hash()}");
        }

        if (Signatures.Count != epochSigners.Threshold)
        {
            throw WrongCount(string.Empty, Signatures.Count, $"{epochSigners.Threshold}");
        }

        foreach ((Address signer, int used) in MarkedSigners().Select((signer, used) => (signer, used)))
        {
            if (!Secp256k1.Verify(digest, Signatures[used], signer))
            {
                throw Rejected(used, $"{Signatures[used].R}", $"a signature by {signer}");
            }
        }
    }

    /// <summary>Those who signed, in the order of their bits.</summary>
    public IEnumerable<Address> MarkedSigners() =>
        Signers.Signers.Where((_, index) => (Bitmap & (1U << index)) != 0);

    /// <summary>
    /// ABI words: bitmap; threshold; r and vs (EIP-2098) of each set bit, from bit 0 upwards; the number of signers;
    /// the signers.
    /// </summary>
    public byte[] ToWords()
    {
        WordList words = new WordList().AddUnsigned(Bitmap).AddUnsigned((uint)Signers.Threshold);
        foreach (RecoverableSignature signature in Signatures)
        {
            words.Add(signature.R).Add(signature.Vs);
        }

        words.AddUnsigned((uint)Signers.Signers.Count);
        foreach (Address signer in Signers.Signers)
        {
            words.Add(signer);
        }

        return words.Bytes.ToArray();
    }

    private static MarginException WrongCount(string file, int given, string accepted) =>
        new(ErrorCode.WrongSignatureCount, file, "signatures", $"{given}", accepted);

    private static MarginException Rejected(int index, string value, string accepted) =>
        new(ErrorCode.SignatureRejected, string.Empty, $"signatures/{index}", value, accepted);
}
