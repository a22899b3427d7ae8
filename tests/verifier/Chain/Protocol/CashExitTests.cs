using System.Collections.Generic;
using System.Linq;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Protocol;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Protocol;

/// <summary>The packed words against words written by hand from the struct's comments.</summary>
public sealed class CashExitTests
{
    [Fact]
    public void Of_AWithdrawal_PacksItsMembers()
    {
        WithdrawAction action = new(
            new Bytes32(0xA1A1A1A1A1A1A1A1, 0xA1A1A1A1A1A1A1A1, 0xA1A1A1A1_00000000, 0x0000000000000007),
            0,
            0x0102,
            Address.Parse("0xc0ffee0000000000000000000000000000000001"));

        AbiValue packed = CashExit.Of(action, Attestation, Signatures(0b101), Word(0x7E));

        Assert.Equal(
            [
                "0xc0ffee0000000000000000000000000000000001000000000000000000000007",
                "0x0000000000000009000000000000000a00000000000000140000000000000015",
                "0x00000000000000000000000000000102fffffffffffffffffffffffffffffffb",
                "0xfffffffffffffffffffffffffffffff30000000000000000000000000000000e",
                "0x0000000000000000000000000000000f00000000000000000000000000000010",
                "0x0000000000000000000000000000001100000000000000170000000000000005",
                "0x000000000000000000000000000000000000000000000000000000000000000c",
                "0x0000000000000000000000000000000000000000000000000000000000000013",
                "0x000000000000000000000000000000000000000000000000000000000000001a",
                "0x000000000000000000000000000000000000000000000000000000000000001b",
                "0x000000000000000000000000000000000000000000000000000000000000001c",
                "0x000000000000000000000000000000000000000000000000000000000000007e",
            ],
            packed.AsItems().Select(word => word.ToString()));
    }

    [Fact]
    public void Quorum_OfTheFirstAndThird_HoldsTheSecondsAddressBetweenTheirSignatures()
    {
        IEnumerable<string> words = CashExit.Quorum(Signatures(0b101)).AsItems().Select(word => word.ToString());

        Assert.Equal(
            [
                "0x0000000000000000000000000000000000000000000000000000000000000001",
                "0x0000000000000000000000000000000000000000000000000000000000000002",
                "0x00000000000000000000000000000000000000000000000000000000000000b2",
                "0x0000000000000000000000000000000000000000000000000000000000000003",
                "0x8000000000000000000000000000000000000000000000000000000000000004",
            ],
            words);
    }

    private static MarginAttestation Attestation => new()
    {
        Consumer = default,
        Account = default,
        Sequence = 9,
        PriorBookHash = default,
        BookHash = default,
        Cash = -5,
        ActionHash = default,
        EngineId = Word(0x1A),
        ParametersHash = Word(0x1B),
        ScenarioHash = Word(0x1C),
        Round = 10,
        MarketHash = default,
        TotalsHash = Word(12),
        Equity = -13,
        InitialMargin = 14,
        MaintenanceMargin = 15,
        ValueAtRisk = 16,
        ExpectedShortfall = 17,
        PriorExcess = 0,
        BundleHash = Word(19),
        ValidUntil = 20,
        BlockNumber = 21,
        BlockHash = default,
        Epoch = 23,
        Purpose = Purpose.Withdraw,
    };

    private static CommitteeSignatures Signatures(uint bitmap)
    {
        SignerSet signers = new(
            [
                Address.Parse("0x00000000000000000000000000000000000000b1"),
                Address.Parse("0x00000000000000000000000000000000000000b2"),
                Address.Parse("0x00000000000000000000000000000000000000b3"),
            ],
            2);
        return new CommitteeSignatures(
            signers, bitmap, [new(Word(1), Word(2), 0), new(Word(3), Word(4), 1)]);
    }

    private static Bytes32 Word(ulong low) => new(0, 0, 0, low);
}
