using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Tests.Neo.Chain;
using static Verifiable.Tests.Neo.Vault.VaultFixture;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>One session, each step told with its cost: in, trade, out, a refusal, a liquidation, its end.</summary>
internal sealed class VaultSession(VaultFixture vault)
{
    private readonly StringBuilder _told = new();

    /// <summary>Plays the session and tells it.</summary>
    internal string Play()
    {
        ImmutableArray<Position> rows = vault.Case.Book.Positions;
        Say($"Alice and Bob deposit {vault.Deposit(Alice, Million)} and {vault.Deposit(Bob, Million)}");
        Tell("they trade four options at their marks", vault.Trade(Alice, Bob, vault.AtMarks(rows)));
        ImmutableArray<Position> owed = Opposite(rows);
        Tell("Bob withdraws 1000 on a replay bundle", vault.WithdrawByBundle(Bob, owed, 1_000));
        MarginResult margin = vault.Margin(Bob, owed);
        long excess = margin.Excess.Raw;
        Tell($"Bob withdraws {excess + 1}, one unit too much", vault.Withdraw(Bob, owed, excess + 1));
        Tell($"Bob withdraws {excess}, all that his initial margin leaves", vault.Withdraw(Bob, owed, excess));
        Tell("anyone liquidates Bob", vault.Liquidate(Bob, owed, margin.WorstScenario));
        Breach(-250_000, owed);
        Breach(250_000, owed);
        return _told.ToString();
    }

    private void Breach(long movePpm, ImmutableArray<Position> owed)
    {
        Tell($"publishers: bitcoin moved by {movePpm} millionths", vault.Publish(vault.Round + 1, movePpm));
        MarginResult margin = vault.Margin(Bob, owed);
        Say($"Bob's equity {margin.Equity.Raw}, maintenance margin {margin.MaintenanceMargin.Raw}");
        int scenario = margin.WorstScenario;
        Tell($"anyone liquidates Bob by scenario {scenario}", vault.Liquidate(Bob, owed, scenario));
        Tell("Bob withdraws 1", vault.Withdraw(Bob, owed, 1));
    }

    private void Tell(string what, CallOutcome outcome) => Say(
        $"{what}: {outcome.Fault ?? string.Join(", ", outcome.Events)}, {outcome.Gas / 1e8:F4} GAS");

    private void Say(string line) => _told.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
