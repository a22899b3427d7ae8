using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Disputing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance.Disputes;

/// <summary>
/// Attestations of random books against the dispute contract with its engine: what is true is never proved wrong, and
/// any number off by one always is.
/// </summary>
public sealed class DisputeConformanceTests(DisputeMachine machine, ITestOutputHelper output)
    : IClassFixture<DisputeMachine>
{
    private const int Models = 20;
    private const int BooksOfAModel = 5;
    private const int CorruptionsOfABook = 10;

    /// <summary>The proofs that recompute a number.</summary>
    private static readonly DisputeKind[] Proofs =
    [
        DisputeKind.Total, DisputeKind.Totals, DisputeKind.Equity, DisputeKind.Measure, DisputeKind.Requirement,
        DisputeKind.PriorExcess,
    ];

    /// <summary>The attested numbers and their proofs, in the order of <see cref="Spoil"/>.</summary>
    private static readonly DisputeKind[] Numbers =
    [
        DisputeKind.Total, DisputeKind.Equity, DisputeKind.Requirement, DisputeKind.Requirement, DisputeKind.Measure,
        DisputeKind.Measure, DisputeKind.PriorExcess,
    ];

    [Fact]
    public async Task Dispute_TrueAttestations_AreNeverProved()
    {
        Seeded seeded = Seeded.Printed(output);
        int tried = 0;
        for (int model = 0; model < Campaign.Scale(Models); model++)
        {
            MarginCase[] cases = [.. EnforcedCase.Books(seeded, model, BooksOfAModel)];
            ulong round = await machine.PrepareAsync(cases);
            for (int index = 0; index < cases.Length; index++)
            {
                (MarginAttestation attestation, DisputeEvidence evidence) =
                    machine.Attest(cases[index], round + (ulong)index, PriorOf(cases, index));
                foreach (DisputeKind proof in Proofs)
                {
                    AttestationFault claimed = Claim(proof, (int)seeded.Between(0, evidence.Totals.Length - 1));
                    string? refusal = await machine.TryAsync(attestation, claimed, evidence);
                    Assert.True(
                        refusal == "NotWrong", $"model {model}, book {index}: {claimed}: {refusal}; {attestation}");
                    tried++;
                }
            }
        }

        output.WriteLine($"{tried} proofs of true attestations refused");
        Assert.Equal(Campaign.Scale(Models * BooksOfAModel * Proofs.Length), tried);
    }

    /// <summary>
    /// The verifier's own search finds the fault and names the proof, and the contract agrees. A thousand here, ten
    /// thousand in the long campaign.
    /// </summary>
    [Fact]
    public async Task Dispute_AnyNumberOffByOne_IsAlwaysProved()
    {
        Seeded seeded = Seeded.Printed(output);
        Dictionary<DisputeKind, int> proved = [];
        for (int model = 0; model < Campaign.Scale(Models); model++)
        {
            MarginCase[] cases = [.. EnforcedCase.Books(seeded, model, BooksOfAModel)];
            ulong round = await machine.PrepareAsync(cases);
            for (int one = 0; one < BooksOfAModel * CorruptionsOfABook; one++)
            {
                int index = one % BooksOfAModel;
                (MarginAttestation attestation, DisputeEvidence evidence) =
                    machine.Attest(cases[index], round + (ulong)index, PriorOf(cases, index));
                int number = (int)seeded.Between(0, Numbers.Length - 1);
                (MarginAttestation wrong, DisputeEvidence shown) = Spoil(
                    attestation, evidence, number, (int)seeded.Between(0, evidence.Totals.Length - 1), seeded.Coin());

                AttestationFault? fault = AttestationFault.Find(wrong, shown.Inputs, shown.Totals, shown.Prior);
                Assert.NotNull(fault);
                string? refusal = await machine.TryAsync(wrong, fault, shown);

                Assert.True(refusal is null, $"{fault}: {refusal}");
                proved[fault.Kind] = proved.GetValueOrDefault(fault.Kind) + 1;
            }
        }

        output.WriteLine(string.Join(", ", proved.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal(Campaign.Scale(Models * BooksOfAModel * CorruptionsOfABook), proved.Values.Sum());
        Assert.Equal(5, proved.Count);
    }

    /// <summary>One wrong number is shown by the proof of its own kind and by no other.</summary>
    [Fact]
    public async Task Dispute_EveryNumberOffByOne_IsProvedByItsOwnProof()
    {
        MarginCase[] cases = [SampleBook.Of("portfolio-1.0", 4), SampleBook.Of("portfolio-1.0", 6)];
        ulong round = await machine.PrepareAsync(cases);
        (MarginAttestation attestation, DisputeEvidence evidence) = machine.Attest(cases[0], round, cases[1].Book);

        // The scenario that gains most binds no requirement.
        int best = evidence.Totals.IndexOf(evidence.Totals.MaxBy(static total => total.Raw));
        for (int number = 0; number < Numbers.Length; number++)
        {
            (MarginAttestation wrong, DisputeEvidence shown) =
                Spoil(attestation, evidence, number, best, raise: true);
            List<DisputeKind> holding = [];
            foreach (DisputeKind proof in Proofs)
            {
                if (await machine.TryAsync(wrong, Claim(proof, best), shown) is null)
                {
                    holding.Add(proof);
                }
            }

            // A list with a wrong total has a wrong hash, which needs no list to be disproved.
            DisputeKind[] expected = Numbers[number] == DisputeKind.Total
                ? [DisputeKind.Total, DisputeKind.Totals]
                : [Numbers[number]];
            Assert.Equal(expected, holding);
        }
    }

    /// <summary>A hash of totals that nobody knows is disproved without them.</summary>
    [Fact]
    public async Task Dispute_OfAHashWithoutItsTotals_IsProvedByAllOfThem()
    {
        MarginCase[] cases = [SampleBook.Of("portfolio-scan-1.0", 3)];
        ulong round = await machine.PrepareAsync(cases);
        (MarginAttestation attestation, DisputeEvidence evidence) = machine.Attest(cases[0], round, prior: null);
        MarginAttestation wrong = attestation with { TotalsHash = new Bytes32(1, 2, 3, 4) };

        AttestationFault fault = AttestationFault.Find(wrong, evidence.Inputs, [], prior: null)!;

        Assert.Equal(DisputeKind.Totals, fault.Kind);
        Assert.Null(await machine.TryAsync(wrong, fault, evidence));
    }

    /// <summary>
    /// Whole transactions by the receipt, one attester, everything cold; each ceiling is 1 % above what was measured.
    /// </summary>
    [Theory]
    [InlineData("portfolio-scan-1.0", 20, 1, 404_000)]
    [InlineData("portfolio-scan-1.0", 20, 0, 454_000)]
    [InlineData("portfolio-scan-1.0", 20, 2, 505_000)]
    [InlineData("portfolio-scan-1.0", 20, 6, 1_124_000)]
    [InlineData("portfolio-scan-1.0", 100, 2, 992_000)]
    [InlineData("portfolio-1.0", 20, 4, 511_000)]
    [InlineData("portfolio-1.0", 20, 2, 743_000)]
    [InlineData("portfolio-1.0", 20, 6, 12_292_000)]
    public async Task Proof_OfASampleBook_StaysWithin(string profile, int rows, int number, long ceiling)
    {
        MarginCase[] cases = [SampleBook.Of(profile, rows)];
        ulong round = await machine.PrepareAsync(cases);
        (MarginAttestation attestation, DisputeEvidence evidence) =
            machine.Attest(cases[0], round, number == Numbers.Length - 1 ? cases[0].Book : null);
        (MarginAttestation wrong, DisputeEvidence shown) =
            Spoil(attestation, evidence, number, evidence.Totals.Length - 1, raise: true);

        ulong used = await machine.GasAsync(
            wrong, Claim(Numbers[number], evidence.Totals.Length - 1), shown);

        output.WriteLine($"{profile}, {rows} rows, {Numbers[number]}: {used} gas");
        Assert.InRange((long)used, ceiling * 9 / 10, ceiling);
    }

    private static AttestationFault Claim(DisputeKind kind, int scenario) => new(kind, string.Empty, 0, 0, scenario);

    /// <summary>Every other case reduces another book of its model.</summary>
    private static Book? PriorOf(MarginCase[] cases, int index) =>
        index % 2 == 0 ? cases[(index + 1) % cases.Length].Book : null;

    /// <summary>One number of the attestation off by one; a requirement or measure of zero is raised.</summary>
    private static (MarginAttestation Wrong, DisputeEvidence Shown) Spoil(
        MarginAttestation true_, DisputeEvidence evidence, int number, int scenario, bool raise)
    {
        int step = raise ? 1 : -1;
        return number switch
        {
            0 => SpoilTotal(true_, evidence, scenario, step),
            1 => (true_ with { Equity = true_.Equity + step }, evidence),
            2 => (true_ with { InitialMargin = Off(true_.InitialMargin, raise) }, evidence),
            3 => (true_ with { MaintenanceMargin = Off(true_.MaintenanceMargin, raise) }, evidence),
            4 => (true_ with { ValueAtRisk = Off(true_.ValueAtRisk, raise) }, evidence),
            5 => (true_ with { ExpectedShortfall = Off(true_.ExpectedShortfall, raise) }, evidence),
            _ => (true_ with { PriorExcess = true_.PriorExcess + step }, evidence),
        };
    }

    private static UInt128 Off(UInt128 amount, bool raise) => raise || amount == 0 ? amount + 1 : amount - 1;

    private static (MarginAttestation Wrong, DisputeEvidence Shown) SpoilTotal(
        MarginAttestation true_, DisputeEvidence evidence, int scenario, int step)
    {
        ImmutableArray<Money> totals =
            evidence.Totals.SetItem(scenario, new Money(evidence.Totals[scenario].Raw + step));
        return (true_ with { TotalsHash = ResultRows.HashTotals(totals) }, evidence with { Totals = totals });
    }
}
