using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class SignerSetTests
{
    [Fact]
    public void Hash_ViemAndEthers_IsEqual()
    {
        IReadOnlyList<JsonElement> rows = AttestationVectors.SignerSets;

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            List<Address> signers =
                [.. row.GetProperty("signers").EnumerateArray().Select(signer => Address.Parse(signer.GetString()!))];
            Assert.Equal(
                row.GetProperty("setHash").GetString(), new SignerSet(signers, signers.Count).Hash().ToString());
        });
    }

    [Fact]
    public void Hash_AnotherOrderOrThreshold_FollowsTheOrderAlone()
    {
        SignerSet set = new([Signer(1), Signer(2), Signer(3)], 2);

        Assert.NotEqual(set.Hash(), new SignerSet([Signer(2), Signer(1), Signer(3)], 2).Hash());
        Assert.Equal(set.Hash(), new SignerSet([Signer(1), Signer(2), Signer(3)], 3).Hash());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(32, 17)]
    [InlineData(32, 32)]
    public void Create_MoreThanHalf_IsASet(int count, int threshold) =>
        Assert.Equal(threshold, Set(count, threshold).Threshold);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    [InlineData(3, -1)]
    [InlineData(32, 16)]
    public void Create_ThresholdNotMoreThanHalf_Refuses(int count, int threshold) =>
        AssertRefused(ErrorCode.ThresholdOutOfRange, () => Set(count, threshold));

    [Fact]
    public void Create_TooManyZeroOrDuplicate_Refuses()
    {
        AssertRefused(ErrorCode.TooManySigners, () => Set(33, 33));
        AssertRefused(ErrorCode.ZeroSigner, () => new SignerSet([Signer(1), default], 2));
        AssertRefused(ErrorCode.DuplicateSigner, () => new SignerSet([Signer(1), Signer(1)], 2));
    }

    private static SignerSet Set(int count, int threshold) =>
        new([.. Enumerable.Range(1, count).Select(number => Signer((ulong)number))], threshold);

    private static Address Signer(ulong number) => new(new(0, 0, 0, number));

    private static void AssertRefused(ErrorCode code, System.Func<object> create) =>
        Assert.Equal(code, Assert.Throws<MarginException>(create).Code);
}
