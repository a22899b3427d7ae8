using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Bundles;
using Verifiable.Tests.Verifier.Margin;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Evidence;

/// <summary>The auditor's replay: equal where nothing was touched, a named refusal where something was.</summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    private const int FlipsPerSection = 48;

    [Fact]
    public void Verify_BundleFromItsFile_RecomputesTheSameResult()
    {
        Bundle bundle = Bundle.Decode(SampleBundle.Signed.Encode(), "sample.vmb");

        MarginResult result = Replay.Verify(bundle, "sample.vmb");
        bundle.Verify(SampleBundle.Binding.Domain, BundleVectors.Committee, "sample.vmb");

        MarginInvariants.AssertConsistent(result);
        Assert.Equal(ResultRows.Write(SampleBundle.Inputs.Compute()), ResultRows.Write(result));
        Assert.Equal(bundle.Attestation.Equity, result.Equity.Raw);
    }

    /// <summary>
    /// A coin that no market lists is trusted by nobody; an account that has emptied its balance of it is trusted as
    /// before, since its bundle does not say that there was one.
    /// </summary>
    [Fact]
    public void Verify_BookWithAnEmptiedBalance_IsTheBookWithoutIt()
    {
        CollateralBalance emptied = new(new AssetId(0x4254430000000000), default);
        AttestedInputs inputs = SampleBundle.Inputs with
        {
            Book = SampleBundle.Inputs.Book with { Collateral = [emptied, .. SampleBundle.Inputs.Book.Collateral] },
        };
        Bundle bundle = Bundle.Decode(SampleBundle.Sign(SampleBundle.Draft(inputs)).Encode(), "sample.vmb");

        MarginResult result = Replay.Verify(bundle, "sample.vmb");

        Assert.Equal(SampleBundle.Inputs.Book.Collateral.AsEnumerable(), inputs.Book.Collateral);
        Assert.Equal(ResultRows.Write(SampleBundle.Inputs.Compute()), ResultRows.Write(result));
    }

    [Fact]
    public void Verify_EvidenceByteFlipped_NamesTheBundleHash()
    {
        Seeded random = Seeded.Printed(output);
        foreach ((BundleSection section, int at) in Places(random))
        {
            byte[] bytes = Flipped(section, at, random);
            Bundle honest = SampleBundle.Signed;
            Bundle forged = SampleBundle.Forged(honest, section, bytes, honest.Attestation);
            Bundle changed = new(forged.Evidence, honest.Attestation, honest.Signatures, honest.Notes);

            MarginException refusal = Assert.Throws<MarginException>(() => Replay.Verify(changed, "x.vmb"));
            Assert.Equal((ErrorCode.HashMismatch, "bundleHash"), (refusal.Code, refusal.Path));
        }
    }

    /// <summary>The forger fixes the bundle hash: what lies behind it refuses just the same.</summary>
    [Fact]
    public void Verify_EvidenceByteFlippedUnderItsOwnHash_IsStillRefused()
    {
        Seeded random = Seeded.Printed(output, 20261125);
        ErrorCode[] named =
        [
            ErrorCode.BundleMalformed, ErrorCode.HashMismatch, ErrorCode.ResultMismatch,
            ErrorCode.ParameterOutOfRange, ErrorCode.ProfileNotEnforceable,
        ];
        Dictionary<ErrorCode, int> counts = [];
        foreach ((BundleSection section, int at) in Places(random))
        {
            byte[] bytes = Flipped(section, at, random);
            Bundle forged = SampleBundle.Forged(SampleBundle.Signed, section, bytes, SampleBundle.Signed.Attestation);

            MarginException refusal = Assert.Throws<MarginException>(() => Replay.Verify(forged, "x.vmb"));
            Assert.Contains(refusal.Code, named);
            Assert.Equal("x.vmb", refusal.File);
            counts[refusal.Code] = counts.GetValueOrDefault(refusal.Code) + 1;
        }

        output.WriteLine(string.Join(", ", counts.Select(static pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal(BundleEvidence.SectionCount * FlipsPerSection, counts.Values.Sum());
    }

    /// <summary>Neither attested nor replayed: no contract could tell whether its margin is right.</summary>
    [Fact]
    public void Verify_ModelWithAMemberThatReportsOnly_IsNotEnforceable()
    {
        ModelParameters reporting = SampleBundle.Inputs.Parameters with
        {
            Across = new AcrossParameters(AcrossRule.SumOfWorsts, default),
        };
        Bundle honest = SampleBundle.Signed;
        MarginAttestation named = honest.Attestation with { ParametersHash = ParameterRows.Hash(reporting) };
        Bundle forged = SampleBundle.Forged(
            honest, BundleSection.Parameters, ParameterRows.Write(reporting), named);

        MarginException replayed = Assert.Throws<MarginException>(() => Replay.Verify(forged, "x.vmb"));
        MarginException drafted = Assert.Throws<MarginException>(
            () => SampleBundle.Draft(SampleBundle.Inputs with { Parameters = reporting }));

        Assert.Equal(
            (ErrorCode.ProfileNotEnforceable, "x.vmb", "/acrossUnderlyings"),
            (replayed.Code, replayed.File, replayed.Path));
        Assert.Equal((ErrorCode.ProfileNotEnforceable, "/acrossUnderlyings"), (drafted.Code, drafted.Path));
    }

    /// <summary>A result that agrees with itself and with its attestation, but one unit off in one scenario.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(13, -1)]
    [InlineData(32, 1)]
    public void Verify_TotalOneUnitOff_NamesTheScenario(int scenario, long off)
    {
        MarginResult honest = SampleBundle.Inputs.Compute();
        ImmutableArray<Money> totals = honest.Totals.SetItem(scenario, new Money(honest.Totals[scenario].Raw + off));
        Bundle forged = WithResult(honest with { Totals = totals });

        MarginException refusal = Assert.Throws<MarginException>(() => Replay.Verify(forged, "off.vmb"));

        Assert.Equal((ErrorCode.ResultMismatch, $"totals/{scenario}"), (refusal.Code, refusal.Path));
        Assert.Equal($"{totals[scenario].Raw}", refusal.Value);
        Assert.Equal($"{honest.Totals[scenario].Raw}", refusal.Accepted);
    }

    /// <summary>What no other check compares: components, the worst scenario, and the number of totals.</summary>
    [Fact]
    public void Verify_ResultOtherwiseOff_IsResultMismatch()
    {
        MarginResult honest = SampleBundle.Inputs.Compute();
        MarginComponent first = honest.Components[0];
        MarginComponent off = first with { Initial = Off(first.Initial) };
        (MarginResult Result, string Path)[] cases =
        [
            (honest with { Components = honest.Components.SetItem(0, off) }, "RESULT"),
            (honest with { WorstScenario = honest.WorstScenario == 0 ? 1 : 0 }, "RESULT"),
            (honest with { WorstLoss = Off(honest.WorstLoss) }, "RESULT"),
            (honest with { Totals = honest.Totals.RemoveAt(0) }, "totals"),
        ];

        foreach ((MarginResult result, string path) in cases)
        {
            Bundle forged = WithResult(result);
            MarginException refusal = Assert.Throws<MarginException>(() => Replay.Verify(forged, "off.vmb"));
            Assert.Equal((ErrorCode.ResultMismatch, path), (refusal.Code, refusal.Path));
        }
    }

    /// <summary>Another engine's bundle still reads and verifies; only the recomputation is refused.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void Verify_AnotherEngine_IsEngineUnknown(uint major, uint minor)
    {
        EngineIdentity current = CurrentEngine.Identity;
        EngineIdentity other = current with
        {
            SpecMajor = current.SpecMajor + major,
            SpecMinor = current.SpecMinor + minor,
        };
        Bundle bundle = SampleBundle.Sign(SampleBundle.Draft(SampleBundle.Inputs with { Engine = other }));

        bundle.Verify(SampleBundle.Binding.Domain, BundleVectors.Committee);
        Assert.Equal(other, Replay.Read(bundle, "old.vmb").Engine);
        MarginException refusal = Assert.Throws<MarginException>(() => Replay.Verify(bundle, "old.vmb"));

        Assert.Equal((ErrorCode.EngineUnknown, "engineId"), (refusal.Code, refusal.Path));
        Assert.Contains($"specification {other.SpecMajor}.{other.SpecMinor}", refusal.Value, StringComparison.Ordinal);
    }

    /// <summary>An attestation's words are wider than a result's: a number that only they hold is another one.</summary>
    [Fact]
    public void Verify_SignedNumberBeyondAResults_IsResultMismatch()
    {
        Bundle signed = SampleBundle.Signed;
        (MarginAttestation Attestation, string Path)[] cases =
        [
            (signed.Attestation with { Equity = Int128.MinValue }, "attestation/equity"),
            (signed.Attestation with { InitialMargin = UInt128.MaxValue }, "attestation/initialMargin"),
            (signed.Attestation with { MaintenanceMargin = UInt128.MaxValue }, "attestation/maintenanceMargin"),
            (signed.Attestation with { ValueAtRisk = UInt128.MaxValue }, "attestation/valueAtRisk"),
            (signed.Attestation with { ExpectedShortfall = UInt128.MaxValue }, "attestation/expectedShortfall"),
        ];

        Assert.All(cases, static forged =>
        {
            Bundle bundle = new(SampleBundle.Signed.Evidence, forged.Attestation, SampleBundle.Signed.Signatures);
            MarginException refusal = Assert.Throws<MarginException>(() => Replay.Verify(bundle, "wide.vmb"));
            Assert.Equal((ErrorCode.ResultMismatch, forged.Path), (refusal.Code, refusal.Path));
        });
    }

    private static Money Off(Money money) => new(money.Raw + 1);

    private static Bundle WithResult(MarginResult result) => SampleBundle.Forged(
        SampleBundle.Signed,
        BundleSection.Result,
        ResultRows.Write(result),
        SampleBundle.Signed.Attestation with { TotalsHash = ResultRows.HashTotals(result.Totals) });

    private static IEnumerable<(BundleSection Section, int At)> Places(Seeded random) =>
        from number in Enumerable.Range(1, BundleEvidence.SectionCount)
        from flip in Enumerable.Range(0, FlipsPerSection)
        let section = (BundleSection)number
        select (section, (int)random.Between(0, SampleBundle.Signed.Evidence[section].Length - 1));

    private static byte[] Flipped(BundleSection section, int at, Seeded random)
    {
        byte[] bytes = SampleBundle.Signed.Evidence[section].ToArray();
        bytes[at] ^= (byte)(1 << (int)random.Between(0, 7));
        return bytes;
    }
}
