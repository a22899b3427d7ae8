using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Signing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Bundles;

public sealed class BundleTests
{
    private const int HeaderBytes = 8;

    [Theory]
    [InlineData("unsigned", 0)]
    [InlineData("signedByThird", 1)]
    [InlineData("signedByFirstAndThird", 2)]
    public void Decode_Vector_IsReadAndWrittenBack(string name, int signatures)
    {
        byte[] bytes = BundleVectors.Bytes(name);

        Bundle bundle = Bundle.Decode(bytes);

        Assert.Equal(Hex.Text(bytes), Hex.Text(bundle.Encode()));
        Assert.Equal(signatures, bundle.Signatures.Signatures.Count);
        Assert.Equal(BundleVectors.Word("bundleHash"), bundle.Evidence.Hash());
        Assert.Equal(BundleVectors.Word("digest"), bundle.Attestation.Digest(BundleVectors.Domain));
        Assert.Equal("notes"u8.ToArray(), bundle.Notes.ToArray());
        Assert.Equal(BundleVectors.Committee.Hash(), bundle.Signatures.Signers.Hash());
    }

    [Fact]
    public void Decode_Vector_HasTheMembersInTheirPlaces()
    {
        MarginAttestation attestation = Bundle.Decode(BundleVectors.Bytes("unsigned")).Attestation;

        Assert.Equal(17UL, attestation.Sequence);
        Assert.Equal(-250_000_000_000, attestation.Cash);
        Assert.Equal(1_234_567_890, attestation.Equity);
        Assert.Equal(800_000_000UL, attestation.MaintenanceMargin);
        Assert.Equal(-1, attestation.PriorExcess);
        Assert.Equal(3UL, attestation.Epoch);
        Assert.Equal(Purpose.Withdraw, attestation.Purpose);
    }

    [Fact]
    public void WithSignature_OnTwoMachines_IsTheVectorsFile()
    {
        using PrivateKey third = BundleVectors.Key(2);
        using PrivateKey first = BundleVectors.Key(0);
        Bytes32 digest = BundleVectors.Word("digest");

        byte[] once = Bundle.Decode(BundleVectors.Bytes("unsigned"))
            .WithSignature(BundleVectors.Domain, Secp256k1.Sign(digest, third))
            .Encode();
        byte[] twice = Bundle.Decode(once).WithSignature(BundleVectors.Domain, Secp256k1.Sign(digest, first)).Encode();

        Assert.Equal(Hex.Text(BundleVectors.Bytes("signedByThird")), Hex.Text(once));
        Assert.Equal(Hex.Text(BundleVectors.Bytes("signedByFirstAndThird")), Hex.Text(twice));
    }

    [Fact]
    public void Verify_SignedByTheCommittee_Accepts() =>
        Bundle.Decode(BundleVectors.Bytes("signedByFirstAndThird"))
            .Verify(BundleVectors.Domain, BundleVectors.Committee);

    [Fact]
    public void Verify_AnotherEvidence_NamesTheHash()
    {
        byte[] bytes = BundleVectors.Bytes("signedByFirstAndThird");
        bytes[(2 * HeaderBytes) + 5] ^= 1;

        AssertRefused(
            ErrorCode.HashMismatch, () => Bundle.Decode(bytes).Verify(BundleVectors.Domain, BundleVectors.Committee));
    }

    [Fact]
    public void Verify_TooFewSignatures_NamesTheCount() => AssertRefused(
        ErrorCode.WrongSignatureCount,
        () => Bundle.Decode(BundleVectors.Bytes("signedByThird"))
            .Verify(BundleVectors.Domain, BundleVectors.Committee));

    [Fact]
    public void Verify_AnotherDomain_NamesTheSignature() => AssertRefused(
        ErrorCode.SignatureRejected,
        () => Bundle.Decode(BundleVectors.Bytes("signedByFirstAndThird"))
            .Verify(BundleVectors.Domain with { ChainId = 1 }, BundleVectors.Committee));

    [Fact]
    public void Encode_WithoutNotes_HasNoSuchSection()
    {
        Bundle noted = Bundle.Decode(BundleVectors.Bytes("unsigned"));
        Bundle bare = new(noted.Evidence, noted.Attestation, noted.Signatures);

        byte[] bytes = bare.Encode();

        Assert.Equal(BundleVectors.Bytes("unsigned")[..^(HeaderBytes + 5)], bytes);
        Assert.True(Bundle.Decode(bytes).Notes.IsEmpty);
    }

    [Fact]
    public void Encode_TooLarge_Refuses()
    {
        Bundle bundle = Bundle.Decode(BundleVectors.Bytes("unsigned"));
        Bundle large = new(bundle.Evidence, bundle.Attestation, bundle.Signatures, new byte[Bundle.MaxBytes]);

        AssertRefused(ErrorCode.BundleMalformed, () => large.Encode());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(uint.MaxValue)]
    public void Decode_AnotherVersion_IsUnknown(uint version)
    {
        byte[] bytes = BundleVectors.Bytes("unsigned");
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), version);

        AssertRefused(ErrorCode.BundleVersionUnknown, () => Bundle.Decode(bytes));
    }

    [Fact]
    public void Decode_AnotherMagicOrNothing_Refuses()
    {
        byte[] bytes = BundleVectors.Bytes("unsigned");
        bytes[3] = (byte)'2';

        AssertRefused(ErrorCode.BundleMalformed, () => Bundle.Decode(bytes));
        AssertRefused(ErrorCode.BundleMalformed, () => Bundle.Decode(bytes.AsMemory(0, 7)));
        AssertRefused(ErrorCode.BundleMalformed, () => Bundle.Decode(default));
        AssertRefused(ErrorCode.BundleMalformed, () => Bundle.Decode(new byte[Bundle.MaxBytes + 1]));
    }

    [Fact]
    public void Decode_EveryPrefix_Refuses()
    {
        byte[] bytes = BundleVectors.Bytes("signedByFirstAndThird");
        int withoutNotes = bytes.Length - HeaderBytes - 5;

        IEnumerable<int> accepted =
            Enumerable.Range(0, bytes.Length).Where(length => Accepts(bytes.AsMemory(0, length)));

        // The notes may be absent: that one prefix is a bundle of its own.
        Assert.Equal([withoutNotes], accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000000a00000000")]
    [InlineData("0000000900000000")]
    public void Decode_BytesAfterTheLastSection_Refuses(string trailing)
    {
        byte[] bytes = [.. BundleVectors.Bytes("unsigned"), .. Hex.Bytes(trailing)];

        Assert.Equal(trailing.Length == 0, Accepts(bytes));
    }

    [Fact]
    public void Decode_SectionsReorderedRepeatedOrMissing_Refuses()
    {
        List<byte[]> sections = Split(BundleVectors.Bytes("unsigned"));

        Assert.True(Accepts(Join(sections)));
        Assert.All(Enumerable.Range(0, 8), index => Assert.False(Accepts(Join(sections.Where((_, i) => i != index)))));
        Assert.All(Enumerable.Range(0, 9), index => Assert.False(Accepts(Join([.. sections, sections[index]]))));
        Assert.All(Enumerable.Range(0, 8), index => Assert.False(Accepts(Join(Swap(sections, index)))));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(6, "00")]
    [InlineData(3, "000000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(9, "")]
    public void Decode_SectionWithoutWholeWords_Refuses(int section, string content) =>
        Assert.False(Accepts(Replace(section, Hex.Bytes(content))));

    // The first byte of a word whose type is narrower than the word, or of the last word's number.
    [Theory]
    [InlineData(0, 11)]
    [InlineData(2, 23)]
    [InlineData(5, 0)]
    [InlineData(5, 15)]
    [InlineData(10, 0)]
    [InlineData(13, 15)]
    [InlineData(14, 15)]
    [InlineData(18, 0)]
    [InlineData(20, 23)]
    [InlineData(23, 0)]
    [InlineData(24, 30)]
    [InlineData(24, 31)]
    public void Decode_AttestationNumberNotCanonical_Refuses(int word, int position)
    {
        byte[] attestation = Split(BundleVectors.Bytes("unsigned"))[6][HeaderBytes..];
        attestation[(word * Bytes32.Length) + position] ^= 0x40;

        AssertRefused(ErrorCode.BundleMalformed, () => Bundle.Decode(Replace(7, attestation)));
    }

    [Fact]
    public void Decode_AttestationOfAnotherLength_Refuses()
    {
        byte[] attestation = Split(BundleVectors.Bytes("unsigned"))[6][HeaderBytes..];

        AssertRefused(ErrorCode.BundleMalformed, () => Bundle.Decode(Replace(7, attestation[..^32])));
        AssertRefused(ErrorCode.BundleMalformed, () => Bundle.Decode(Replace(7, [.. attestation, .. new byte[32]])));
    }

    // Words of the section: bitmap, threshold, number of signers, three signers.
    [Theory]
    [InlineData(0, 31, 8, ErrorCode.BundleMalformed)]
    [InlineData(0, 27, 1, ErrorCode.BundleMalformed)]
    [InlineData(1, 31, 1, ErrorCode.ThresholdOutOfRange)]
    [InlineData(1, 31, 4, ErrorCode.ThresholdOutOfRange)]
    [InlineData(1, 30, 1, ErrorCode.BundleMalformed)]
    [InlineData(2, 31, 2, ErrorCode.BundleMalformed)]
    [InlineData(2, 31, 33, ErrorCode.BundleMalformed)]
    [InlineData(3, 0, 1, ErrorCode.BundleMalformed)]
    public void Decode_SignatureSectionOfAnotherForm_Refuses(int word, int position, byte content, ErrorCode code)
    {
        byte[] section = Split(BundleVectors.Bytes("unsigned"))[7][HeaderBytes..];
        section[(word * Bytes32.Length) + position] = content;

        AssertRefused(code, () => Bundle.Decode(Replace(8, section)));
    }

    [Fact]
    public void Decode_SignersRepeatedZeroOrSurplusBits_NamesWhat()
    {
        byte[] signers = Split(BundleVectors.Bytes("unsigned"))[7][HeaderBytes..];
        byte[] repeated = [.. signers[..^32], .. signers[^64..^32]];
        byte[] zero = [.. signers[..^32], .. new byte[32]];
        byte[] signed = Split(BundleVectors.Bytes("signedByThird"))[7][HeaderBytes..];
        signed[31] = 0b1000;

        AssertRefused(ErrorCode.DuplicateSigner, () => Bundle.Decode(Replace(8, repeated)));
        AssertRefused(ErrorCode.ZeroSigner, () => Bundle.Decode(Replace(8, zero)));
        AssertRefused(ErrorCode.BitmapOutOfRange, () => Bundle.Decode(Replace(8, signed)));
    }

    [Fact]
    public void Evidence_SectionOutsideIt_IsNotThere()
    {
        BundleEvidence evidence = Bundle.Decode(BundleVectors.Bytes("unsigned")).Evidence;

        Assert.Equal(36 * Bytes32.Length, evidence[BundleSection.Result].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => evidence[BundleSection.None]);
        Assert.Throws<ArgumentOutOfRangeException>(() => evidence[BundleSection.Attestation]);
    }

    [Fact]
    public void Evidence_AnotherNumberOfSections_Refuses() =>
        AssertRefused(ErrorCode.BundleMalformed, () => new BundleEvidence([new byte[32]]));

    private static bool Accepts(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Bundle.Decode(bytes) is not null;
        }
        catch (MarginException)
        {
            return false;
        }
    }

    private static byte[] Replace(int section, byte[] content)
    {
        List<byte[]> sections = Split(BundleVectors.Bytes("unsigned"));
        byte[] header = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt32BigEndian(header, (uint)section);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), (uint)content.Length);
        sections[section - 1] = [.. header, .. content];
        return Join(sections);
    }

    /// <summary>The sections with their headers, by the format's definition.</summary>
    private static List<byte[]> Split(byte[] bytes)
    {
        List<byte[]> sections = [];
        int offset = HeaderBytes;
        while (offset < bytes.Length)
        {
            int length = HeaderBytes + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(offset + 4));
            sections.Add(bytes[offset..(offset + length)]);
            offset += length;
        }

        return sections;
    }

    private static byte[] Join(IEnumerable<byte[]> sections) =>
        [.. "VMB1"u8, 0, 0, 0, 1, .. sections.SelectMany(section => section)];

    private static List<byte[]> Swap(List<byte[]> sections, int index)
    {
        List<byte[]> swapped = [.. sections];
        (swapped[index], swapped[index + 1]) = (swapped[index + 1], swapped[index]);
        return swapped;
    }

    private static void AssertRefused(ErrorCode code, Action act) =>
        Assert.Equal(code, Assert.Throws<MarginException>(act).Code);

    private static void AssertRefused(ErrorCode code, Func<object> act) =>
        Assert.Equal(code, Assert.Throws<MarginException>(act).Code);
}
