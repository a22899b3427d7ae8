using System;
using Stratis.SmartContracts;
using Xunit;

namespace Verifiable.Tests.Neo.Stratis;

/// <summary>The contract's own life: what it keeps, pays, logs and refuses.</summary>
public sealed class StratisVaultTests
{
    private static readonly Address Attester = new("aa");
    private static readonly Address Alice = new("bb");

    private readonly StratisState _state = new();
    private readonly MarginVault _vault;

    public StratisVaultTests()
    {
        _vault = new MarginVault(_state, Attester);
        (_state.Sender, _state.Value) = (Alice, 1_000);
        _vault.Deposit();
    }

    [Fact]
    public void Withdraw_OfAFlatAccount_NeedsNoApproval()
    {
        _vault.Withdraw(400);

        Assert.Equal((600UL, 1UL), (_vault.Cash(Alice), _vault.Sequence(Alice)));
        Assert.Equal([(Alice, 400UL)], _state.Paid);
        Assert.Equal(["Deposited", "Withdrawn"], _state.Logged);
    }

    [Fact]
    public void Withdraw_WithRows_IsHeldToWhatTheAttesterApproved()
    {
        Approve(700);

        AssertRefused("InitialMarginNotMet", () => _vault.Withdraw(301));
        _vault.Withdraw(300);
        AssertRefused("SequenceMismatch", () => _vault.Withdraw(1));
        Assert.Equal(700UL, _vault.Cash(Alice));
    }

    [Fact]
    public void Calls_OfOthersOrWrong_AreRefusedByName()
    {
        AssertRefused("SignatureRejected", () => _vault.ChangeBook(Alice, 0, new byte[32]));
        AssertRefused("SignatureRejected", () => _vault.Approve(Alice, 0, 0));
        AssertRefused("AmountZero", () => _vault.Withdraw(0));
        AssertRefused("CashWouldBeNegative", () => _vault.Withdraw(1_001));
        _state.Sender = Attester;
        AssertRefused("SequenceMismatch", () => _vault.ChangeBook(Alice, 1, new byte[32]));
        AssertRefused("MalformedPreimage", () => _vault.ChangeBook(Alice, 0, new byte[31]));
        AssertRefused("SequenceMismatch", () => _vault.Approve(Alice, 1, 0));
        _state.Value = 0;
        AssertRefused("AmountZero", _vault.Deposit);
    }

    private void Approve(ulong least)
    {
        _state.Sender = Attester;
        _vault.ChangeBook(Alice, 0, new byte[32]);
        _vault.Approve(Alice, 1, least);
        _state.Sender = Alice;
    }

    private static void AssertRefused(string name, Action act) =>
        Assert.Equal(name, Assert.Throws<SmartContractAssertException>(act).Message);
}
