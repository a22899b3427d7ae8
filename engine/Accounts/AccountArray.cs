using System.Collections.Immutable;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;

namespace Verifiable.Engine.Accounts;

/// <summary>
/// One market's risk array for all accounts, with each instrument's rows looked up once: the work that does not grow
/// with the number of accounts.
/// </summary>
internal sealed class AccountArray
{
    private readonly int[] _longRows;
    private readonly int[] _shortRows;

    internal AccountArray(MarketSnapshot market, MarginModel model, AccountSet accounts)
    {
        Array = MarginRules.Resolve(market, model, Everything(accounts)).Array;
        Array.Pin();
        int count = accounts.Instruments.Length;
        _longRows = new int[count];
        _shortRows = new int[count];
        for (int ordinal = 0; ordinal < count; ordinal++)
        {
            InstrumentId instrument = accounts.Instruments[ordinal];
            _longRows[ordinal] = Array.RowOf(instrument, isShort: false);
            _shortRows[ordinal] = Array.RowOf(instrument, isShort: true);
        }
    }

    internal RiskArray Array { get; }

    internal int MoneyDecimals => Array.Terms.MoneyDecimals;

    /// <summary>A position bound to its row.</summary>
    internal ResolvedRow Resolve(in Position position, int ordinal)
    {
        int risk = position.Quantity.Raw < 0 ? _shortRows[ordinal] : _longRows[ordinal];
        return Valuation.Resolve.Row(Array, position, risk, MoneyDecimals);
    }

    /// <summary>A book of everything that any account holds, so that one array serves all of them.</summary>
    private static Book Everything(AccountSet accounts)
    {
        Quantity one = new(1);
        return new Book(
            default,
            0,
            default,
            ImmutableArray.CreateRange(accounts.Assets, static asset => new CollateralBalance(asset, default)),
            ImmutableArray.CreateRange(
                accounts.Instruments, instrument => new Position(instrument, one, default, default)));
    }
}
