using System.Collections.Immutable;
using System.Linq;
using Neo;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Tests.Neo.Chain;
using Xunit.Abstractions;
using Xunit;
using static Verifiable.Tests.Neo.Vault.VaultFixture;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>An account's whole life on the node's engine: in, trade, out, and what ends it.</summary>
public sealed class VaultLifeTests(ITestOutputHelper output)
{
    private readonly VaultFixture _vault = new();

    private ImmutableArray<Position> Rows => _vault.Case.Book.Positions;

    [Fact]
    public void Deposit_OfTheToken_IsTheAccountsCash()
    {
        long cash = _vault.Deposit(Alice, Million);

        Assert.Equal(Million, cash);
        Assert.Equal(Million, _vault.Balance(_vault.Vault));
    }

    [Fact]
    public void Payment_OfAnotherContract_IsRefused()
    {
        CallOutcome outcome = _vault.Chain.Call(
            _vault.Vault, "onNEP17Payment", [Alice], Alice, 5, System.Array.Empty<byte>());

        Assert.Equal("AssetUnknown", outcome.Fault);
    }

    [Fact]
    public void WithdrawFlat_WithoutRows_NeedsNoAttestation()
    {
        _vault.Deposit(Alice, Million);

        CallOutcome outcome = _vault.Chain.Call(_vault.Vault, "withdrawFlat", [Alice], Alice, 400, Bob);

        Assert.Null(outcome.Fault);
        Assert.Equal((400, Million - 400, 1), (_vault.Balance(Bob), _vault.Cash(Alice), _vault.Sequence(Alice)));
    }

    /// <summary>Quantities 1.23456789, -1.3111111, -1.38765431 and 1.46419752 at 100, 200, 300 and 400.</summary>
    [Fact]
    public void Trade_OfTwoAccounts_ChangesBothBooksAndMovesThePremium()
    {
        _vault.Deposit(Alice, Million);
        _vault.Deposit(Bob, Million);
        ImmutableArray<Position> fills =
        [
            .. Rows.Select(static (row, at) => row with { EntryPrice = new Price((at + 1) * 100_00000000L) }),
        ];

        CallOutcome outcome = _vault.Trade(Alice, Bob, fills);

        output.WriteLine($"{outcome.Gas} datoshi");
        Assert.Null(outcome.Fault);
        Assert.Equal((Million - 30_617_284, Million + 30_617_284), (_vault.Cash(Alice), _vault.Cash(Bob)));
        Assert.Equal((1, 1), (_vault.Sequence(Alice), _vault.Sequence(Bob)));
        Assert.Equal(["BookChanged", "BookChanged"], outcome.Events);
    }

    [Fact]
    public void Withdraw_ThatLeavesTheInitialMargin_Pays()
    {
        Traded();
        long amount = _vault.Margin(Alice, Rows).Excess.Raw;

        CallOutcome outcome = _vault.Withdraw(Alice, Rows, amount);

        output.WriteLine($"{amount}, {outcome.Gas} datoshi");
        Assert.Null(outcome.Fault);
        Assert.Equal(amount, _vault.Balance(Alice));
    }

    [Fact]
    public void Withdraw_OneUnitMore_IsRefusedAndChangesNothing()
    {
        Traded();
        long cash = _vault.Cash(Alice);
        long amount = _vault.Margin(Alice, Rows).Excess.Raw + 1;

        CallOutcome outcome = _vault.Withdraw(Alice, Rows, amount);

        Assert.Equal("InitialMarginNotMet", outcome.Fault);
        Assert.Equal((cash, 1), (_vault.Cash(Alice), _vault.Sequence(Alice)));
    }

    [Fact]
    public void Withdraw_TheSameAttestationAgain_IsRefused()
    {
        Traded();
        _vault.Withdraw(Alice, Rows, 10);

        CallOutcome outcome = _vault.Withdraw(
            Alice, Rows, 10, attestation => attestation with { Sequence = attestation.Sequence - 1 });

        Assert.Equal("SequenceMismatch", outcome.Fault);
    }

    [Fact]
    public void Liquidate_BelowMaintenance_NeedsNoAttester()
    {
        (UInt160 debtor, ImmutableArray<Position> rows) = Breached();
        MarginResult margin = _vault.Margin(debtor, rows);

        CallOutcome outcome = _vault.Liquidate(debtor, rows, margin.WorstScenario);
        CallOutcome refused = _vault.Withdraw(debtor, rows, 1);

        output.WriteLine($"{outcome.Gas} datoshi");
        Assert.Null(outcome.Fault);
        Assert.Equal(["LiquidationOpened"], outcome.Events);
        Assert.Equal("AccountFrozen", refused.Fault);
    }

    [Fact]
    public void Liquidate_AboveMaintenance_IsRefusedByEveryScenario()
    {
        Traded();

        CallOutcome[] outcomes =
        [
            .. Enumerable.Range(0, _vault.Case.Scenarios.Scenarios.Length)
                .Select(scenario => _vault.Liquidate(Alice, Rows, scenario)),
        ];

        Assert.All(outcomes, static outcome => Assert.Equal("NotBelowMaintenance", outcome.Fault));
    }

    [Fact]
    public void TakeOver_AtALaterRound_MovesRowsAndCash()
    {
        (UInt160 debtor, ImmutableArray<Position> rows) = Breached();
        MarginResult margin = _vault.Margin(debtor, rows);
        _vault.Liquidate(debtor, rows, margin.WorstScenario);
        _vault.Deposit(Carol, 10 * Million);
        long equity = margin.Equity.Raw;
        long paid = equity > 0 ? equity - (equity / 10) : 0;
        long cash = _vault.Cash(debtor);

        CallOutcome early = TakeOver(debtor, rows, cash - paid, margin.WorstScenario);
        _vault.Publish(3, MovePpm);
        CallOutcome outcome = TakeOver(debtor, rows, cash - paid, margin.WorstScenario);

        Assert.Equal("SameRound", early.Fault);
        Assert.Null(outcome.Fault);
        Assert.Equal((paid, (10 * Million) + cash - paid), (_vault.Cash(debtor), _vault.Cash(Carol)));
        Assert.Equal("NotBelowMaintenance", _vault.Liquidate(debtor, [], 0).Fault);
    }

    /// <summary>How far the spot moves in the tests of a breach.</summary>
    private const long MovePpm = 250_000;

    private CallOutcome Traded()
    {
        _vault.Deposit(Alice, Million);
        _vault.Deposit(Bob, Million);
        return _vault.Trade(Alice, Bob, _vault.AtMarks(Rows));
    }

    /// <summary>Both accounts leave only their margin, then the market moves against one.</summary>
    private (UInt160 Debtor, ImmutableArray<Position> Rows) Breached()
    {
        Traded();
        _vault.Withdraw(Alice, Rows, _vault.Margin(Alice, Rows).Excess.Raw);
        _vault.Withdraw(Bob, Opposite(Rows), _vault.Margin(Bob, Opposite(Rows)).Excess.Raw);
        _vault.Publish(2, MovePpm);
        MarginResult alice = _vault.Margin(Alice, Rows);
        return alice.Equity.Raw < alice.MaintenanceMargin.Raw ? (Alice, Rows) : (Bob, Opposite(Rows));
    }

    private CallOutcome TakeOver(UInt160 debtor, ImmutableArray<Position> rows, long moved, int scenario) =>
        _vault.TakeOver(debtor, Carol, rows, [], rows, _vault.Cash(Carol) + moved, scenario);
}
