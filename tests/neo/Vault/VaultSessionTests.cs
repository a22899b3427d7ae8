using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Tests.Neo.Chain;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using static Verifiable.Tests.Neo.Vault.VaultFixture;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>One session, as scripts/neo-vault.sh shows it: in, trade, out, a refusal, a liquidation, the end of
/// it.</summary>
public sealed class VaultSessionTests(ITestOutputHelper output)
{
    private readonly VaultFixture _vault = new();
    private readonly StringBuilder _session = new();

    [Fact]
    public void Session_OnTheNodesEngine_IsTheVerifiedOne()
    {
        ImmutableArray<Position> rows = _vault.Case.Book.Positions;
        Say($"Alice and Bob deposit {_vault.Deposit(Alice, Million)} and {_vault.Deposit(Bob, Million)}");
        Tell("they trade four options, 7 changes hands", _vault.Trade(Alice, Bob, 7, rows));
        ImmutableArray<Position> owed = Opposite(rows);
        MarginResult margin = _vault.Margin(Bob, owed);
        long excess = margin.Excess.Raw;
        Tell($"Bob withdraws {excess + 1}, one unit too much", _vault.Withdraw(Bob, owed, excess + 1));
        Tell($"Bob withdraws {excess}, all that his initial margin leaves", _vault.Withdraw(Bob, owed, excess));
        Tell("anyone liquidates Bob", _vault.Liquidate(Bob, owed, margin.WorstScenario));
        Breach(-250_000, owed);
        Breach(250_000, owed);

        output.WriteLine(_session.ToString());
        Snapshot.Match(_session.ToString(), typeof(VaultSessionTests), extension: "txt");
    }

    private void Breach(long movePpm, ImmutableArray<Position> owed)
    {
        Tell($"publishers: bitcoin moved by {movePpm} millionths", _vault.Publish(_vault.Round + 1, movePpm));
        MarginResult margin = _vault.Margin(Bob, owed);
        Say($"Bob's equity {margin.Equity.Raw}, maintenance margin {margin.MaintenanceMargin.Raw}");
        int scenario = margin.WorstScenario;
        Tell($"anyone liquidates Bob by scenario {scenario}", _vault.Liquidate(Bob, owed, scenario));
        Tell("Bob withdraws 1", _vault.Withdraw(Bob, owed, 1));
    }

    private void Tell(string what, CallOutcome outcome) => Say(
        $"{what}: {outcome.Fault ?? string.Join(", ", outcome.Events)}, {outcome.Gas / 1e8:F4} GAS");

    private void Say(string line) => _session.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
