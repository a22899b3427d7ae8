using System;
using System.Linq;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Bundles;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Evidence;

/// <summary>Every member of an attestation, changed alone: the replay or the signature refuses, or both.</summary>
public sealed class AttestationMutationTests
{
    /// <summary>
    /// The members in the struct's order, and where a replay alone sees the change: the rest is bound by the signature.
    /// </summary>
    public static TheoryData<int, string, ErrorCode, string> Members => new()
    {
        { 0, "consumer", ErrorCode.HashMismatch, "consumer" },
        { 1, "account", ErrorCode.HashMismatch, "account" },
        { 2, "sequence", ErrorCode.None, string.Empty },
        { 3, "priorBookHash", ErrorCode.None, string.Empty },
        { 4, "bookHash", ErrorCode.HashMismatch, "bookHash" },
        { 5, "cash", ErrorCode.ResultMismatch, "equity" },
        { 6, "actionHash", ErrorCode.None, string.Empty },
        { 7, "engineId", ErrorCode.HashMismatch, "engineId" },
        { 8, "parametersHash", ErrorCode.HashMismatch, "parametersHash" },
        { 9, "scenarioHash", ErrorCode.HashMismatch, "scenarioHash" },
        { 10, "round", ErrorCode.HashMismatch, "round" },
        { 11, "marketHash", ErrorCode.HashMismatch, "marketHash" },
        { 12, "totalsHash", ErrorCode.ResultMismatch, "attestation/totalsHash" },
        { 13, "equity", ErrorCode.ResultMismatch, "attestation/equity" },
        { 14, "initialMargin", ErrorCode.ResultMismatch, "attestation/initialMargin" },
        { 15, "maintenanceMargin", ErrorCode.ResultMismatch, "attestation/maintenanceMargin" },
        { 16, "valueAtRisk", ErrorCode.ResultMismatch, "attestation/valueAtRisk" },
        { 17, "expectedShortfall", ErrorCode.ResultMismatch, "attestation/expectedShortfall" },
        { 18, "priorExcess", ErrorCode.ResultMismatch, "attestation/priorExcess" },
        { 19, "bundleHash", ErrorCode.HashMismatch, "bundleHash" },
        { 20, "validUntil", ErrorCode.None, string.Empty },
        { 21, "blockNumber", ErrorCode.None, string.Empty },
        { 22, "blockHash", ErrorCode.None, string.Empty },
        { 23, "epoch", ErrorCode.None, string.Empty },
        { 24, "purpose", ErrorCode.None, string.Empty },
    };

    [Fact]
    public void Members_AreThoseOfTheSignedStruct()
    {
        string[] declared = [.. MarginAttestation.TypeString["Attestation(".Length..^1]
            .Split(',').Select(static member => member.Split(' ')[1])];

        Assert.Equal(declared, Members.Select(static row => (string)row[1]));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Verify_OneMemberChanged_IsRefused(int index, string member, ErrorCode replay, string path)
    {
        Bundle changed = WithLowestBitOfMemberFlipped(index);

        if (replay == ErrorCode.None)
        {
            Replay.Verify(changed, "changed.vmb");
        }
        else
        {
            MarginException refusal = Assert.Throws<MarginException>(() => Replay.Verify(changed, "changed.vmb"));
            Assert.Equal((replay, "changed.vmb", path), (refusal.Code, refusal.File, refusal.Path));
        }

        MarginException unsigned = Assert.Throws<MarginException>(
            () => changed.Verify(SampleBundle.Binding.Domain, BundleVectors.Committee, "changed.vmb"));
        ErrorCode expected = member == "bundleHash" ? ErrorCode.HashMismatch : ErrorCode.SignatureRejected;
        Assert.Equal(expected, unsigned.Code);
    }

    /// <summary>Changed in the file, so that the decoder is passed as well.</summary>
    private static Bundle WithLowestBitOfMemberFlipped(int index)
    {
        Bundle bundle = SampleBundle.Signed;
        byte[] file = bundle.Encode();
        byte[] words = bundle.Attestation.ToWords().ToArray();
        int start = file.AsSpan().IndexOf(words);
        file[start + (Bytes32.Length * (index + 1)) - 1] ^= 1;
        return Bundle.Decode(file, "changed.vmb");
    }
}
