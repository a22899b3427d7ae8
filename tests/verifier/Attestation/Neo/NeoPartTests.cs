using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Org.BouncyCastle.Math;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Bundles;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Neo;

/// <summary>A bundle's part for Neo, and every way in which it is refused. Both vaults take one in tests/neo.</summary>
public sealed class NeoPartTests
{
    private static readonly Bytes32 Other = new(1, 2, 3, 4);

    /// <summary>Members that the committee signs wrong, the refusal and its place.</summary>
    private static readonly Dictionary<string, Func<MarginAttestation, MarginAttestation>> Changes = new()
    {
        ["HashMismatch bookHash"] = static a => a with { BookHash = Other },
        ["HashMismatch priorBookHash"] = static a => a with { PriorBookHash = Other },
        ["HashMismatch priorBookHash of another vault"] = static a =>
            a with { Consumer = new Address(new(0, 0, 0, 1)) },
        ["HashMismatch priorBookHash of another account"] = static a => a with { Account = Other },
        ["HashMismatch actionHash of another payment"] = static a => a with { ActionHash = Other },
        ["HashMismatch actionHash of none"] = static a => a with { ActionHash = default },
        ["HashMismatch engineId"] = static a => a with { EngineId = Other },
        ["HashMismatch parametersHash"] = static a => a with { ParametersHash = Other },
        ["HashMismatch scenarioHash"] = static a => a with { ScenarioHash = Other },
        ["HashMismatch marketHash"] = static a => a with { MarketHash = Other },
        ["HashMismatch marketHash of another round"] = static a => a with { Round = a.Round + 1 },
        ["HashMismatch totalsHash"] = static a => a with { TotalsHash = Other },
        ["HashMismatch bundleHash"] = static a => a with { BundleHash = Other },
        ["ResultMismatch cash"] = static a => a with { Cash = a.Cash - 1 },
        ["ResultMismatch equity"] = static a => a with { Equity = a.Equity + 1 },
        ["ResultMismatch initialMargin"] = static a => a with { InitialMargin = a.InitialMargin - 1 },
        ["ResultMismatch maintenanceMargin"] = static a => a with { MaintenanceMargin = a.MaintenanceMargin - 1 },
        ["ResultMismatch valueAtRisk"] = static a => a with { ValueAtRisk = a.ValueAtRisk + 1 },
        ["ResultMismatch expectedShortfall"] = static a => a with { ExpectedShortfall = a.ExpectedShortfall + 1 },
        ["ResultMismatch priorExcess"] = static a => a with { PriorExcess = 1 },
        ["ResultMismatch validUntil"] = static a => a with { ValidUntil = a.ValidUntil + 1 },
        ["ResultMismatch purpose"] = static a => a with { Purpose = Purpose.Report },
    };

    /// <summary>Parts that nobody honest writes, and the refusal.</summary>
    private static readonly Dictionary<string, Func<NeoPart, NeoPart>> Forgeries = new()
    {
        ["SignatureRejected signatures/0 by another key"] = static part =>
            With(part, 0b101, Sign(part, 1), Sign(part, 2)),
        ["SignatureRejected signatures/0 for another network"] = static part =>
            part with { Network = part.Network + 1 },
        ["SignatureRejected signatures/0 for the EVM"] = static part =>
            With(part, 0b101, [.. SampleNeo.Signed.Signatures.Signatures]),
        ["SignatureRejected signatures/0 with high s"] = static part =>
            With(part, 0b101, High(Sign(part, 0)), Sign(part, 2)),
        ["WrongSignatureCount signatures missing"] = static part => With(part, 0),
        ["WrongSignatureCount signatures too few"] = static part => With(part, 1, Sign(part, 0)),
        ["SignerSetMismatch bitmap of others"] = static part => With(part, 0b011, Sign(part, 0), Sign(part, 1)),
    };

    public static TheoryData<string> ChangedMembers => [.. Changes.Keys];

    public static TheoryData<string> ForgedParts => [.. Forgeries.Keys];

    [Fact]
    public void Verify_SignedForBoth_HoldsAfterAFile()
    {
        byte[] bytes = SampleNeo.Signed.Encode();

        Bundle read = Bundle.Decode(bytes);

        read.Verify(SampleBundle.Binding.Domain, BundleVectors.Committee);
        Assert.Equal(bytes, read.Encode());
        Assert.Equal(33, Replay.Verify(read, "both.vmb").Totals.Length);
        Assert.Equal(SampleNeo.Binding.Domain, read.Neo!.Domain);
        Assert.Equal(read.Attestation.InitialMargin, read.Neo.Attestation.InitialMargin);
        Assert.NotEqual(read.Attestation.ParametersHash, read.Neo.Attestation.ParametersHash);
    }

    [Fact]
    public void VaultSignatures_OfTwo_AreIndexAndNumbers()
    {
        byte[] signatures = SampleNeo.Signed.Neo!.VaultSignatures();

        Assert.Equal(2 * 65, signatures.Length);
        Assert.Equal((0, 2), (signatures[0], signatures[65]));
        Assert.Equal(SampleNeo.Signed.Neo.Signatures.Signatures[1].R.ToArray(), signatures[66..98]);
    }

    [Fact]
    public void Decode_WithoutThePart_IsTheSameFileAsBefore()
    {
        byte[] bytes = SampleBundle.Signed.Encode();

        Assert.Null(Bundle.Decode(bytes).Neo);
        Assert.Equal(bytes, Bundle.Decode(bytes).Encode());
    }

    [Theory]
    [MemberData(nameof(ChangedMembers))]
    public void Replay_AMemberThatTheCommitteeSignedWrong_IsNamed(string refusal)
    {
        Bundle bundle = Bundle.Decode(SampleNeo.Resigned(Changes[refusal]).Encode());
        bundle.Verify(SampleBundle.Binding.Domain, BundleVectors.Committee);

        MarginException thrown = Assert.Throws<MarginException>(() => Replay.ReadResult(bundle, "both.vmb"));

        string[] words = refusal.Split(' ');
        Assert.Equal((words[0], $"neo/{words[1]}", "both.vmb"), ($"{thrown.Code}", thrown.Path, thrown.File));
    }

    [Theory]
    [MemberData(nameof(ForgedParts))]
    public void Verify_AForgedPart_IsRefusedByName(string refusal)
    {
        Bundle bundle = Bundle.Decode(SampleNeo.Signed.WithNeo(Forgeries[refusal](SampleNeo.Signed.Neo!)).Encode());

        MarginException thrown = Assert.Throws<MarginException>(
            () => bundle.Verify(SampleBundle.Binding.Domain, BundleVectors.Committee, "both.vmb"));

        string[] words = refusal.Split(' ');
        Assert.Equal((words[0], $"neo/{words[1]}", "both.vmb"), ($"{thrown.Code}", thrown.Path, thrown.File));
    }

    [Fact]
    public void WithSignature_OfNobodyOrTwiceOrHigh_IsRefused()
    {
        NeoPart part = SampleNeo.Draft.Neo!;
        RecoverableSignature first = Sign(part, 0);

        AssertRefused(ErrorCode.SignatureRejected, () => part.WithSignature(SampleNeo.Of(Other, 0)));
        AssertRefused(ErrorCode.DuplicateSigner, () => part.WithSignature(first).WithSignature(first));
        AssertRefused(ErrorCode.SignatureRejected, () => part.WithSignature(High(first)));
    }

    // Words of the section: network, 25 of the attestation, the bitmap, then the signatures.
    [Theory]
    [InlineData(0, 27, 1, ErrorCode.BundleMalformed)]
    [InlineData(3, 0, 1, ErrorCode.BundleMalformed)]
    [InlineData(26, 27, 1, ErrorCode.BundleMalformed)]
    [InlineData(26, 31, 1, ErrorCode.BundleMalformed)]
    [InlineData(26, 31, 7, ErrorCode.BundleMalformed)]
    [InlineData(26, 31, 9, ErrorCode.BitmapOutOfRange)]
    public void Decode_APartOfAnotherForm_IsRefused(int word, int position, byte content, ErrorCode code)
    {
        byte[] section = SampleNeo.Signed.Neo!.ToWords();
        section[(word * Bytes32.Length) + position] ^= content;

        AssertRefused(code, () => Bundle.Decode(Holding(section)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-32)]
    [InlineData(-5 * 32)]
    [InlineData(-30 * 32)]
    [InlineData(-31 * 32)]
    public void Decode_APartCutShort_IsRefused(int change) => AssertRefused(
        ErrorCode.BundleMalformed, () => Bundle.Decode(Holding(SampleNeo.Signed.Neo!.ToWords()[..^-change])));

    [Fact]
    public void Decode_APartWithAWordMore_IsRefused() => AssertRefused(
        ErrorCode.BundleMalformed,
        () => Bundle.Decode(Holding([.. SampleNeo.Signed.Neo!.ToWords(), .. new byte[Bytes32.Length]])));

    [Fact]
    public void AddTo_WhatTheVaultOnNeoDoesNotHold_IsRefusedByName()
    {
        Bundle report = AttestationDraft.Create(
            SampleNeo.Inputs, SampleBundle.Binding, BundleVectors.Committee, Purpose.Liquidate, default);
        Bundle collateral = SampleBundle.Draft(SampleBundle.Inputs);
        NeoBinding nobody = SampleNeo.Binding with { Recipient = default };

        AssertRefused(
            ErrorCode.WrongPurpose, () => NeoTwin.AddTo(report, SampleNeo.Inputs, SampleNeo.Binding));
        AssertRefused(
            ErrorCode.CollateralUnknown, () => NeoTwin.AddTo(collateral, SampleBundle.Inputs, SampleNeo.Binding));
        AssertRefused(
            ErrorCode.JsonMalformed,
            () => NeoTwin.AddTo(SampleBundle.Draft(SampleNeo.Inputs), SampleNeo.Inputs, nobody));
    }

    private static NeoPart With(NeoPart part, uint bitmap, params RecoverableSignature[] signatures) =>
        part with { Signatures = new CommitteeSignatures(part.Signatures.Signers, bitmap, signatures) };

    private static RecoverableSignature Sign(NeoPart part, int signer) => SampleNeo.Of(part.Digest(), signer);

    /// <summary>The signature's twin in the upper half, which other verifiers would take too.</summary>
    private static RecoverableSignature High(RecoverableSignature low)
    {
        BigInteger high = Secp256k1.Order.Subtract(new BigInteger(1, low.S.ToArray()));
        return low with { S = Secp256k1.Word(high), Parity = (byte)(1 - low.Parity) };
    }

    /// <summary>The signed bundle's file with other bytes in its last section.</summary>
    private static byte[] Holding(byte[] section)
    {
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, section.Length);
        byte[] file = SampleNeo.Signed.Encode();
        return [.. file[..^(SampleNeo.Signed.Neo!.ToWords().Length + length.Length)], .. length, .. section];
    }

    private static void AssertRefused(ErrorCode code, Func<object> act) =>
        Assert.Equal(code, Assert.Throws<MarginException>(act).Code);
}
