using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;
using Xunit;
using static Verifiable.Tests.Neo.Vault.VaultFixture;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>Expected shortfall by hint: a false one ends the committee that signed it, a true one does not.</summary>
public sealed class TailTests
{
    private static readonly Dictionary<string, Func<byte[], byte[]>> Forgeries = new()
    {
        ["none"] = static _ => [],
        ["a byte less"] = static totals => totals[..^1],
        ["one less"] = static totals => totals[..^16],
        ["one more"] = static totals => [.. totals, .. new byte[16]],
        ["2^62"] = static totals => [.. new byte[8], 0x40, .. new byte[7], .. totals[16..]],
        ["2^126"] = static totals => [0x40, .. new byte[15], .. totals[16..]],
        ["-2^127"] = static totals => [0x80, .. new byte[15], .. totals[16..]],
    };

    private readonly VaultFixture _vault = new(Measured());

    /// <summary>What is wrong with the totals.</summary>
    public static TheoryData<string> NoTotals => [.. Forgeries.Keys];

    [Fact]
    public void Refute_ATrueShortfall_IsNotWrong() => Assert.Equal("NotWrong", Refute(0, 0).Fault);

    /// <summary>Totals that were turned around between two readings would have another shortfall.</summary>
    [Fact]
    public void Refute_ATrueShortfallByBuffers_IsNotWrong()
    {
        _vault.Machine.PassesBuffers = true;

        Assert.Equal("NotWrong", Refute(0, 0).Fault);
    }

    [Fact]
    public void Refute_AShortfallOffByOne_EndsTheCommittee()
    {
        CallOutcome outcome = Refute(1, 0);

        Assert.Null(outcome.Fault);
        Assert.Equal("EpochNotActive", Refute(1, 0).Fault);
    }

    /// <summary>Figures that no engine writes are wrong too, however large.</summary>
    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(127)]
    public void Refute_AShortfallOfAPowerOfTwo_EndsTheCommittee(int power)
    {
        CallOutcome outcome = Refute(
            attestation => attestation with { ExpectedShortfall = UInt128.One << power },
            static totals => totals);

        Assert.Equal((null, "Refuted"), (outcome.Fault, string.Join(", ", outcome.Events)));
    }

    /// <summary>What was signed as totals is no list of them: too short, too long, or a number beyond money.</summary>
    [Theory]
    [MemberData(nameof(NoTotals))]
    public void Refute_TotalsThatAreNone_EndsTheCommittee(string why)
    {
        CallOutcome outcome = Refute(static attestation => attestation, Forgeries[why]);

        Assert.Equal((null, "Refuted"), (outcome.Fault, string.Join(", ", outcome.Events)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Refute_AHintOffByOne_IsRefused(long off) => Assert.Equal("TailHintMismatch", Refute(1, off).Fault);

    private CallOutcome Refute(int shortfallOff, long hintOff) => Refute(
        attestation => attestation with { ExpectedShortfall = attestation.ExpectedShortfall + (UInt128)shortfallOff },
        static totals => totals,
        hintOff);

    private CallOutcome Refute(
        Func<MarginAttestation, MarginAttestation> change, Func<byte[], byte[]> forge, long hintOff = 0)
    {
        ImmutableArray<Position> rows = _vault.Case.Book.Positions;
        MarginResult result = (_vault.Market with { Book = _vault.Case.Book with { Positions = rows } }).Margin();
        MarginAttestation attestation = _vault.Attest(Alice, [], rows, _vault.Case.Book.Cash.Raw, Purpose.Report, []);
        byte[] totals = forge(NeoHashes.Totals(result.Totals));
        attestation = change(attestation with { TotalsHash = NeoHashes.Of(totals) });
        return _vault.Chain.Call(
            _vault.Vault,
            "refute",
            [],
            attestation.ToWords().ToArray(),
            _vault.Signatures(attestation),
            totals,
            ParameterRows.Write(_vault.Case.Model),
            ScenarioRows.Write(_vault.Case.Scenarios),
            TailHint.Of(_vault.Market, result.Totals) + hintOff);
    }

    /// <summary>The scan's scenarios as a tail of 70 %.</summary>
    private static MarginCase Measured()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 4);
        return one with
        {
            Model = one.Model with
            {
                Measure = new MeasureParameters(MeasureKind.ExpectedShortfall, 700_000, true, 86_400),
            },
        };
    }
}
