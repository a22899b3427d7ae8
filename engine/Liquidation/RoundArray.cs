using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Liquidation;

/// <summary>One round's array for all accounts, with each instrument's delta.</summary>
internal sealed class RoundArray
{
    private readonly long[] _deltasQ40;

    internal RoundArray(MarketSnapshot market, MarginModel model, AccountSet accounts)
    {
        Accounts = new AccountArray(market, model, accounts);
        RiskArray deltas = RuleArray.BuildForDelta(market, model.Parameters, accounts.Instruments.AsSpan());
        _deltasQ40 = new long[accounts.Instruments.Length];
        for (int ordinal = 0; ordinal < _deltasQ40.Length; ordinal++)
        {
            _deltasQ40[ordinal] = GroupDelta.OfUnit(deltas, accounts.Instruments[ordinal]);
        }
    }

    internal AccountArray Accounts { get; }

    /// <summary>What a position gains for each whole relative move of its underlying, money, floored.</summary>
    internal long DeltaOf(in Position position, int ordinal) =>
        PositionValue.OfCell(Accounts.Resolve(position, ordinal).Notional, _deltasQ40[ordinal]);
}
