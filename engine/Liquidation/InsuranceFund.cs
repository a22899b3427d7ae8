using System;

namespace Verifiable.Engine.Liquidation;

/// <summary>Money that pays bad debt before anybody else does.</summary>
/// <param name="Balance">What is in it, raw money, not negative.</param>
public readonly record struct InsuranceFund(Int128 Balance)
{
    /// <summary>The fund after it paid what it can: all of the bad debt, or all that it has.</summary>
    /// <param name="badDebt">What is owed, raw money, not negative.</param>
    /// <param name="paid">What the fund paid; the rest is a socialised loss.</param>
    public InsuranceFund Pay(Int128 badDebt, out Int128 paid)
    {
        paid = badDebt < Balance ? badDebt : Balance;
        return new InsuranceFund(Balance - paid);
    }
}
