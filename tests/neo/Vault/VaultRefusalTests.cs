using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Tests.Neo.Chain;
using Xunit;
using static Verifiable.Tests.Neo.Vault.VaultFixture;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>What the vault refuses, each by its name and without a trace.</summary>
public sealed class VaultRefusalTests
{
    private static readonly Bytes32 Other = new(1, 2, 3, 4);

    /// <summary>A member that is changed before the committee signs, and the refusal.</summary>
    private static readonly Dictionary<string, Func<MarginAttestation, MarginAttestation>> Changes = new()
    {
        ["WrongConsumer"] = static a => a with { Consumer = default },
        ["AccountMismatch"] = static a => a with { Account = Other },
        ["SequenceMismatch"] = static a => a with { Sequence = a.Sequence + 1 },
        ["BookMismatch"] = static a => a with { PriorBookHash = Other },
        ["BookMismatch after"] = static a => a with { BookHash = Other },
        ["CashBelowAttested"] = static a => a with { Cash = a.Cash + 1 },
        ["ActionMismatch"] = static a => a with { ActionHash = Other },
        ["ModelMismatch of the engine"] = static a => a with { EngineId = Other },
        ["ModelMismatch"] = static a => a with { ParametersHash = Other },
        ["ModelMismatch of scenarios"] = static a => a with { ScenarioHash = Other },
        ["NotLatestRound"] = static a => a with { Round = a.Round + 1 },
        ["MarketHashMismatch"] = static a => a with { MarketHash = Other },
        ["InitialMarginNotMet"] = static a => a with { InitialMargin = (UInt128)a.Equity + 1 },
        ["AttestationExpired"] = static a => a with { ValidUntil = 1 },
        ["ValidityTooLong"] = static a => a with { ValidUntil = a.ValidUntil + 600 },
        ["BlockOutOfRange"] = static a => a with { BlockNumber = 1 },
        ["BlockOutOfRange of the number"] = static a => a with { BlockNumber = 1UL << 32 },
        ["BlockHashMismatch"] = static a => a with { BlockHash = Other },
        ["EpochNotActive"] = static a => a with { Epoch = 2 },
        ["WrongPurpose"] = static a => a with { Purpose = Purpose.Report },
    };

    /// <summary>Signatures that are changed, and the refusal.</summary>
    private static readonly Dictionary<string, Func<byte[], byte[]>> Forgeries = new()
    {
        ["WrongSignatureCount"] = static signatures => signatures[..65],
        ["DuplicateSigner"] = static signatures => [.. signatures[..65], .. signatures[..65]],
        ["BitmapOutOfRange"] = static signatures => [.. signatures[..65], 3, .. signatures[66..]],
        ["SignatureRejected"] = static signatures => [.. signatures[..^1], (byte)(signatures[^1] ^ 1)],
        ["SignatureRejected of another"] = static signatures => [.. signatures[..65], 2, .. signatures[66..]],
    };

    private readonly VaultFixture _vault = new();
    private long _cash;

    /// <summary>The refusals of attestations.</summary>
    public static TheoryData<string> ChangedMembers => [.. Changes.Keys];

    /// <summary>The refusals of signatures.</summary>
    public static TheoryData<string> ForgedSignatures => [.. Forgeries.Keys];

    private ImmutableArray<Position> Rows => _vault.Case.Book.Positions;

    [Theory]
    [MemberData(nameof(ChangedMembers))]
    public void Withdraw_AMemberChanged_IsRefusedByName(string refusal)
    {
        Trade();

        CallOutcome outcome = _vault.Withdraw(Alice, Rows, 10, Changes[refusal]);

        Assert.Equal(refusal.Split(' ')[0], outcome.Fault);
        Assert.Equal((_cash, 1), (_vault.Cash(Alice), _vault.Sequence(Alice)));
    }

    [Theory]
    [MemberData(nameof(ForgedSignatures))]
    public void Withdraw_ASignatureForged_IsRefusedByName(string refusal)
    {
        Trade();

        CallOutcome outcome = _vault.Withdraw(Alice, Rows, 10, null, Forgeries[refusal]);

        Assert.Equal(refusal.Split(' ')[0], outcome.Fault);
        Assert.Equal((_cash, 1), (_vault.Cash(Alice), _vault.Sequence(Alice)));
    }

    [Fact]
    public void Withdraw_AtAnOldMarket_IsRefused()
    {
        Trade();
        _vault.Chain.Now += 61;

        Assert.Equal("SnapshotStale", _vault.Withdraw(Alice, Rows, 10).Fault);
    }

    [Fact]
    public void WithdrawFlat_WithRows_OrOfAStranger_IsRefused()
    {
        Trade();

        CallOutcome withRows = _vault.Chain.Call(_vault.Vault, "withdrawFlat", [Alice], Alice, 1, Alice);
        CallOutcome stranger = _vault.Chain.Call(_vault.Vault, "withdrawFlat", [Bob], Carol, 1, Bob);

        Assert.Equal(("NotFlat", "NotOwner"), (withRows.Fault, stranger.Fault));
    }

    [Fact]
    public void Liquidate_WithOtherInputs_IsRefusedByName()
    {
        Trade();
        byte[] rows = BookRows.WritePositions(Rows);
        byte[] parameters = ParameterRows.Write(_vault.Case.Model);
        byte[] scenarios = ScenarioRows.Write(_vault.Case.Scenarios);
        byte[] head = NeoHashes.MarketHead(_vault.Market.Market, _vault.Round);
        object[] sections = _vault.SectionsOf(Rows);

        string?[] faults =
        [
            Liquidate(BookRows.WritePositions(Opposite(Rows)), head, sections, parameters, scenarios, 0),
            Liquidate(rows, [.. head, .. new byte[32]], sections, parameters, scenarios, 0),
            Liquidate(rows, head, [new byte[64]], parameters, scenarios, 0),
            Liquidate(rows, head, sections, [.. parameters, 0], scenarios, 0),
            Liquidate(rows, head, sections, parameters, [.. scenarios, 0], 0),
            Liquidate(rows, head, sections, parameters, scenarios, 33),
        ];

        Assert.Equal(
            new string?[]
            {
                "BookMismatch", "MarketHashMismatch", "MissingSection", "ModelMismatch", "ModelMismatch",
                "ScenarioOutOfRange",
            },
            faults);
    }

    [Fact]
    public void RegisterMarket_NotNewer_OrInTheFuture_IsRefused()
    {
        CallOutcome same = _vault.Publish(1);
        _vault.Chain.Now += 100;
        CallOutcome ahead = Ahead();

        Assert.Equal(("RoundNotNewer", "RoundInFuture"), (same.Fault, ahead.Fault));
    }

    [Fact]
    public void RegisterMarket_OfARoundBeyondItsTime_IsRefused() =>
        Assert.Equal("RoundInFuture", _vault.Publish((ulong)_vault.Chain.Now + 1).Fault);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Trade_OfOneAccountWithItself_IsRefused(bool byBuffers)
    {
        _vault.Deposit(Alice, Million);
        _vault.Machine.PassesBuffers = byBuffers;

        Assert.Equal("AccountMismatch", _vault.Trade(Alice, Alice, _vault.AtMarks(Rows)).Fault);
    }

    [Fact]
    public void WithdrawFlat_ToTheVaultItself_IsRefused()
    {
        _vault.Deposit(Alice, Million);

        CallOutcome outcome = _vault.Chain.Call(_vault.Vault, "withdrawFlat", [Alice], Alice, 1_000L, _vault.Vault);

        Assert.Equal("RecipientIsVault", outcome.Fault);
    }

    [Fact]
    public void Committee_Announced_WaitsSevenDaysAndThenAloneSigns()
    {
        Trade();
        byte[] keys = Keys([.. Enumerable.Range(21, 3).Select(Key)]);

        string? stranger = Announce(Alice, keys, 2).Fault;
        string? minority = Announce(Owner, keys, 1).Fault;
        string? twice = Announce(Owner, Keys(Key(21), Key(21)), 2).Fault;
        string? announced = Announce(Owner, keys, 2).Fault;
        _vault.Chain.Now += (7 * 86_400) - 1;
        string? early = _vault.Chain.Call(_vault.Vault, "activateCommittee", [], true).Fault;
        _vault.Chain.Now++;
        string? activated = _vault.Chain.Call(_vault.Vault, "activateCommittee", [], true).Fault;
        _vault.Publish(2);
        string? former = _vault.Withdraw(Alice, Rows, 10, static a => a with { Epoch = 2 }).Fault;

        Assert.Equal(
            new string?[]
            {
                "NotOwner", "ThresholdOutOfRange", "DuplicateSigner", null, "NoticeTooShort", null, "SignatureRejected",
            },
            new[] { stranger, minority, twice, announced, early, activated, former });
    }

    private CallOutcome Announce(global::Neo.UInt160 signer, byte[] keys, int threshold) =>
        _vault.Chain.Call(_vault.Vault, "announceCommittee", [signer], true, keys, threshold);

    /// <summary>A market whose time is past the block's.</summary>
    private CallOutcome Ahead()
    {
        _vault.Chain.Now += 50;
        long later = _vault.Chain.Now;
        byte[] head = NeoHashes.MarketHead(MovedMarket.Of(_vault.Case.Market, 0, later), 2);
        _vault.Chain.Now = later - 1;
        return _vault.Chain.Call(_vault.Vault, "registerMarket", [], head, Array.Empty<byte>());
    }

    private string? Liquidate(
        byte[] rows, byte[] head, object[] sections, byte[] parameters, byte[] scenarios, int scenario) =>
        _vault.Chain.Call(
            _vault.Vault, "liquidate", [], Alice, rows, head, sections, parameters, scenarios, scenario).Fault;

    private void Trade()
    {
        _vault.Deposit(Alice, Million);
        _vault.Deposit(Bob, Million);
        Assert.Null(_vault.Trade(Alice, Bob, _vault.AtMarks(Rows)).Fault);
        _cash = _vault.Cash(Alice);
    }
}
