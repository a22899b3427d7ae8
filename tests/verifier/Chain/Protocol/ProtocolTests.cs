using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Testing;
using Verifiable.Tests.Verifier.Chain.Local;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Protocol;

/// <summary>The facades against the deployed contracts; both nodes run every test.</summary>
public abstract class ProtocolTests(LocalChainFixture fixture) : IAsyncLifetime
{
    private const long Cash = 100_000_000_000;

    private readonly TransactionSender _alice = fixture.Chain.CreateSender(2);
    private readonly TransactionSender _bob = fixture.Chain.CreateSender(3);
    private ProtocolStage _stage = null!;
    private string _snapshot = string.Empty;

    private ProtocolContracts Contracts => _stage.Protocol.Contracts;

    public async Task InitializeAsync()
    {
        LocalProtocol protocol = await fixture.ProtocolAsync();
        _snapshot = await fixture.Chain.Dev.SnapshotAsync();
        _stage = new ProtocolStage(protocol, ProtocolStage.Options);
        await _stage.RegisterRoundAsync();
    }

    public async Task DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        await fixture.Chain.Dev.RevertAsync(_snapshot);
    }

    [Fact]
    public async Task Deployment_WrittenAndRead_ConnectsToTheSameContracts()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("deployment").FullName, "31337.json");

        DeploymentFile.Write(file, Contracts.Deployment);
        Deployment read = DeploymentFile.Read(file);
        await read.VerifyAsync(fixture.Chain.Node);
        ProtocolContracts again = ProtocolContracts.Connect(read, fixture.Chain.Artifacts, fixture.Chain.Node);

        Assert.Equal(Contracts.Vault.Address, again.Vault.Address);
        Assert.Equal(1UL, await again.Verifier.CurrentEpochAsync());
        Assert.Equal(await Contracts.Market.LatestRoundAsync(), await again.Market.LatestRoundAsync());
        File.Delete(file);
    }

    [Fact]
    public async Task Digests_OfAttestationOrderAndRound_AreTheContracts()
    {
        Bytes32 account = await _stage.OpenAsync(_alice, 1, Cash);
        MarginAttestation attestation = await _stage.AttestAsync(account, Purpose.Report);
        LimitOrder order = new(account, default, ProtocolStage.Perpetual.Word, true, 1, -2, 3, 4, 5);
        Eip712Domain orders = LimitOrder.Domain(fixture.Chain.ChainId, Contracts.Vault.Address);
        Eip712Domain attestations = MarginAttestation.Domain(fixture.Chain.ChainId, Contracts.Verifier.Address);

        Bytes32 verifiers = await Contracts.Verifier.DigestAsync(attestation);
        NamedValues vaults = await Contracts.Vault.Contract.CallAsync("orderDigest", [order.ToValue()]);

        Assert.Equal(attestation.Digest(attestations), verifiers);
        Assert.Equal(order.Digest(orders), vaults.Items.Single().Value.AsBytes32());
    }

    [Fact]
    public async Task RoundAsync_OfTheRegisteredRound_HoldsItsHash()
    {
        ulong latest = await Contracts.Market.LatestRoundAsync();

        RegisteredRound round = await Contracts.Market.RoundAsync(latest, BlockReference.Latest);

        Assert.NotEqual(default, round.MarketHash);
        Assert.Equal(latest, round.ObservedAtSeconds / 12);
        Assert.Equal((0UL, 0UL), (round.Jumped, round.Deviating));
    }

    [Fact]
    public async Task DepositAsync_Cash_IsCreditedWithoutASequence()
    {
        Bytes32 account = await _stage.OpenAsync(_alice, 7, Cash);

        AccountStanding standing = await Contracts.Vault.StateAsync(account, BlockReference.Latest);

        Assert.Equal((0UL, (Int128)Cash, AccountState.Active), (standing.Sequence, standing.Cash, standing.State));
        Assert.Equal([.. _alice.Address.ToArray(), .. new byte[11], 7], account.ToArray());
    }

    /// <summary>Reading refuses a book whose hash is not the vault's, so the order of the assets is the vault's too.</summary>
    [Fact]
    public async Task AccountBook_OfAnAccountWithCollateral_HasTheBalances()
    {
        Bytes32 account = await _stage.OpenAsync(_alice, 1, Cash);
        Book before = await AccountBook.ReadAsync(Contracts, fixture.Chain.Node, account);
        ImmutableArray<VaultAsset> assets = await Contracts.Vault.CollateralAssetsAsync(BlockReference.Latest);
        foreach (VaultAsset asset in assets)
        {
            await DepositAsync(account, asset, 300_000_000 * (ulong)asset.Index);
        }

        Book book = await AccountBook.ReadAsync(Contracts, fixture.Chain.Node, account);

        Assert.Equal(
            [(1, ProtocolStage.EthAsset, 8), (2, ProtocolStage.BtcAsset, 8)],
            assets.Select(static asset => ((int)asset.Index, asset.Asset, (int)asset.Decimals)));
        Assert.Empty(before.Collateral);
        Assert.Equal(
            [
                new CollateralBalance(ProtocolStage.BtcAsset, new Quantity(600_000_000)),
                new CollateralBalance(ProtocolStage.EthAsset, new Quantity(300_000_000)),
            ],
            book.Collateral.ToArray());
        Assert.Equal((2UL, Cash), (book.Sequence, book.Cash.Raw));
    }

    [Fact]
    public async Task WithdrawAsync_Attested_PaysAndConsumesTheSequence()
    {
        Bytes32 account = await _stage.OpenAsync(_alice, 1, Cash);
        WithdrawAction action = new(account, 0, 25_000_000_000, fixture.Chain.Accounts[5].Address);
        SignedAttestation shown = _stage.Protocol.Sign(await _stage.AttestAsync(action));

        WithdrawOutcome outcome =
            await Contracts.Vault.WithdrawAsync(_alice, action, shown.Attestation, shown.Signatures);

        AccountStanding standing = await Contracts.Vault.StateAsync(account, BlockReference.Latest);
        Assert.Equal(action.Amount, outcome.Paid);
        Assert.Null(outcome.ExitId);
        Assert.Equal((1UL, (Int128)75_000_000_000), (standing.Sequence, standing.Cash));
        Assert.Equal(action.Amount, await BalanceAsync(action.Recipient));
    }

    /// <summary>The requirement, by the receipt: a vault that has paid before in the hour and asked for its model.</summary>
    [Fact]
    public async Task WithdrawAsync_OnAVaultInUse_CostsAtMost75000GasBesideTheToken()
    {
        const ulong ColdAccountGas = 2_600;
        Bytes32 account = await _stage.OpenAsync(_alice, 1, Cash);
        WithdrawAction action = new(account, 0, 12_345_678_901, _alice.Address);
        await WithdrawAsync(action);
        AbiValue[] transfer = [Contracts.Vault.Address, 1UL];
        TransactionReceipt moved = await Contracts.CashToken.SendAsync(_alice, "transfer", transfer);
        ulong token = moved.GasUsed - IntrinsicGas(Contracts.CashToken.Abi.Function("transfer").EncodeCall(transfer));

        WithdrawOutcome outcome = await WithdrawAsync(action);

        Assert.Equal(action.Amount, outcome.Paid);
        Assert.InRange(outcome.Receipt.GasUsed - token - ColdAccountGas, 70_000UL, 75_000UL);
    }

    [Fact]
    public async Task RequestWithdrawAsync_Attested_IsPaidAfterItsDelay()
    {
        Bytes32 account = await _stage.OpenAsync(_alice, 1, Cash);
        WithdrawAction action = new(account, 0, 25_000_000_000, fixture.Chain.Accounts[6].Address);
        SignedAttestation shown = _stage.Protocol.Sign(await _stage.AttestAsync(action));

        WithdrawOutcome queued =
            await Contracts.Vault.RequestWithdrawAsync(_alice, action, shown.Attestation, shown.Signatures);
        string early = await ReasonAsync(Contracts.Vault.FinaliseWithdrawAsync(_bob, queued.ExitId!.Value));
        await fixture.Chain.Dev.IncreaseTimeAsync(6 * 3600);
        WithdrawOutcome paid = await Contracts.Vault.FinaliseWithdrawAsync(_bob, queued.ExitId.Value);

        Assert.Equal(UInt128.Zero, queued.Paid);
        Assert.StartsWith("ExitNotReady(readyAt: ", early, StringComparison.Ordinal);
        Assert.Equal(action.Amount, paid.Paid);
    }

    [Fact]
    public async Task WithdrawAsync_RefusedByTheVault_NamesTheErrorAndItsValues()
    {
        Bytes32 account = await _stage.OpenAsync(_alice, 1, Cash);
        WithdrawAction action = new(account, 0, 1_000_000, _alice.Address);
        MarginAttestation good = await _stage.AttestAsync(action);

        Assert.Equal(
            "SequenceMismatch(given: 9, actual: 0)", await WithdrawReasonAsync(action, good with { Sequence = 9 }));
        Assert.Equal(
            "InitialMarginNotMet(equity: 1, required: 2)",
            await WithdrawReasonAsync(action, good with { Equity = 1, InitialMargin = 2 }));
        Assert.Equal(
            "WrongPurpose(purpose: 4)", await WithdrawReasonAsync(action, good with { Purpose = Purpose.Trade }));
        Assert.Equal(
            "AttestationExpired(validUntil: 1)", await WithdrawReasonAsync(action, good with { ValidUntil = 1 }));
    }

    [Fact]
    public async Task WithdrawFlatAsync_AccountWithoutRows_NeedsNoAttestation()
    {
        Bytes32 account = await _stage.OpenAsync(_alice, 1, Cash);
        WithdrawAction all = new(account, 0, Cash, _alice.Address);

        WithdrawOutcome outcome = await Contracts.Vault.WithdrawFlatAsync(_alice, all);

        Assert.Equal((UInt128)Cash, outcome.Paid);
    }

    [Fact]
    public async Task ClearAsync_OneTrade_ChangesBothBooksAsAttested()
    {
        Bytes32 buyer = await _stage.OpenAsync(_alice, 1, Cash);
        Bytes32 seller = await _stage.OpenAsync(_bob, 1, Cash);
        ClearingBatch batch = await _stage.TradeAsync(
            (buyer, fixture.Chain.Accounts[2]), (seller, fixture.Chain.Accounts[3]), 2_00000000);

        await Contracts.Vault.ClearAsync(_stage.Protocol.Deployer, batch);

        AccountStanding after = await Contracts.Vault.StateAsync(buyer, BlockReference.Latest);
        Assert.Equal(batch.Changes[0].Attestation.BookHash, after.BookHash);
        Assert.Equal((1UL, (Int128)Cash), (after.Sequence, after.Cash));
        Assert.Equal(
            batch.Changes[1].Attestation.BookHash,
            (await Contracts.Vault.StateAsync(seller, BlockReference.Latest)).BookHash);
    }

    [Fact]
    public async Task Liquidation_Attested_OpensSellsAndCloses()
    {
        Bytes32 debtor = await _stage.OpenAsync(_alice, 1, Cash);
        Bytes32 other = await _stage.OpenAsync(_bob, 1, Cash);
        Bytes32 bidder = await _stage.OpenAsync(_bob, 2, Cash);
        await Contracts.Vault.ClearAsync(_stage.Protocol.Deployer, await _stage.TradeAsync(
            (debtor, fixture.Chain.Accounts[2]), (other, fixture.Chain.Accounts[3]), 2_00000000));
        await _stage.RegisterRoundAsync();

        TransactionReceipt opened = await Contracts.Auction.OpenAttestedAsync(_bob, debtor, await BreachAsync(debtor));
        string sameRound = await ReasonAsync(BidAsync(debtor, bidder));
        await _stage.RegisterRoundAsync();
        await BidAsync(debtor, bidder);

        AccountStanding sold = await Contracts.Vault.StateAsync(debtor, BlockReference.Latest);
        AccountStanding bought = await Contracts.Vault.StateAsync(bidder, BlockReference.Latest);
        Assert.StartsWith("SameRound(round: ", sameRound, StringComparison.Ordinal);
        Assert.Equal(AccountState.Auction, sold.State);
        Assert.Equal(BookRows.Hash(Half(bidder, bought.Cash), Contracts.Vault.Address), bought.BookHash);
        Assert.StartsWith(
            "LeaseLive(until: ",
            await ReasonAsync(Contracts.Auction.CloseAsync(_bob, debtor)),
            StringComparison.Ordinal);
        ulong start = (await fixture.Chain.Node.FindBlockAsync(BlockReference.Of(opened.BlockHash)))!.TimeSeconds;
        Assert.Equal((980_000U, 0U), await Contracts.Auction.PriceAsync(debtor, start));
        Assert.Equal((700_000U, 0U), await Contracts.Auction.PriceAsync(debtor, start + (15 * 60)));
    }

    private static Verifiable.Engine.Instruments.Book Half(Bytes32 account, Int128 cash) =>
        ProtocolStage.AfterTrade(account, cash, 1_00000000);

    private async Task<SignedAttestation> BreachAsync(Bytes32 account)
    {
        MarginAttestation healthy = await _stage.AttestAsync(account, Purpose.Liquidate);
        return _stage.Protocol.Sign(healthy with { Equity = 30_000_000_000 });
    }

    private async Task<TransactionReceipt> BidAsync(Bytes32 debtor, Bytes32 bidder)
    {
        AccountStanding standing = await Contracts.Vault.StateAsync(debtor, BlockReference.Latest);
        AuctionBid bid = new(
            debtor, bidder, 500_000, Cash, ProtocolStage.AfterTrade(debtor, standing.Cash, 2_00000000).Positions, []);
        MarginAttestation before = await _stage.AttestAsync(bidder, Purpose.Trade);
        MarginAttestation gate = before with
        {
            BookHash = BookRows.Hash(Half(bidder, before.Cash), Contracts.Vault.Address),
            Cash = 0,
            ActionHash = bid.ActionHash(),
        };
        return await Contracts.Auction.BidAttestedAsync(
            _bob, bid, await BreachAsync(debtor), _stage.Protocol.Sign(gate));
    }

    private async Task DepositAsync(Bytes32 account, VaultAsset asset, UInt128 amount)
    {
        ContractInstance token = Contracts.CashToken with { Address = asset.Token };
        await token.SendAsync(_alice, "mint", [_alice.Address, amount]);
        await token.SendAsync(_alice, "approve", [Contracts.Vault.Address, amount]);
        await Contracts.Vault.DepositCollateralAsync(_alice, account, asset.Index, amount);
    }

    private async Task<WithdrawOutcome> WithdrawAsync(WithdrawAction action)
    {
        SignedAttestation shown = _stage.Protocol.Sign(await _stage.AttestAsync(action));
        return await Contracts.Vault.WithdrawAsync(_alice, action, shown.Attestation, shown.Signatures);
    }

    private static ulong IntrinsicGas(byte[] data) =>
        21_000 + data.Aggregate(0UL, (sum, one) => sum + (one == 0 ? 4UL : 16UL));

    private async Task<string> WithdrawReasonAsync(WithdrawAction action, MarginAttestation attestation)
    {
        SignedAttestation shown = _stage.Protocol.Sign(attestation);
        return await ReasonAsync(
            Contracts.Vault.WithdrawAsync(_alice, action, shown.Attestation, shown.Signatures));
    }

    private static async Task<string> ReasonAsync(Task call)
    {
        MarginException refusal = await Assert.ThrowsAsync<MarginException>(() => call);
        Assert.Equal(ErrorCode.TransactionReverted, refusal.Code);
        return refusal.Value;
    }

    private async Task<UInt128> BalanceAsync(Verifiable.Documents.Hashing.Address owner) =>
        (await Contracts.CashToken.CallAsync("balanceOf", [owner])).Items.Single().Value.AsUInt128();
}

[Collection(nameof(HardhatTests))]
public sealed class HardhatProtocolTests(HardhatFixture fixture) : ProtocolTests(fixture);

[Collection(nameof(AnvilTests))]
public sealed class AnvilProtocolTests(AnvilFixture fixture) : ProtocolTests(fixture);
