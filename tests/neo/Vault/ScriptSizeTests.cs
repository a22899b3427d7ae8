using System.Collections.Immutable;
using System.Linq;
using Neo;
using Neo.VM;
using Verifiable.Attestation.Neo;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;
using Xunit;
using static Verifiable.Tests.Neo.Vault.VaultFixture;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>What fits a transaction's script, and that nobody enters what does not.</summary>
public sealed class ScriptSizeTests
{
    /// <summary>A node reads no longer script of a transaction.</summary>
    private const int MaxScript = ushort.MaxValue;

    /// <summary>Of a strike in a section, as of a row in a book.</summary>
    private const int StrikeBytes = 64;

    /// <summary>The strikes of one underlying, over six expiries, with which a book of the most rows can still be
    /// liquidated: 33 scenarios, and 533.</summary>
    [Theory]
    [InlineData("portfolio-scan-1.0", 798)]
    [InlineData("portfolio-1.0", 41)]
    public void Liquidate_OfTheLargestBook_FitsUpToSomeStrikes(string profile, int strikes)
    {
        Assert.InRange(ScriptOf(profile, strikes), MaxScript - StrikeBytes + 1, MaxScript);
    }

    [Fact]
    public void Trade_ThatAddsRows_ShowsAllUnderlyingsHeld()
    {
        VaultFixture vault = new(WithEther());
        ImmutableArray<Position> bitcoin = [vault.Case.Book.Positions[0]];
        ImmutableArray<Position> ether =
        [
            new(Perpetual("ETH"), new Quantity(1_00000000), new Price(60_000_00000000), default),
        ];
        vault.Deposit(Alice, Million);
        vault.Deposit(Bob, Million);
        Assert.Null(vault.Trade(Alice, Bob, vault.AtMarks(bitcoin)).Fault);

        string? alone = vault.Trade(Alice, Bob, ether, bitcoin, Opposite(bitcoin)).Fault;
        string? both = vault.Trade(Alice, Bob, ether, bitcoin, Opposite(bitcoin), [.. bitcoin, .. ether]).Fault;
        ImmutableArray<Position> alice = [.. bitcoin, .. ether];
        string? held = vault.Trade(Alice, Bob, ether, alice, Opposite(alice)).Fault;
        alice = [.. bitcoin, ether[0] with { Quantity = new Quantity(2_00000000) }];
        string? more = vault.Trade(
            Alice, Bob, vault.AtMarks(vault.Case.Book.Positions[1..2]), alice, Opposite(alice)).Fault;

        Assert.Equal(("MissingSection", null, null, "MissingSection"), (alone, both, held, more));
    }

    /// <summary>The bytes of a liquidation's script.</summary>
    private static int ScriptOf(string profile, int strikes)
    {
        MarginCase one = SampleBook.Of(profile, 128);
        UnderlyingMarket listed = one.Market.Underlyings[0];
        int each = strikes / listed.Expiries.Length;
        MarketSnapshot market = one.Market with
        {
            Underlyings =
            [
                listed with
                {
                    Expiries =
                    [
                        .. listed.Expiries.Select((expiry, at) => expiry with
                        {
                            Surface = expiry.Surface with
                            {
                                Strikes = Strikes(at == 0 ? strikes - (each * (listed.Expiries.Length - 1)) : each),
                            },
                        }),
                    ],
                },
            ],
        };
        using ScriptBuilder script = new();
        script.EmitDynamicCall(
            UInt160.Zero,
            "liquidate",
            [
                TestChain.Parameter(Alice),
                TestChain.Parameter(BookRows.WritePositions(one.Book.Positions)),
                TestChain.Parameter(NeoHashes.MarketHead(market, 1)),
                TestChain.Parameter(new object[] { MarketRows.Sections(market)[1] }),
                TestChain.Parameter(ParameterRows.Write(one.Model)),
                TestChain.Parameter(ScenarioRows.Write(one.Scenarios)),
                TestChain.Parameter(one.Scenarios.Scenarios.Length - 1),
            ]);
        return script.ToArray().Length;
    }

    private static ImmutableArray<VolatilityPoint> Strikes(int count) =>
    [
        .. Enumerable.Range(1, count).Select(static at => new VolatilityPoint(
            new Price(at * 100_00000000L), new Volatility(600_000_000_000))),
    ];

    private static InstrumentId Perpetual(string underlying) => InstrumentId.Create(
        Name.Underlying(underlying), Name.Asset("USD"), Settlement.Linear, default, default, InstrumentKind.Perpetual);

    /// <summary>The sample book in a market with ether's perpetual.</summary>
    private static MarginCase WithEther()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 4);
        UnderlyingMarket bitcoin = one.Market.Underlyings[0];
        return one with
        {
            Market = one.Market with
            {
                Underlyings =
                [
                    bitcoin,
                    bitcoin with
                    {
                        Underlying = Name.Underlying("ETH"),
                        Expiries = [],
                        Perpetual = new PerpetualMarket(bitcoin.Spot, default, new Ratio(Ratio.One), bitcoin.Time),
                    },
                ],
            },
        };
    }
}
