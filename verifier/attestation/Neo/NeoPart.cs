using System.Linq;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Neo;

/// <summary>
/// A bundle's part for Neo: the attestation with SHA-256 for every hash, and the same committee's signatures of it.
/// </summary>
/// <remarks>
/// The vault on Neo has the committee's keys in the order of the bundle's signers, so that a signer has one index.
/// </remarks>
/// <param name="Network">The network's number.</param>
/// <param name="Attestation">The attestation; its consumer is the vault's script hash in the machine's order.</param>
/// <param name="Signatures">The committee, and those of its signatures that are there.</param>
public sealed record NeoPart(uint Network, MarginAttestation Attestation, CommitteeSignatures Signatures)
{
    /// <summary>The network and vault that the signatures are for.</summary>
    public NeoDomain Domain => new(Network, Attestation.Consumer);

    /// <summary>What the committee signs: the SHA-256 of the domain and the 25 words.</summary>
    public Bytes32 Digest() => NeoHashes.Of(Domain.Message(Attestation.ToWords()));

    /// <summary>The part with one more signature.</summary>
    /// <exception cref="MarginException">What <see cref="CommitteeSignatures.With"/> refuses.</exception>
    public NeoPart WithSignature(RecoverableSignature signature) =>
        this with { Signatures = Signatures.With(Digest(), signature) };

    /// <summary>Refuses unless exactly the threshold of the committee signed, those who signed for the EVM.</summary>
    /// <param name="evm">The EVM's signatures.</param>
    /// <param name="epochSigners">The committee, from a source of the caller's trust.</param>
    /// <param name="file">The file, for the refusal.</param>
    /// <exception cref="MarginException">
    /// What <see cref="CommitteeSignatures.Verify"/> refuses, or <see cref="ErrorCode.SignerSetMismatch"/>: others
    /// signed for the EVM.
    /// </exception>
    public void Verify(CommitteeSignatures evm, SignerSet epochSigners, string file)
    {
        try
        {
            Signatures.Verify(Digest(), epochSigners);
        }
        catch (MarginException refusal)
        {
            throw new MarginException(refusal.Code, file, $"neo/{refusal.Path}", refusal.Value, refusal.Accepted);
        }

        if (Signatures.Bitmap != evm.Bitmap)
        {
            throw new MarginException(
                ErrorCode.SignerSetMismatch,
                file,
                "neo/bitmap",
                $"0x{Signatures.Bitmap:x}",
                $"0x{evm.Bitmap:x}, who signed for the EVM");
        }
    }

    /// <summary>
    /// ABI words: the network's number, the attestation's, the bitmap, then r and vs (EIP-2098) of each set bit.
    /// </summary>
    public byte[] ToWords()
    {
        WordList words = new WordList()
            .AddUnsigned(Network)
            .AddWords(Attestation.ToWords())
            .AddUnsigned(Signatures.Bitmap);
        foreach (RecoverableSignature signature in Signatures.Signatures)
        {
            words.Add(signature.R).Add(signature.Vs);
        }

        return words.ToArray();
    }

    /// <summary>The signatures as the vault takes them: index, r and s of each signer.</summary>
    public byte[] VaultSignatures() =>
    [
        .. Signatures.MarkedSigners().Zip(Signatures.Signatures).SelectMany(pair => new[]
        {
            [(byte)Signatures.Signers.IndexOf(pair.First)], pair.Second.R.ToArray(), pair.Second.S.ToArray(),
        }).SelectMany(static bytes => bytes),
    ];
}
