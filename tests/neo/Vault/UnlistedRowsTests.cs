using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Attestation.Neo;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;
using Xunit;
using static Verifiable.Tests.Neo.Vault.VaultFixture;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>What publishers drop after a trade is no shield: a witness counts it by the engine's bounds.</summary>
public sealed class UnlistedRowsTests
{
    /// <summary>What the next market no longer has.</summary>
    private static readonly Dictionary<string, Func<UnderlyingMarket, UnderlyingMarket?>> Drops = new()
    {
        ["the strikes"] = static listed => listed with
        {
            Expiries =
            [
                .. listed.Expiries.Select(static expiry => expiry with
                {
                    Surface = expiry.Surface with { Strikes = [] },
                }),
            ],
        },
        ["the expiry"] = static listed => listed with { Expiries = [] },
        ["today's volatility"] = static listed => listed with { TodayVolatility = default },
        ["the underlying"] = static _ => null,
    };

    private const long Unit = 1_00000000;

    private readonly VaultFixture _vault = new(WithEtherAndAResidual());

    /// <summary>The cases.</summary>
    public static TheoryData<string> Dropped => [.. Drops.Keys];

    private ImmutableArray<Position> Rows => _vault.Case.Book.Positions;

    [Theory]
    [MemberData(nameof(Dropped))]
    public void Liquidate_OfRowsThatTheMarketDropped_NeedsNoPublisher(string what)
    {
        Trade();
        Drop(Drops[what]);
        MarginResult margin = _vault.Margin(Alice, Rows);
        Assert.True(margin.Equity.Raw < margin.MaintenanceMargin.Raw);

        CallOutcome outcome = Liquidate(AllSections());

        Assert.Equal((null, "LiquidationOpened"), (outcome.Fault, string.Join(", ", outcome.Events)));
        CallOutcome again = _vault.Withdraw(Alice, Rows, 1);
        Assert.Equal("AccountFrozen", again.Fault);
    }

    /// <summary>That a market does not list an underlying is shown by all of its sections, and by nothing
    /// less.</summary>
    [Fact]
    public void Liquidate_WithoutTheSectionsOfTheMarket_IsRefused()
    {
        Trade();
        string?[] listed = [Liquidate().Fault, Liquidate(Ether()).Fault, Liquidate(Ether(), Ether()).Fault];
        Drop(Drops["the underlying"]);
        string?[] dropped = [Liquidate().Fault, Liquidate(Ether()).Fault];

        Assert.Equal(new[] { "MissingSection", "MissingSection", "MissingSection" }, listed);
        Assert.Equal(new[] { "MissingSection", null }, dropped);
    }

    /// <summary>A section that was turned around while another was sought would count as not listed.</summary>
    [Fact]
    public void Liquidate_AHealthyAccountByBuffers_IsRefused()
    {
        VaultFixture vault = new(WithTwoPerpetuals());
        ImmutableArray<Position> rows = Perpetuals(vault, Million, bitcoin: Unit / 1_000, ether: -5 * Unit);
        Assert.Null(vault.Publish(2, 0, WithoutTheFirst).Fault);
        MarginResult margin = vault.Margin(Alice, rows);
        Assert.True(margin.Equity.Raw > margin.InitialMargin.Raw);

        vault.Machine.PassesBuffers = true;

        Assert.Equal("NotBelowMaintenance", vault.Liquidate(Alice, rows, margin.WorstScenario).Fault);
    }

    /// <summary>One unit of an underlying that is gone keeps nobody from taking an account over.</summary>
    [Fact]
    public void TakeOver_OfAnUnderlyingThatTheMarketDropped_NeedsNoPublisher()
    {
        VaultFixture vault = new(WithTwoPerpetuals());
        ImmutableArray<Position> rows = Perpetuals(vault, Million / 5, bitcoin: 1, ether: 10 * Unit);
        vault.Deposit(Carol, Million);
        Assert.Null(vault.Publish(2, -280_000, WithoutTheFirst).Fault);
        Assert.Null(vault.Liquidate(Alice, rows, vault.Margin(Alice, rows).WorstScenario).Fault);
        Assert.Null(vault.Publish(3, -280_000, WithoutTheFirst).Fault);
        MarginResult margin = vault.Margin(Alice, rows);
        long paid = margin.Equity.Raw > 0 ? margin.Equity.Raw - (margin.Equity.Raw / 10) : 0;

        CallOutcome outcome = vault.TakeOver(
            Alice, Carol, rows, [], rows, vault.Cash(Carol) + vault.Cash(Alice) - paid, margin.WorstScenario);

        Assert.Equal((null, "TakenOver"), (outcome.Fault, outcome.Events[^1]));
    }

    private static ImmutableArray<Position> Perpetuals(VaultFixture vault, long deposit, long bitcoin, long ether)
    {
        vault.Deposit(Alice, deposit);
        vault.Deposit(Bob, Million);
        ImmutableArray<Position> rows = vault.AtMarks([Perpetual("BTC", bitcoin), Perpetual("ETH", ether)]);
        Assert.Null(vault.Trade(Alice, Bob, rows).Fault);
        return rows;
    }

    private static Position Perpetual(string underlying, long quantity) => new(
        InstrumentId.Create(
            Name.Underlying(underlying),
            Name.Asset("USD"),
            Settlement.Linear,
            default,
            default,
            InstrumentKind.Perpetual),
        new Quantity(quantity),
        default,
        default);

    /// <summary>The market without its first underlying, and the other's perpetual at its spot.</summary>
    private static MarketSnapshot WithoutTheFirst(MarketSnapshot market) => market with
    {
        Underlyings =
        [
            .. market.Underlyings.Skip(1).Select(static listed => listed with
            {
                Perpetual = listed.Perpetual! with { Price = listed.Spot },
            }),
        ],
    };

    private static MarginCase WithTwoPerpetuals()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 4);
        UnderlyingMarket listed = one.Market.Underlyings[0];
        listed = listed with
        {
            Perpetual = new PerpetualMarket(listed.Spot, default, new Ratio(Ratio.One), listed.Time),
        };
        return one with
        {
            Market = one.Market with
            {
                Underlyings =
                [
                    listed with { Underlying = Name.Underlying("BTC") },
                    listed with { Underlying = Name.Underlying("ETH") },
                ],
            },
        };
    }

    private CallOutcome Liquidate(params object[] sections) => _vault.Chain.Call(
        _vault.Vault,
        "liquidate",
        [],
        Alice,
        BookRows.WritePositions(Rows),
        NeoHashes.MarketHead(_vault.Market.Market, _vault.Round),
        sections,
        ParameterRows.Write(_vault.Case.Model),
        ScenarioRows.Write(_vault.Case.Scenarios),
        _vault.Margin(Alice, Rows).WorstScenario);

    private object[] AllSections() => [.. MarketRows.Sections(_vault.Market.Market).Skip(1)];

    private byte[] Ether() => MarketRows.Sections(_vault.Market.Market)[^1];

    private void Drop(Func<UnderlyingMarket, UnderlyingMarket?> drop) =>
        Assert.Null(_vault.Publish(2, 0, market => market with
        {
            Underlyings =
            [
                .. market.Underlyings.Select(listed => listed.Underlying == Rows[0].Instrument.Underlying
                    ? drop(listed)
                    : listed).OfType<UnderlyingMarket>(),
            ],
        }).Fault);

    /// <summary>Alice is left with the margin of her rows and no more.</summary>
    private void Trade()
    {
        _vault.Deposit(Alice, Million);
        _vault.Deposit(Bob, Million);
        Assert.Null(_vault.Trade(Alice, Bob, _vault.AtMarks(Rows)).Fault);
        Assert.Null(_vault.Withdraw(Alice, Rows, _vault.Margin(Alice, Rows).Excess.Raw).Fault);
    }

    /// <summary>The sample book, where ether is listed too, and one scenario is a residual.</summary>
    private static MarginCase WithEtherAndAResidual()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 4);
        return one with
        {
            Market = one.Market with
            {
                Underlyings =
                [
                    .. one.Market.Underlyings,
                    one.Market.Underlyings[0] with { Underlying = Name.Underlying("ETH"), Expiries = [] },
                ],
            },
            Scenarios = one.Scenarios with
            {
                Scenarios =
                [
                    .. one.Scenarios.Scenarios.Select(static (scenario, at) => scenario with
                    {
                        Traits = at == 5 ? ScenarioTraits.Residual : scenario.Traits,
                    }),
                ],
            },
        };
    }
}
