using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Testing;

namespace Verifiable.Tests.Verifier.Chain.Protocol;

/// <summary>A fresh market round and attestations that a healthy account would get.</summary>
internal sealed class ProtocolStage(LocalProtocol protocol, LocalProtocolOptions options)
{
    internal const long SpotRaw = 50_000_00000000;

    internal static readonly UnderlyingId Btc = new(0x4254430000000000);
    internal static readonly AssetId Usd = new(0x5553440000000000);
    internal static readonly AssetId BtcAsset = new(Btc.Letters);
    internal static readonly AssetId EthAsset = new(0x4554480000000000);
    internal static readonly InstrumentId Perpetual = InstrumentId.Create(
        Btc, Usd, Settlement.Linear, new Instant(0), new Price(0), InstrumentKind.Perpetual);

    internal static readonly LocalProtocolOptions Options = new()
    {
        EngineArtifact = "FixedPriceEngine",
        CashAsset = Usd,

        // Not in the order of their identifiers, in which the vault hashes balances.
        Collateral = [EthAsset, BtcAsset],
        Underlyings = [new ListedUnderlying(Btc.Word, SpotRaw, (UInt128)1_000_000_00000000)],
    };

    /// <summary>The same with a model that a contract recomputes, proves and witnesses.</summary>
    internal static readonly LocalProtocolOptions EngineOptions = Options with
    {
        Profile = "portfolio-1.0",
        EngineArtifact = "MarginEngine",
        Capabilities =
            ModelRegistry.SelfProofCapability | ModelRegistry.WitnessCapability | ModelRegistry.DisputeCapability,
    };

    private readonly Profile _model = Profiles.Open(options.Profile);
    private SnapshotStatement? _round;
    private ImmutableArray<byte[]> _sections;
    private MarketSnapshot? _market;

    internal LocalProtocol Protocol => protocol;

    internal ImmutableArray<byte[]> Sections => _sections;

    /// <summary>The latest round.</summary>
    internal MarketSnapshot Market => _market!;

    internal ShownMarket Shown => ShownMarket.Of(Market, _round!.Round);

    /// <summary>The margin of a book in the latest round, by the engine.</summary>
    internal MarginResult MarginOf(Book book) =>
        MarginRules.Compute(Market, new MarginModel(_model.Model.Parameters, _model.Scenarios.Set), book);

    /// <summary>Whether a scenario of the model belongs to its tail.</summary>
    internal bool IsTail(int scenario) => _model.Scenarios.Set.Scenarios[scenario].IsTail;

    /// <summary>What proves a margin of the latest round.</summary>
    internal LiquidationWitness WitnessOf(MarginResult margin) =>
        LiquidationWitness.Of(margin, (ModelParameters)_model.Model.Parameters, _model.Scenarios.Set);

    /// <summary>The hint that belongs to a margin.</summary>
    internal long HintOf(MarginResult margin) =>
        TailTotals.Hint(margin.Totals, _model.Scenarios.Set, ((ModelParameters)_model.Model.Parameters).Measure);

    /// <summary>Registers the round of the newest block's time, one round after the last.</summary>
    internal async Task RegisterRoundAsync(long spotRaw = SpotRaw)
    {
        await protocol.Chain.Dev.IncreaseTimeAsync(12);
        await protocol.Chain.Dev.MineAsync(2);
        Block head = (await protocol.Chain.Node.FindBlockAsync(BlockReference.Latest))!;
        Instant now = new((long)head.TimeSeconds);
        UnderlyingMarket bitcoin = new(
            Btc,
            new Price(spotRaw),
            new Ratio(Ratio.One),
            now,
            new Volatility(600_000_000_000),
            new PerpetualMarket(new Price(spotRaw), new Ratio(0), new Ratio(Ratio.One), now),
            []);
        _market = new(now, Usd, [], [bitcoin]);
        _sections = MarketRows.Sections(_market);
        _round = await protocol.RegisterAsync(_market);
    }

    /// <summary>An account of one of the funded keys with cash in it.</summary>
    internal async Task<Bytes32> OpenAsync(TransactionSender owner, long subaccount, long cash)
    {
        Bytes32 account = await protocol.Contracts.Vault.OpenAsync(owner, subaccount);
        await protocol.FundAsync(owner, account, (UInt128)cash);
        return account;
    }

    /// <summary>An attestation of the account as it stands, with equity of 90, 80 and 60 thousand.</summary>
    internal async Task<MarginAttestation> AttestAsync(Bytes32 account, Purpose purpose)
    {
        ChainBinding binding = await protocol.BindAsync(account, validForSeconds: 300);
        AccountStanding standing =
            await protocol.Contracts.Vault.StateAsync(account, BlockReference.Of(binding.BlockHash));
        return new MarginAttestation
        {
            Consumer = binding.Consumer,
            Account = account,
            Sequence = binding.Sequence,
            PriorBookHash = binding.PriorBookHash,
            BookHash = binding.PriorBookHash,
            Cash = standing.Cash,
            ActionHash = default,
            EngineId = CurrentEngine.Id,
            ParametersHash = ParameterRows.Hash(_model.Model.Parameters),
            ScenarioHash = ScenarioRows.Hash(_model.Scenarios.Set),
            Round = _round!.Round,
            MarketHash = _round.MarketHash,
            TotalsHash = new Bytes32(7, 7, 7, 7),
            Equity = 90_000_000_000,
            InitialMargin = 80_000_000_000,
            MaintenanceMargin = 60_000_000_000,
            ValueAtRisk = 30_000_000_000,
            ExpectedShortfall = 35_000_000_000,
            PriorExcess = 0,
            BundleHash = new Bytes32(8, 8, 8, 8),
            ValidUntil = binding.ValidUntil,
            BlockNumber = binding.BlockNumber,
            BlockHash = binding.BlockHash,
            Epoch = binding.Epoch,
            Purpose = purpose,
        };
    }

    /// <summary>The attestation of a cash withdrawal.</summary>
    internal async Task<MarginAttestation> AttestAsync(WithdrawAction action)
    {
        MarginAttestation before = await AttestAsync(action.Account, Purpose.Withdraw);
        return before with { Cash = before.Cash - (Int128)action.Amount, ActionHash = action.Hash() };
    }

    /// <summary>A batch in which one account buys a perpetual from another at the mark.</summary>
    internal async Task<ClearingBatch> TradeAsync(
        (Bytes32 Account, PrivateKey Owner) buyer, (Bytes32 Account, PrivateKey Owner) seller, long quantityRaw)
    {
        OrderFill fill = new(0, 1, (ulong)quantityRaw, SpotRaw);
        (LimitOrder Order, PrivateKey Owner)[] orders =
        [
            (OrderOf(buyer.Account, buys: true, fill), buyer.Owner),
            (OrderOf(seller.Account, buys: false, fill), seller.Owner),
        ];
        Eip712Domain domain = LimitOrder.Domain(protocol.Chain.ChainId, protocol.Contracts.Vault.Address);
        ImmutableArray<Bytes32> digests = [.. orders.Select(signed => signed.Order.Digest(domain))];
        Bytes32 actionHash = ClearingBatch.ActionHash([fill], digests);
        return new ClearingBatch(
            [fill],
            [.. orders.Select((signed, i) =>
                new SignedOrder(signed.Order, [.. Secp256k1.Sign(digests[i], signed.Owner).ToBytes()]))],
            [
                await ChangeAsync(buyer.Account, quantityRaw, actionHash),
                await ChangeAsync(seller.Account, -quantityRaw, actionHash),
            ],
            _sections);
    }

    /// <summary>The rows of an account that traded once, as its attestation shows them.</summary>
    internal static Book AfterTrade(Bytes32 account, Int128 cash, long quantityRaw) =>
        new TradeAction(Perpetual, new Quantity(quantityRaw), new Price(SpotRaw), new Ratio(0))
            .Apply(new Book(account, 0, new Money((long)cash), [], []));

    private static LimitOrder OrderOf(Bytes32 account, bool buys, OrderFill fill) => new(
        account, default, Perpetual.Word, buys, fill.Quantity, fill.Price, MaxFee: 0, Nonce: 0, ulong.MaxValue);

    private async Task<AccountChange> ChangeAsync(Bytes32 account, long quantityRaw, Bytes32 actionHash)
    {
        MarginAttestation before = await AttestAsync(account, Purpose.Trade);
        Book after = AfterTrade(account, before.Cash, quantityRaw);
        MarginAttestation attestation = before with
        {
            BookHash = BookRows.Hash(after, before.Consumer),
            Cash = after.Cash.Raw,
            ActionHash = actionHash,
        };
        return new AccountChange([], attestation, protocol.Sign(attestation).Signatures);
    }
}
