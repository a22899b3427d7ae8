using System;
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
    private readonly VaultFixture _vault = new(Measured());

    [Fact]
    public void Refute_ATrueShortfall_IsNotWrong() => Assert.Equal("NotWrong", Refute(0, 0).Fault);

    [Fact]
    public void Refute_AShortfallOffByOne_EndsTheCommittee()
    {
        CallOutcome outcome = Refute(1, 0);

        Assert.Null(outcome.Fault);
        Assert.Equal("EpochNotActive", Refute(1, 0).Fault);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Refute_AHintOffByOne_IsRefused(long off) => Assert.Equal("TailHintMismatch", Refute(1, off).Fault);

    private CallOutcome Refute(int shortfallOff, long hintOff)
    {
        ImmutableArray<Position> rows = _vault.Case.Book.Positions;
        MarginResult result = (_vault.Market with { Book = _vault.Case.Book with { Positions = rows } }).Margin();
        MarginAttestation attestation = _vault.Attest(Alice, [], rows, _vault.Case.Book.Cash.Raw, Purpose.Report, []);
        attestation = attestation with { ExpectedShortfall = attestation.ExpectedShortfall + (UInt128)shortfallOff };
        return _vault.Chain.Call(
            _vault.Vault,
            "refute",
            [],
            attestation.ToWords().ToArray(),
            _vault.Signatures(attestation),
            NeoHashes.Totals(result.Totals),
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
