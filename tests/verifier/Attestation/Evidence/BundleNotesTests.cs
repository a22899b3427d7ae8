using System;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Evidence;

/// <summary>The notes: read back, and never believed further than the signed hash goes.</summary>
public sealed class BundleNotesTests
{
    private const string Payment =
        """{"withdraw":{"asset":0,"amount":"250000000","recipient":"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"}}""";

    [Fact]
    public void Read_NotesOfADraft_AreTheDomainAndThePayment()
    {
        Bundle bundle = SampleBundle.Signed;

        Assert.Equal(SampleBundle.Binding.Domain, BundleNotes.ReadDomain(bundle.Notes, "x.vmb"));
        Assert.Equal(SampleBundle.Withdrawal, BundleNotes.ReadWithdrawal(bundle, "x.vmb"));
        Assert.Equal(SampleBundle.Withdrawal, BundleNotes.ReadWithdrawal(WithNotes(Payment), "x.vmb"));
    }

    [Theory]
    [InlineData("\"250000000\"", "\"250000001\"")]
    [InlineData("\"asset\":0", "\"asset\":1")]
    [InlineData("92266", "92267")]
    public void ReadWithdrawal_AnotherPayment_IsHashMismatch(string part, string other)
    {
        Bundle bundle = WithNotes(Payment.Replace(part, other, StringComparison.Ordinal));

        MarginException refusal = Assert.Throws<MarginException>(() => BundleNotes.ReadWithdrawal(bundle, "x.vmb"));

        Assert.Equal((ErrorCode.HashMismatch, "actionHash"), (refusal.Code, refusal.Path));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"withdraw\":7}")]
    [InlineData("{\"withdraw\":{\"asset\":256,\"amount\":\"1\",\"recipient\":\"0x00\"}}")]
    [InlineData("{\"withdraw\":{\"asset\":0,\"amount\":\"-1\",\"recipient\":\"0x00\"}}")]
    [InlineData("{\"withdraw\":{\"asset\":0,\"amount\":null,\"recipient\":\"0x00\"}}")]
    [InlineData("{\"withdraw\":{\"asset\":0,\"amount\":\"1\"}}")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}")]
    [InlineData("{\"withdraw\"")]
    public void Read_NotesWithoutWhatIsAsked_IsBundleMalformed(string notes)
    {
        Bundle bundle = WithNotes(notes);

        MarginException payment = Assert.Throws<MarginException>(() => BundleNotes.ReadWithdrawal(bundle, "x.vmb"));
        MarginException domain = Assert.Throws<MarginException>(() => BundleNotes.ReadDomain(bundle.Notes, "x.vmb"));

        Assert.Equal((ErrorCode.BundleMalformed, "x.vmb", "NOTES"), (payment.Code, payment.File, payment.Path));
        Assert.Equal((ErrorCode.BundleMalformed, "x.vmb", "NOTES"), (domain.Code, domain.File, domain.Path));
    }

    /// <summary>2^256, and more digits than anyone should parse.</summary>
    [Theory]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639936", 0)]
    [InlineData("1", 100_000)]
    public void ReadDomain_ChainIdBeyondAWord_IsBundleMalformed(string digits, int zeros)
    {
        string chainId = digits.PadRight(digits.Length + zeros, '0');
        string notes = $$"""{"chainId":"{{chainId}}","verifier":"0x0000000000000000000000000000000000000001"}""";

        MarginException refusal = Assert.Throws<MarginException>(
            () => BundleNotes.ReadDomain(System.Text.Encoding.UTF8.GetBytes(notes), "x.vmb"));

        Assert.Equal((ErrorCode.BundleMalformed, "NOTES"), (refusal.Code, refusal.Path));
    }

    private static Bundle WithNotes(string notes) => new(
        SampleBundle.Signed.Evidence,
        SampleBundle.Signed.Attestation,
        SampleBundle.Signed.Signatures,
        System.Text.Encoding.UTF8.GetBytes(notes));
}
