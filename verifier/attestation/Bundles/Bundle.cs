using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Bundles;

/// <summary>
/// A replay bundle, <c>.vmb</c>: all that an attestation was computed from, its result, the attestation and the
/// signatures.
/// </summary>
/// <remarks>
/// The file: "VMB1"; uint32 version; then per section, in ascending order, uint32 number, uint32 length and the bytes.
/// All big-endian. One bundle has one file: the decoder refuses every other spelling.
/// </remarks>
public sealed class Bundle
{
    /// <summary>The version that is written and read.</summary>
    public const uint Version = 1;

    /// <summary>The most bytes of a file.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const int HeaderBytes = 8;

    /// <summary>
    /// A bundle; its hashes and signatures are checked by <see cref="VerifyHash"/> and <see cref="Verify"/>.
    /// </summary>
    /// <param name="evidence">The sections ENGINE to RESULT.</param>
    /// <param name="attestation">The attestation.</param>
    /// <param name="signatures">The committee, and those of its signatures that are there.</param>
    /// <param name="notes">What no hash covers; empty where there is nothing to say.</param>
    /// <param name="neo">The part for Neo; null where there is none.</param>
    public Bundle(
        BundleEvidence evidence,
        MarginAttestation attestation,
        CommitteeSignatures signatures,
        ReadOnlyMemory<byte> notes = default,
        NeoPart? neo = null)
    {
        Evidence = evidence;
        Attestation = attestation;
        Signatures = signatures;
        Notes = notes;
        Neo = neo;
    }

    /// <summary>The sections ENGINE to RESULT.</summary>
    public BundleEvidence Evidence { get; }

    /// <summary>The attestation.</summary>
    public MarginAttestation Attestation { get; }

    /// <summary>The committee, and those of its signatures that are there.</summary>
    public CommitteeSignatures Signatures { get; }

    /// <summary>What no hash covers; may be empty.</summary>
    public ReadOnlyMemory<byte> Notes { get; }

    /// <summary>The same figures attested for a vault on Neo; null where there is no such part.</summary>
    public NeoPart? Neo { get; }

    private static ReadOnlySpan<byte> Magic => "VMB1"u8;

    /// <summary>
    /// The bundle with one more signature of its attestation, under the domain of the committee's verifier.
    /// </summary>
    /// <exception cref="MarginException">What <see cref="CommitteeSignatures.With"/> refuses.</exception>
    public Bundle WithSignature(Eip712Domain domain, RecoverableSignature signature) =>
        new(Evidence, Attestation, Signatures.With(Attestation.Digest(domain), signature), Notes, Neo);

    /// <summary>The bundle with the key's signature of everything that it attests, for the EVM and for Neo.</summary>
    /// <exception cref="MarginException">What <see cref="CommitteeSignatures.With"/> refuses.</exception>
    public Bundle Sign(Eip712Domain domain, PrivateKey key)
    {
        Bundle signed = WithSignature(domain, Secp256k1.Sign(Attestation.Digest(domain), key));
        return Neo is null ? signed : signed.WithNeo(Neo.WithSignature(Secp256k1.Sign(Neo.Digest(), key)));
    }

    /// <summary>The bundle with a part for Neo.</summary>
    public Bundle WithNeo(NeoPart part) => new(Evidence, Attestation, Signatures, Notes, part);

    /// <summary>Refuses unless the attestation names the hash of this evidence.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.HashMismatch"/>.</exception>
    public void VerifyHash(string file = "")
    {
        Bytes32 hash = Evidence.Hash();
        if (hash != Attestation.BundleHash)
        {
            throw new MarginException(
                ErrorCode.HashMismatch, file, "bundleHash", $"{Attestation.BundleHash}", $"{hash}");
        }
    }

    /// <summary>
    /// Refuses unless the epoch's committee signed this attestation, and its twin for Neo where there is one, and it
    /// names the hash of this evidence.
    /// </summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.HashMismatch"/>, or what <see cref="CommitteeSignatures.Verify"/> and
    /// <see cref="NeoPart.Verify"/> refuse.
    /// </exception>
    public void Verify(Eip712Domain domain, SignerSet epochSigners, string file = "")
    {
        VerifyHash(file);
        Signatures.Verify(Attestation.Digest(domain), epochSigners);
        Neo?.Verify(Signatures, epochSigners, file);
    }

    /// <summary>The file's bytes.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.BundleMalformed"/>: more than <see cref="MaxBytes"/>.
    /// </exception>
    public byte[] Encode()
    {
        List<(BundleSection Section, ReadOnlyMemory<byte> Bytes)> sections = [];
        for (BundleSection section = BundleSection.Engine; section <= BundleSection.Result; section++)
        {
            sections.Add((section, Evidence[section]));
        }

        sections.Add((BundleSection.Attestation, Attestation.ToWords().ToArray()));
        sections.Add((BundleSection.Signatures, Signatures.ToWords()));
        if (!Notes.IsEmpty)
        {
            sections.Add((BundleSection.Notes, Notes));
        }

        if (Neo is not null)
        {
            sections.Add((BundleSection.Neo, Neo.ToWords()));
        }

        long length = HeaderBytes + sections.Sum(section => (long)HeaderBytes + section.Bytes.Length);
        Require(length <= MaxBytes, string.Empty, "file", $"{length} bytes", $"at most {MaxBytes} bytes");
        byte[] file = new byte[length];
        Span<byte> rest = file;
        Magic.CopyTo(rest);
        BinaryPrimitives.WriteUInt32BigEndian(rest[Magic.Length..], Version);
        rest = rest[HeaderBytes..];
        foreach ((BundleSection section, ReadOnlyMemory<byte> bytes) in sections)
        {
            BinaryPrimitives.WriteUInt32BigEndian(rest, (uint)section);
            BinaryPrimitives.WriteUInt32BigEndian(rest[sizeof(uint)..], (uint)bytes.Length);
            bytes.Span.CopyTo(rest[HeaderBytes..]);
            rest = rest[(HeaderBytes + bytes.Length)..];
        }

        return file;
    }

    /// <summary>Reads a bundle.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.BundleVersionUnknown"/>; <see cref="ErrorCode.BundleMalformed"/>: too large, no bundle, a
    /// section missing, unknown, twice or out of order, bytes after the last, or a number that is not canonical; or
    /// what <see cref="SignerSet"/> and <see cref="CommitteeSignatures"/> refuse.
    /// </exception>
    public static Bundle Decode(ReadOnlyMemory<byte> bytes, string file = "")
    {
        Require(bytes.Length <= MaxBytes, file, "file", $"{bytes.Length} bytes", $"at most {MaxBytes} bytes");
        bool isBundle = bytes.Length >= HeaderBytes && bytes.Span.StartsWith(Magic);
        Require(isBundle, file, "file", $"{bytes.Length} bytes", "VMB1 and a version");
        uint version = BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[Magic.Length..]);
        if (version != Version)
        {
            throw new MarginException(ErrorCode.BundleVersionUnknown, file, "version", $"{version}", $"{Version}");
        }

        Dictionary<BundleSection, ReadOnlyMemory<byte>> sections = ReadSections(bytes[HeaderBytes..], file);
        for (BundleSection section = BundleSection.Engine; section <= BundleSection.Signatures; section++)
        {
            Require(sections.ContainsKey(section), file, $"{section}", "absent", "the section");
        }

        ReadOnlyMemory<byte>[] evidence = [.. Enumerable
            .Range((int)BundleSection.Engine, BundleEvidence.SectionCount)
            .Select(number => sections[(BundleSection)number])];
        bool hasNotes = sections.TryGetValue(BundleSection.Notes, out ReadOnlyMemory<byte> notes);
        Require(hasNotes == !notes.IsEmpty, file, $"{BundleSection.Notes}", "0 bytes", "bytes, or no such section");
        CommitteeSignatures signatures =
            SignatureSection.Decode(sections[BundleSection.Signatures].Span, file);
        return new Bundle(
            new BundleEvidence(evidence, file),
            AttestationSection.Decode(
                sections[BundleSection.Attestation].Span, BundleSection.Attestation, file),
            signatures,
            notes,
            sections.TryGetValue(BundleSection.Neo, out ReadOnlyMemory<byte> neo)
                ? NeoSection.Decode(neo.Span, signatures.Signers, file)
                : null);
    }

    private static Dictionary<BundleSection, ReadOnlyMemory<byte>> ReadSections(ReadOnlyMemory<byte> bytes, string file)
    {
        Dictionary<BundleSection, ReadOnlyMemory<byte>> sections = [];
        BundleSection last = BundleSection.None;
        while (!bytes.IsEmpty)
        {
            Require(bytes.Length >= HeaderBytes, file, $"after {last}", $"{bytes.Length} bytes", "the end of the file");
            uint number = BinaryPrimitives.ReadUInt32BigEndian(bytes.Span);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[sizeof(uint)..]);
            bytes = bytes[HeaderBytes..];
            bool ascends = number > (uint)last && number <= (uint)BundleSection.Neo;
            Require(ascends, file, $"after {last}", $"section {number}", "a known section with a higher number");
            last = (BundleSection)number;
            Require(length <= bytes.Length, file, $"{last}", $"{length} bytes", $"at most {bytes.Length} bytes");
            sections.Add(last, bytes[..(int)length]);
            bytes = bytes[(int)length..];
        }

        return sections;
    }

    private static void Require(bool holds, string file, string path, string value, string accepted)
    {
        if (!holds)
        {
            throw new MarginException(ErrorCode.BundleMalformed, file, path, value, accepted);
        }
    }
}
