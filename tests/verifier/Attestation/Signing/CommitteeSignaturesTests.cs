using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class CommitteeSignaturesTests : IDisposable
{
    private static readonly Bytes32 Digest = Hex.Word(Hex.Bytes("5ad1"));
    private readonly PrivateKey[] _keys = [.. Enumerable.Range(1, 6).Select(number => Key((byte)number))];
    private readonly SignerSet _committee;

    public CommitteeSignaturesTests() => _committee = Committee(3);

    public void Dispose()
    {
        foreach (PrivateKey key in _keys)
        {
            key.Dispose();
        }
    }

    [Theory]
    [InlineData(0, 1, 2, 0b00111)]
    [InlineData(4, 2, 0, 0b10101)]
    [InlineData(3, 4, 1, 0b11010)]
    public void Verify_ThresholdInAnyOrder_Accepts(int first, int second, int third, uint bitmap)
    {
        CommitteeSignatures signatures = Sign(first, second, third);

        signatures.Verify(Digest, _committee);

        Assert.True(signatures.IsComplete);
        Assert.Equal(bitmap, signatures.Bitmap);
        Assert.Equal(
            new[] { first, second, third }.Order().Select(index => _keys[index].Address), signatures.MarkedSigners());
    }

    [Fact]
    public void Verify_TooFew_NamesTheCount()
    {
        CommitteeSignatures signatures = Sign(0, 1);

        Assert.False(signatures.IsComplete);
        AssertRefused(ErrorCode.WrongSignatureCount, () => signatures.Verify(Digest, _committee));
    }

    [Fact]
    public void Verify_AnotherThresholdThanTheEpochs_NamesTheCount() =>
        AssertRefused(ErrorCode.WrongSignatureCount, () => Sign(0, 1, 2).Verify(Digest, Committee(4)));

    [Fact]
    public void Verify_AnotherSet_NamesTheSet()
    {
        SignerSet reordered = new([.. _committee.Signers.Reverse()], 3);

        AssertRefused(ErrorCode.SignerSetMismatch, () => Sign(0, 1, 2).Verify(Digest, reordered));
    }

    [Fact]
    public void Verify_AnotherDigest_IsRejected()
    {
        MarginException refusal = Assert.Throws<MarginException>(
            () => Sign(0, 1, 2).Verify(Digest with { First = 1 }, _committee));

        Assert.Equal(ErrorCode.SignatureRejected, refusal.Code);
        Assert.Equal("signatures/0", refusal.Path);
    }

    [Fact]
    public void Verify_SignatureUnderAnotherBit_IsRejected()
    {
        CommitteeSignatures signed = Sign(0, 1, 2);
        CommitteeSignatures moved = new(_committee, 0b01011, signed.Signatures);

        MarginException refusal = Assert.Throws<MarginException>(() => moved.Verify(Digest, _committee));

        Assert.Equal(ErrorCode.SignatureRejected, refusal.Code);
        Assert.Equal("signatures/2", refusal.Path);
    }

    [Fact]
    public void Verify_SameSignatureTwice_IsRejected()
    {
        CommitteeSignatures signed = Sign(0, 1, 2);
        RecoverableSignature first = signed.Signatures[0];

        AssertRefused(
            ErrorCode.SignatureRejected,
            () => new CommitteeSignatures(_committee, 0b00111, [first, first, first]).Verify(Digest, _committee));
    }

    [Fact]
    public void Verify_HighS_IsRejected()
    {
        CommitteeSignatures signed = Sign(0, 1, 2);
        List<RecoverableSignature> signatures = [.. signed.Signatures];
        signatures[1] = signatures[1] with { S = signatures[1].S with { First = ulong.MaxValue } };

        AssertRefused(
            ErrorCode.SignatureRejected,
            () => new CommitteeSignatures(_committee, signed.Bitmap, signatures).Verify(Digest, _committee));
    }

    [Fact]
    public void With_StrangerTwiceOrSurplus_Refuses()
    {
        AssertRefused(ErrorCode.SignatureRejected, () => Sign(0, 5));
        AssertRefused(ErrorCode.DuplicateSigner, () => Sign(0, 0));
        AssertRefused(ErrorCode.WrongSignatureCount, () => Sign(0, 1, 2, 3));
    }

    [Fact]
    public void Create_BitmapBeyondTheSetOrCount_Refuses()
    {
        IReadOnlyList<RecoverableSignature> signatures = Sign(0, 1).Signatures;

        AssertRefused(ErrorCode.BitmapOutOfRange, () => Carry(0b100001, signatures));
        AssertRefused(ErrorCode.WrongSignatureCount, () => Carry(0b00001, signatures));
        AssertRefused(ErrorCode.WrongSignatureCount, () => Carry(0b00111, signatures));
    }

    [Fact]
    public void Create_SetOf32_HasNoBitBeyondIt()
    {
        using PrivateKey last = Key(99);
        SignerSet set = new(
            [.. Enumerable.Range(1, 31).Select(number => new Address(new(0, 0, 0, (ulong)number))), last.Address],
            17);

        CommitteeSignatures signatures = CommitteeSignatures.None(set).With(Digest, Secp256k1.Sign(Digest, last));

        Assert.Equal(1U << 31, signatures.Bitmap);
    }

    private CommitteeSignatures Sign(params int[] indices) => indices.Aggregate(
        CommitteeSignatures.None(_committee),
        (signatures, index) => signatures.With(Digest, Secp256k1.Sign(Digest, _keys[index])));

    private SignerSet Committee(int threshold) => new([.. _keys.Take(5).Select(key => key.Address)], threshold);

    private CommitteeSignatures Carry(uint bitmap, IReadOnlyList<RecoverableSignature> signatures) =>
        new(_committee, bitmap, signatures);

    private static PrivateKey Key(byte number) => new([.. new byte[31], number]);

    private static void AssertRefused(ErrorCode code, Action act) =>
        Assert.Equal(code, Assert.Throws<MarginException>(act).Code);
}
