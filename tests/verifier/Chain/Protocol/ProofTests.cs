using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Testing;
using Verifiable.Tests.Verifier.Chain.Local;
using Verifiable.Tests.Verifier.Cli;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Protocol;

/// <summary>
/// Withdrawals, purchases and liquidations without attesters: the engine here says what the engine there will find.
/// </summary>
[Collection(nameof(HardhatTests))]
public sealed class ProofTests(HardhatFixture fixture) : IAsyncLifetime
{
    private const long Cash = 30_000_000_000;
    private const long Rich = 100_000_000_000;
    private const long Quantity = 1_00000000;
    private const long Crash = 24_500_00000000;
    private const string Password = "correct horse";

    private readonly string _folder = Directory.CreateTempSubdirectory("verifiable-proof-").FullName;
    private readonly TransactionSender _alice = fixture.Chain.CreateSender(2);
    private readonly TransactionSender _bob = fixture.Chain.CreateSender(3);
    private ProtocolStage _stage = null!;
    private Bytes32 _account;
    private string _snapshot = string.Empty;

    private ProtocolContracts Contracts => _stage.Protocol.Contracts;

    /// <summary>Alice is long of a perpetual from 50,000 with cash of 30,000; Bob is short of it.</summary>
    public async Task InitializeAsync()
    {
        LocalProtocol protocol = await fixture.EngineProtocolAsync();
        _snapshot = await fixture.Chain.Dev.SnapshotAsync();
        _stage = new ProtocolStage(protocol, ProtocolStage.EngineOptions);
        await _stage.RegisterRoundAsync();
        _account = await _stage.OpenAsync(_alice, 1, Cash);
        Bytes32 seller = await _stage.OpenAsync(_bob, 1, Rich);
        await Contracts.Vault.ClearAsync(protocol.Deployer, await _stage.TradeAsync(
            (_account, fixture.Chain.Accounts[2]), (seller, fixture.Chain.Accounts[3]), Quantity));
        await _stage.RegisterRoundAsync();
    }

    public async Task DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        await fixture.Chain.Dev.RevertAsync(_snapshot);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task WithdrawProved_OfTheEnginesExcess_LeavesNotAUnit()
    {
        Book book = await BookAsync();
        MarginResult margin = _stage.MarginOf(book);
        WithdrawAction all = Payment((UInt128)margin.Excess.Raw);
        MarginResult after = _stage.MarginOf(all.Apply(book, ProtocolStage.Usd));

        WithdrawOutcome paid = await Contracts.Vault.WithdrawProvedAsync(
            _alice, all, book.Positions, _stage.Shown, _stage.HintOf(after));
        string refusal = await ReasonAsync(Contracts.Vault.WithdrawProvedAsync(
            _alice, Payment(1), book.Positions, _stage.Shown, _stage.HintOf(after)));

        Assert.Equal(all.Amount, paid.Paid);
        Assert.Equal(
            $"InitialMarginNotMet(equity: {margin.InitialMargin.Raw - 1}, required: {margin.InitialMargin.Raw})",
            refusal);
    }

    [Fact]
    public async Task WithdrawProved_WithAnotherHint_IsRefused()
    {
        Book book = await BookAsync();
        long hint = _stage.HintOf(_stage.MarginOf(book));

        string refusal = await ReasonAsync(Contracts.Vault.WithdrawProvedAsync(
            _alice, Payment(1), book.Positions, _stage.Shown, hint + 1));

        Assert.Equal("TailHintMismatch()", refusal);
    }

    [Fact]
    public async Task Open_ByTheChosenWitness_ShowsTheEnginesMargin()
    {
        await _stage.RegisterRoundAsync(Crash);
        Book book = await BookAsync();
        MarginResult margin = _stage.MarginOf(book);

        TransactionReceipt receipt = await Contracts.Auction.OpenAsync(
            _bob, _account, book.Positions, _stage.Shown, _stage.WitnessOf(margin));

        NamedValues opened =
            Contracts.Auction.Contract.EventsOf(receipt).Single(one => one.Name == "AuctionOpened").Fields;
        Assert.Equal((Int128)margin.Equity.Raw, opened["equity"].AsInt128());
        Assert.Equal((UInt128)margin.MaintenanceMargin.Raw, opened["maintenance"].AsUInt128());
        Assert.True(margin.Equity.Raw is > 0 && margin.Equity.Raw < margin.MaintenanceMargin.Raw);
    }

    [Fact]
    public async Task Open_OfAHealthyAccount_IsRefusedWithTheEnginesMargin()
    {
        Book book = await BookAsync();
        MarginResult margin = _stage.MarginOf(book);

        string refusal = await ReasonAsync(Contracts.Auction.OpenAsync(
            _bob, _account, book.Positions, _stage.Shown, _stage.WitnessOf(margin)));

        Assert.Equal(
            $"NotBelowMaintenance(equity: {margin.Equity.Raw}, lowerBound: {margin.MaintenanceMargin.Raw})", refusal);
    }

    [Fact]
    public async Task BidProved_WithoutAttesters_BuysTheSlice()
    {
        Bytes32 bidder = await _stage.OpenAsync(_bob, 2, Rich);
        await _stage.RegisterRoundAsync(Crash);
        Book debtor = await BookAsync();
        LiquidationWitness witness = _stage.WitnessOf(_stage.MarginOf(debtor));
        await Contracts.Auction.OpenAsync(_bob, _account, debtor.Positions, _stage.Shown, witness);
        await _stage.RegisterRoundAsync(Crash);
        AuctionBid bid = new(_account, bidder, 250_000, Cash, debtor.Positions, []);
        Book after = ProtocolStage.AfterTrade(bidder, Rich, Quantity / 4);

        await Contracts.Auction.BidProvedAsync(
            _bob, bid, _stage.Shown, witness, _stage.HintOf(_stage.MarginOf(after)));

        Book bought = await AccountBook.ReadAsync(Contracts, fixture.Chain.Node, bidder);
        Assert.Equal(Quantity / 4, bought.Positions.Single().Quantity.Raw);
    }

    /// <summary>Three calls of the contract compute what one call of the engine does.</summary>
    [Fact]
    public async Task Session_InThreeParts_HasTheEnginesResultAndPays()
    {
        WithdrawAction action = Payment(1_000_000);
        Bytes32 session = await Contracts.SelfProof.BeginAsync(_alice, Contracts.Vault.Address, action);
        await _stage.RegisterRoundAsync(49_500_00000000);
        Book book = await BookAsync();
        MarginResult after = _stage.MarginOf(action.Apply(book, ProtocolStage.Usd));
        int count = after.Totals.Length;
        int[] ends = [count / 3, 2 * count / 3, count];

        await ProveAsync(session, 0, ends[0], book);
        await ProveAsync(session, ends[0], ends[1], book);
        await ProveAsync(session, ends[1], ends[2], book);
        await Contracts.SelfProof.FinishAsync(
            _bob, session, after.Totals, _stage.HintOf(after), book.Positions, _stage.Shown);
        WithdrawOutcome paid = await Contracts.Vault.WithdrawProvedAsync(_alice, action, session);

        ProofSession shown = await Contracts.SelfProof.SessionAsync(session);
        Assert.Equal((Int128)after.Equity.Raw, shown.Equity);
        Assert.Equal((UInt128)after.InitialMargin.Raw, shown.InitialMargin);
        Assert.Equal((UInt128)after.MaintenanceMargin.Raw, shown.MaintenanceMargin);
        Assert.Equal((count, _stage.Shown.Round), (shown.Next, shown.Round));
        Assert.Equal(action.Amount, paid.Paid);
    }

    [Fact]
    public async Task CommandLine_WithdrawSelfProved_PaysWithoutABundle()
    {
        await WriteDocumentsAsync();

        Outcome outcome = await RunAsync(
            $"withdraw --self-proved {Documents} --amount 1.5 --to {_alice.Address} {Keys}");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Assert.StartsWith($"paid 1500000 raw units to {_alice.Address}, ", outcome.Out, StringComparison.Ordinal);
    }

    /// <summary>A hundred of 533 scenarios are proved before the command line goes on; it proves none of them again.</summary>
    [Fact]
    public async Task CommandLine_Session_GoesOnWhereItStoppedAndPays()
    {
        await WriteDocumentsAsync();
        Outcome begun = await RunAsync($"session {_account} --amount 2 --to {_alice.Address} --json {Keys}");
        Assert.Equal((0, string.Empty), (begun.Code, begun.Error));
        using JsonDocument answer = JsonDocument.Parse(begun.Out);
        string id = answer.RootElement.GetProperty("session").GetString()!;
        await _stage.RegisterRoundAsync(49_500_00000000);
        await WriteMarketAsync();
        await ProveAsync(HexText.Parse(id, string.Empty, "session"), 0, 100, await BookAsync());

        Outcome outcome = await RunAsync($"withdraw --session {id} {Documents} {Keys}");

        Assert.Equal(0, outcome.Code);
        Assert.StartsWith($"paid 2000000 raw units to {_alice.Address}, ", outcome.Out, StringComparison.Ordinal);
        Assert.Equal("proved 533 of 533 scenarios", outcome.Error.Trim());
    }

    /// <summary>After a kill nobody knows whether it was begun: asking again tells, and changes nothing.</summary>
    [Fact]
    public async Task CommandLine_SessionBegunTwice_IsTheSame()
    {
        await WriteDocumentsAsync();
        string verb = $"session {_account} --amount 2 --to {_alice.Address} {Keys}";

        Outcome[] begun = [await RunAsync(verb), await RunAsync(verb)];

        Assert.All(begun, outcome => Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error)));
        Assert.StartsWith("session 0x", begun[0].Out, StringComparison.Ordinal);
        Assert.Equal(begun[0].Out, begun[1].Out);
    }

    [Fact]
    public async Task CommandLine_SessionByAnotherKey_IsRefused()
    {
        await WriteDocumentsAsync();
        Keystore.Encrypt(fixture.Chain.Accounts[3], Password, 4).Save(Path.Combine(_folder, "bob.json"));

        Outcome outcome = await RunAsync(
            $"session {_account} --amount 2 --to {_bob.Address} --keystore ./bob.json --password-file password");

        Assert.Equal(5, outcome.Code);
        Assert.Contains("SignerSetMismatch", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_SessionThatNobodyBegan_IsRefusedByName()
    {
        await WriteDocumentsAsync();

        Outcome outcome = await RunAsync($"withdraw --session {_account} {Documents} {Keys}");

        Assert.Equal(6, outcome.Code);
        Assert.Contains("ChainStateMismatch", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>The market of the session is the next one, not the one that its owner has seen.</summary>
    [Fact]
    public async Task CommandLine_SessionOnTheMarketBefore_IsRefusedByTheContract()
    {
        await WriteDocumentsAsync();
        Outcome begun = await RunAsync($"session {_account} --amount 2 --to {_alice.Address} --json {Keys}");
        using JsonDocument answer = JsonDocument.Parse(begun.Out);
        string id = answer.RootElement.GetProperty("session").GetString()!;

        Outcome outcome = await RunAsync($"withdraw --session {id} {Documents} {Keys}");

        Assert.Equal(6, outcome.Code);
        Assert.Contains("RoundNotAfterRequest", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_Escape_OpensADayLaterAndPays()
    {
        await WriteDocumentsAsync();
        string payment = $"--amount 3 --to {_alice.Address}";

        Outcome early = await RunAsync($"escape {_account} {payment} {Keys}");
        Outcome asked = await RunAsync($"escape {_account} {Keys}");
        Outcome twice = await RunAsync($"escape {_account} {Keys}");
        Outcome waiting = await RunAsync($"escape {_account} {payment} {Keys}");
        await fixture.Chain.Dev.IncreaseTimeAsync(86_400);
        await fixture.Chain.Dev.MineAsync(1);
        Outcome open = await RunAsync($"escape {_account} {payment} {Keys}");

        Assert.Contains("ExitNotRequested", early.Error, StringComparison.Ordinal);
        Assert.StartsWith("asked; it opens at 20", asked.Out, StringComparison.Ordinal);
        Assert.Contains("or --again, which begins the day anew", twice.Error, StringComparison.Ordinal);
        Assert.Contains("ExitDelay", waiting.Error, StringComparison.Ordinal);
        Assert.Equal((6, 0, 6, 0), (early.Code, asked.Code, waiting.Code, open.Code));
        Assert.StartsWith($"paid 3000000 raw units to {_alice.Address}, ", open.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_BidWithoutAttesters_BuysTheSlice()
    {
        Bytes32 bidder = await _stage.OpenAsync(_bob, 2, Rich);
        Keystore.Encrypt(fixture.Chain.Accounts[3], Password, 4).Save(Path.Combine(_folder, "bob.json"));
        await _stage.RegisterRoundAsync(Crash);
        Book debtor = await BookAsync();
        await Contracts.Auction.OpenAsync(
            _bob, _account, debtor.Positions, _stage.Shown, _stage.WitnessOf(_stage.MarginOf(debtor)));
        await _stage.RegisterRoundAsync(Crash);
        await WriteDocumentsAsync();

        Outcome outcome = await RunAsync(
            $"bid {Documents} --party {bidder}=./bob.json --fraction 0.25 --password-file password");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        Book bought = await AccountBook.ReadAsync(Contracts, fixture.Chain.Node, bidder);
        Assert.Equal(Quantity / 4, bought.Positions.Single().Quantity.Raw);
    }

    [Theory]
    [InlineData("withdraw")]
    [InlineData("withdraw --self-proved --session 0x0000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("escape 0x0000000000000000000000000000000000000000000000000000000000000001 --amount 1")]
    [InlineData("session 0x0000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("withdraw x.vmb --self-proved")]
    [InlineData("withdraw --self-proved")]
    [InlineData("withdraw --self-proved --amount 1 --to 0x0000000000000000000000000000000000000001")]
    [InlineData("liquidate")]
    [InlineData("liquidate x.vmb --scenario 1")]
    public async Task CommandLine_ProofThatIsHalfStated_IsRefusedByName(string verb)
    {
        await WriteDocumentsAsync();

        Outcome outcome = await RunAsync($"{verb} {Keys}");

        Assert.Contains("CommandLineMalformed", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>A document of another round than the registered one proves nothing, and is told apart before.</summary>
    [Fact]
    public async Task CommandLine_WithdrawOnAnotherMarket_IsRefusedBeforeTheChain()
    {
        await WriteDocumentsAsync();
        string market = Path.Combine(_folder, "market.json");
        string text = await File.ReadAllTextAsync(market);
        await File.WriteAllTextAsync(market, text.Replace("50000", "50001", StringComparison.Ordinal));

        Outcome outcome = await RunAsync(
            $"withdraw --self-proved {Documents} --amount 1.5 --to {_alice.Address} {Keys}");

        Assert.Contains("ChainStateMismatch", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_LiquidateByTheChosenScenario_OpensTheAuction()
    {
        await _stage.RegisterRoundAsync(Crash);
        await WriteDocumentsAsync();
        MarginResult margin = _stage.MarginOf(await BookAsync());
        LiquidationWitness expected = _stage.WitnessOf(margin);

        Outcome outcome = await RunAsync($"liquidate --scenario auto {Documents} --json {Keys}");

        Assert.Equal((0, string.Empty), (outcome.Code, outcome.Error));
        using JsonDocument answer = JsonDocument.Parse(outcome.Out);
        Assert.Equal(
            expected.Scenarios.ToArray(),
            answer.RootElement.GetProperty("witness").GetProperty("scenarios").EnumerateArray()
                .Select(static one => one.GetInt32()));
        AccountStanding standing = await Contracts.Vault.StateAsync(_account, BlockReference.Latest);
        Assert.Equal(AccountState.Auction, standing.State);
    }

    [Fact]
    public async Task CommandLine_LiquidateByAScenarioThatGains_IsRefusedByName()
    {
        await _stage.RegisterRoundAsync(Crash);
        await WriteDocumentsAsync();
        MarginResult margin = _stage.MarginOf(await BookAsync());
        int best = Enumerable.Range(0, margin.Totals.Length)
            .Where(index => !_stage.IsTail(index))
            .MaxBy(index => margin.Totals[index].Raw);

        Outcome outcome = await RunAsync($"liquidate --scenario {best} {Documents} {Keys}");

        Assert.Equal(6, outcome.Code);
        Assert.Contains("NotBelowMaintenance", outcome.Error, StringComparison.Ordinal);
    }

    private static string Documents => "-m market.json -p portfolio-1.0 -b book.json";

    private static string Keys => "--keystore ./owner.json --password-file password";

    private WithdrawAction Payment(UInt128 amount) => new(_account, 0, amount, fixture.Chain.Accounts[7].Address);

    private Task<Book> BookAsync() => AccountBook.ReadAsync(Contracts, fixture.Chain.Node, _account);

    private Task<TransactionReceipt> ProveAsync(Bytes32 session, int from, int to, Book book) =>
        Contracts.SelfProof.ProveAsync(_bob, session, from, to, book.Positions, _stage.Shown);

    private async Task WriteDocumentsAsync()
    {
        DeploymentFile.Write(Path.Combine(_folder, "deployment.json"), Contracts.Deployment);
        Keystore.Encrypt(fixture.Chain.Accounts[2], Password, 4).Save(Path.Combine(_folder, "owner.json"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "password"), Password);
        await WriteMarketAsync();
        Outcome status = await RunAsync($"status {_account} -b book.json");
        Assert.Equal((0, string.Empty), (status.Code, status.Error));
    }

    private Task WriteMarketAsync() =>
        File.WriteAllBytesAsync(Path.Combine(_folder, "market.json"), MarketDocument.Write(_stage.Market));

    private Task<Outcome> RunAsync(string verb) => CommandLine.RunAsync(
        _folder,
        [
            "chain",
            .. verb.Split(' '),
            "--rpc-url",
            fixture.Chain.Url,
            "--deployment",
            "deployment.json",
            "--artifacts",
            Path.Combine(fixture.Chain.Project, "artifacts", "solidity"),
        ]);

    private static async Task<string> ReasonAsync(Task call)
    {
        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => call);
        Assert.Equal(ErrorCode.TransactionReverted, refusal.Code);
        return refusal.Value;
    }
}
