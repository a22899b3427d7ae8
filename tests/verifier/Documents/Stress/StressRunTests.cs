using System;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Margin;
using Xunit;
using static Verifiable.Tests.Verifier.Documents.Stresses.TwoCoins;

namespace Verifiable.Tests.Verifier.Documents.Stresses;

/// <summary>Each kind of stress against numbers by hand, or against another path through the engine.</summary>
public sealed class StressRunTests
{
    // 2025-11-24T16:00:00Z plus thirty days.
    private const string Expiry = "251224T160000";

    private static readonly string[] Rows =
    [
        $"BTC/USD:USD-{Expiry}-44000-C -1", $"BTC/USD:USD-{Expiry}-36000-P -2", "BTC/USD:USD 0.5",
        $"ETH/USD:USD-{Expiry}-2400-C -10", $"ETH/USD:USD-{Expiry}-1600-P 15", "ETH/USD:USD -7", "ETH/USD 3",
    ];

    private static Book Wide => Book(20_000, Rows).With("BTC", 1).With("USDC", 5_000).With("USDT", 4_000);

    [Fact]
    public void Run_Nothing_IsTheAccountAsItIs()
    {
        StressOutcome outcome = Run(Wide).Run(Still);

        Assert.Equal(0, outcome.Loss.Raw);
        Assert.Equal(outcome.Before.InitialMargin, outcome.After.InitialMargin);
        Assert.Equal(outcome.Before.MaintenanceMargin, outcome.After.MaintenanceMargin);
        Assert.Null(outcome.Worst);
        Assert.Empty(outcome.Moves);
    }

    /// <summary>
    /// The market moves, or a scenario moves it: the engine has two ways to the same number, and without discounts
    /// neither adds anything. They part by roundings of the prices, which are whole 1e-8, and of volatilities.
    /// </summary>
    [Theory]
    [InlineData(-372, -423, 1_342)]
    [InlineData(-138, -272, 1_249)]
    [InlineData(220, -374, 1_000)]
    [InlineData(0, 0, 2_000)]
    [InlineData(0, 0, 500)]
    [InlineData(3_000, -900, 1_000)]
    public void Run_Move_IsTheScenarioThatMovesAsMuch(int btc, int eth, int volatility)
    {
        ScenarioSet set = new(
            [Btc, Eth],
            [
                new Scenario(
                    "one",
                    1L << 40,
                    1,
                    VolatilityColumn.Own,
                    [
                        new Shock(Q40(1_000 + btc), Q40(volatility), default),
                        new Shock(Q40(1_000 + eth), Q40(volatility), default),
                    ]),
            ]);
        MarginResult scenario = MarginRules.Compute(Market, new MarginModel(Bare, set), Wide);

        StressOutcome outcome = Run(Wide, Bare).Run(
            Still with { Moves = Moves(btc, eth), Volatility = Part(volatility) });

        // Beside what cancels risk, a scenario leaves collateral alone, and so does this stress.
        Assert.InRange(scenario.Totals[0].Raw + outcome.Loss.Raw, -Dollar / 100, Dollar / 100);
    }

    /// <summary>The engine tries every pattern of signs; a mirrored move is floor(1 / (1 - 0.2)) = 1.25.</summary>
    [Theory]
    [InlineData(StressDirection.Common, new[] { 1, 1, -1, -1 })]
    [InlineData(StressDirection.Each, new[] { 1, 1, 1, -1, -1, 1, -1, -1 })]
    [InlineData(StressDirection.One, new[] { 1, 0, -1, 0, 0, 1, 0, -1 })]
    public void Run_Direction_LeavesTheLeastOfItsPatterns(StressDirection direction, int[] signs)
    {
        Stress stress = Still with { Moves = Moves(-200, -200), Volatility = Part(1_500), Direction = direction };
        StressRun run = Run(Wide);
        long least = signs.Chunk(2).Min(pair =>
            run.Run(stress with { Direction = StressDirection.Given, Moves = Moves(Sign(pair[0]), Sign(pair[1])) })
                .After.Equity.Raw);

        StressOutcome outcome = run.Run(stress);

        Assert.Equal(least, outcome.After.Equity.Raw);
    }

    // Two perpetuals against each other: together they move 20 % for nothing, apart they lose on both.
    [Fact]
    public void Run_Correlations_BreakAHedge()
    {
        Book hedged = Book(10_000, "BTC/USD:USD 1", "ETH/USD:USD -20");
        Stress stress = Still with { Moves = Moves(-200, -200) };

        Assert.Equal(0, Run(hedged).Run(stress with { Direction = StressDirection.Common }).Loss.Raw);
        StressOutcome apart = Run(hedged).Run(stress with { Direction = StressDirection.Each });

        // BTC falls by 20 % and ETH rises by 25 %.
        Assert.Equal((8_000 + 10_000) * Dollar, apart.Loss.Raw);
        Assert.Equal(8_000 * Dollar, apart.Shortfall.Raw);
        Assert.True(apart.IsBelowMaintenance);
        Assert.Equal(("ETH/USD:USD", 10_000 * Dollar), (StressText.Of(apart.Worst!), apart.Worst!.Loss.Raw));
    }

    // 5,000 USDC at 0.9 lose 500; the peg's threshold is 0.99 and its factor 4, so 36 % of the loss that binds is added.
    [Fact]
    public void Run_Depeg_LosesTheBalanceAndRaisesInitial()
    {
        Book book = Book(10_000, "BTC/USD:USD 1").With("USDC", 5_000);

        StressOutcome outcome = Run(book).Run(
            Still with { Assets = [new StressAsset(ChainMarket.Usdc, Part(-100))] });

        Assert.Equal(500 * Dollar, outcome.Loss.Raw);
        Assert.Equal(("USDC", 500 * Dollar), (StressText.Of(outcome.Worst!), outcome.Worst!.Loss.Raw));
        long rise = outcome.After.InitialMargin.Raw - outcome.Before.InitialMargin.Raw;
        Assert.InRange(rise - (outcome.Before.WorstLoss.Raw * 36 / 100), -2, 2);
        Assert.Equal(outcome.Before.MaintenanceMargin, outcome.After.MaintenanceMargin);
    }

    [Fact]
    public void Run_AssetThatIsNotListed_SaysSo()
    {
        StressOutcome outcome = Run(Wide).Run(
            Still with { Assets = [new StressAsset(ChainMarket.Asset("DAI"), Part(-100))] });

        Assert.Equal((0, "the market lists no DAI"), (outcome.Loss.Raw, Assert.Single(outcome.Notes)));
    }

    // Long 55 ETH at 2,000 sell 2 % lower: 2,200. A ladder from 100 to 1,000 at a tenth begins at 10 and ends at 100, so
    // half of its share of 20 % is charged on 110,000.
    [Fact]
    public void Run_Liquidity_CostsTheSpreadAndBringsTheLadderDown()
    {
        ModelParameters model = Shipped with
        {
            Concentration =
            [
                new ConcentrationRule(Eth, Size(100), Size(1_000), new StagedRatio(default, Part(200))),
            ],
        };
        Book book = Book(100_000, "ETH/USD:USD 55");

        StressOutcome outcome = Run(book, model).Run(Still with { Depth = Part(100), Spread = Spread });

        Assert.Equal(2_200 * Dollar, outcome.Loss.Raw);
        Assert.Equal(2_200 * Dollar, outcome.Worst!.Loss.Raw);
        Assert.InRange(
            outcome.After.MaintenanceMargin.Raw - outcome.Before.MaintenanceMargin.Raw - (11_000 * Dollar), 0, 1);
        Assert.Empty(outcome.Notes);
    }

    /// <summary>Each row by itself: 2 % of price, or a tenth of volatility, against whoever closes it.</summary>
    [Fact]
    public void Run_Spread_IsPaidOnEveryRow()
    {
        StressOutcome outcome = Run(Wide).Run(Still with { Spread = Spread });
        Stress cheaper = Still with { Volatility = Part(900) };
        Stress dearer = Still with { Volatility = Part(1_100) };
        long options = Wide.Positions.Where(static row => row.Instrument.IsOption).Sum(row =>
            Run(Only(row)).Run(row.Quantity.Raw > 0 ? cheaper : dearer).Loss.Raw);

        // Perpetuals of 0.5 BTC and 7 ETH, a coin of BTC and 3 ETH of spot.
        const long prices = (20_000 + 14_000 + 40_000 + 6_000) / 50 * Dollar;
        Assert.InRange(outcome.Loss.Raw - options - prices, -20, 20);
        Assert.Contains("measures no concentration", Run(Wide).Run(Still with { Depth = default }).Notes[0]);
    }

    // Half of 5,000 USDC, 4,000 USDT and 40,000 in BTC: the two costliest are BTC and USDC.
    [Fact]
    public void Run_Defaults_TakeTheCostliestTwo()
    {
        Book book = Book(0).With("BTC", 1).With("USDC", 5_000).With("USDT", 4_000);

        StressOutcome outcome = Run(book).Run(Still with { Defaults = new StressDefaults(2, Part(500)) });

        Assert.Equal(22_500 * Dollar, outcome.Loss.Raw);
        Assert.Equal("defaulted: BTC, USDC", Assert.Single(outcome.Notes));
        Assert.Equal(("BTC", 20_000 * Dollar), (StressText.Of(outcome.Worst!), outcome.Worst!.Loss.Raw));
    }

    /// <summary>Where the model names counterparties, what they cost is the add-on that it charges for them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_DefaultsOfTheModel_CostItsCounterpartyAddOn(int largest)
    {
        ModelParameters model = Shipped with
        {
            Counterparties = new CounterpartyParameters(
                largest,
                [
                    new CounterpartyRule([ChainMarket.Asset("BTC"), ChainMarket.Asset("ETH")], Part(70)),
                    new CounterpartyRule([ChainMarket.Asset("USDC")], Part(333)),
                    new CounterpartyRule([ChainMarket.Asset("USDT")], Part(900)),
                ]),
        };
        StressRun run = Run(Wide, model);
        long addOn = run.Before.Components.Single(static part => part.Kind == ComponentKind.Counterparty).Initial.Raw;

        StressOutcome outcome = run.Run(Still with { Defaults = new StressDefaults(largest, default) });

        Assert.True(addOn > 0);
        Assert.InRange(outcome.Loss.Raw - addOn, -3, 3);
    }

    [Fact]
    public void Run_DefaultsOfACashBook_HaveNobody() => Assert.Equal(
        "nobody to default",
        Assert.Single(Run(Book(1)).Run(Still with { Defaults = new StressDefaults(2, Part(500)) }).Notes));

    // Trusted by half, below 0.55: half of 7 ETH at 2,000 is added.
    [Fact]
    public void Run_StaleOracle_PassesTimeAndTrustsLess()
    {
        Book perpetual = Book(20_000, "ETH/USD:USD -7");
        Book option = Book(20_000, $"ETH/USD:USD-{Expiry}-2000-C -10");
        Stress stale = Still with { ElapsedSeconds = 21_600, Confidence = Part(500) };

        StressOutcome doubted = Run(perpetual).Run(stale);
        StressOutcome decayed = Run(option).Run(stale);
        MarketSnapshot later = Market with { ObservedAt = new Instant(Now.Seconds + 21_600) };
        MarginResult then = MarginRules.Compute(later, new MarginModel(Shipped, Scenarios), option);

        Assert.Equal(0, doubted.Loss.Raw);
        Assert.Equal(7_000 * Dollar, doubted.After.InitialMargin.Raw - doubted.Before.InitialMargin.Raw);
        Assert.Equal(then.Equity, decayed.After.Equity);
        Assert.Equal(then.MaintenanceMargin, decayed.After.MaintenanceMargin);
        Assert.True(decayed.Loss.Raw < 0);
    }

    // Short 5 ETH with 3,000 of cash: ETH 10 % down is a gain of 1,000, which leaves more to withdraw than today does.
    [Fact]
    public void Run_CreditedOracle_WithdrawsWhatTheWrongPriceShows()
    {
        Book book = Book(3_000, "ETH/USD:USD -5");
        Stress credited = Still with { Others = Part(-100), Direction = StressDirection.Credited };
        MarginResult wrong = Run(book).Run(Still with { Moves = Moves(0, -100) }).After;

        StressOutcome outcome = Run(book).Run(credited);

        Assert.Equal(4_000 * Dollar, wrong.Equity.Raw);
        Assert.Equal(wrong.Excess, outcome.Withdrawn);
        Assert.Equal((outcome.Withdrawn, false), (outcome.Loss, outcome.Worst is not null));
        Assert.Equal(outcome.Before.MaintenanceMargin, outcome.After.MaintenanceMargin);
        Assert.Equal(Part(-100), Assert.Single(outcome.Moves).Spot);
        Assert.Equal((3_000 * Dollar) - wrong.Excess.Raw, outcome.After.Equity.Raw);
    }

    [Fact]
    public void Run_Halt_IsTheMoveOnceTheTimeHasPassed()
    {
        Stress halt = Still with { Moves = Moves(-467, -462), Direction = StressDirection.Common, ElapsedSeconds = 86_400 };
        MarginResult down = Run(Wide).Run(halt with { Direction = StressDirection.Given }).After;
        MarginResult up = Run(Wide).Run(halt with
        {
            Direction = StressDirection.Given,
            Moves = [new StressMove(Btc, Mirror(533)), new StressMove(Eth, Mirror(538))],
        }).After;

        StressOutcome outcome = Run(Wide).Run(halt);

        Assert.Equal(Math.Min(down.Equity.Raw, up.Equity.Raw), outcome.After.Equity.Raw);
    }

    /// <summary>Orders count as they do without a stress: an order to sell needs margin, here of the moved spot.</summary>
    [Fact]
    public void Run_OpenOrder_IsMarginedBeforeAndAfter()
    {
        Position sold = Book(0, "ETH/USD:USD -5").Positions[0];
        OpenOrder order = new(sold.Instrument, sold.Quantity, Price(2_000));
        StressRun run = new(Market, new MarginModel(Shipped, Scenarios), Book(20_000), [order]);

        StressOutcome outcome = run.Run(Still with { Others = Part(500) });

        Assert.Equal(0, outcome.Loss.Raw);
        Assert.True(outcome.Before.InitialMargin.Raw > 0);
        Assert.True(outcome.After.InitialMargin.Raw > outcome.Before.InitialMargin.Raw);
    }

    /// <summary>A settled part of a forward does not move, nor does an expiry with a settlement price.</summary>
    [Theory]
    [InlineData(1_500, 0, 1_750)]
    [InlineData(2_000, 0, 2_000)]
    [InlineData(1_500, 1_900, 2_000)]
    public void Run_FixedForward_MovesByItsVariablePart(long settledPart, long settlement, long forward)
    {
        MarketSnapshot market = Market with
        {
            Underlyings = [.. Market.Underlyings.Select(listed => listed with
            {
                Expiries = [.. listed.Expiries.Select(expiry => expiry with
                {
                    SettledPart = Price(settledPart),
                    SettlementPrice = Price(settlement),
                })],
            })],
        };
        Position future = new(
            InstrumentText.Parse($"ETH/USD:USD-{Expiry}", string.Empty, "instrument"),
            new Quantity(100_000_000),
            Price(2_000),
            default);
        StressRun run = new(market, new MarginModel(Shipped, Scenarios), Only(future), []);

        StressOutcome outcome = run.Run(Still with { Others = Part(-500) });

        Assert.Equal((2_000 - forward) * Dollar, outcome.Loss.Raw);
    }

    // To nothing a perpetual loses all; listing would refuse such a price, valuing the account does not.
    [Fact]
    public void Run_FallToNothing_IsValued()
    {
        StressOutcome outcome = Run(Book(0, "ETH/USD:USD 1")).Run(
            Still with { Others = new Ratio(-Ratio.One), Direction = StressDirection.Common });

        Assert.InRange(outcome.Loss.Raw, (2_000 * Dollar) - 1, 2_000 * Dollar);
    }

    private static StressSpread Spread => new(Part(20), Part(100));

    private static Book Only(Position row) => Book(0) with { Positions = [row] };

    private static Quantity Size(long coins) => new(coins * 100_000_000);

    private static Price Price(long dollars) => new(dollars * 100_000_000);

    private static int Sign(int sign) => sign switch { 1 => -200, -1 => 250, _ => 0 };

    private static Ratio Mirror(int thousandths) =>
        new((long)((Int128)Ratio.One * 1_000 / thousandths) - Ratio.One);

    private static long Q40(int thousandths) => (long)(((Int128)thousandths << 40) / 1_000);
}
