using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Neo;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using static Verifiable.Tests.Neo.Vault.VaultFixture;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>Rows, entry prices, funding and cash after trades and take-overs: never a signer's.</summary>
public sealed class TradedRowsTests(ITestOutputHelper output)
{
    private const int Trades = 40;
    private const long Unit = 1_00000000;

    private readonly VaultFixture _vault = new(WithFutures());

    private Position Option => _vault.Case.Book.Positions[0];

    private InstrumentId Perpetual => Linear(InstrumentKind.Perpetual, default);

    private InstrumentId Future => Linear(InstrumentKind.Future, Option.Instrument.Expiry);

    /// <summary>Buying, selling, adding, reducing, crossing and closing, at changing prices and funding.</summary>
    [Fact]
    public void Trade_OfRandomFills_LeavesTheRowsAndCashOfTheRule()
    {
        Seeded seeded = Seeded.Printed(output);
        _vault.Deposit(Alice, 1_000 * Million);
        _vault.Deposit(Bob, 1_000 * Million);
        Book alice = new(default, 0, new Money(_vault.Cash(Alice)), [], []);
        Book bob = alice;
        List<string> differences = [];
        for (int trade = 0; trade < Campaign.Scale(Trades); trade++)
        {
            PublishFunding((ulong)trade + 2, seeded.Between(-1_000_000_000_000_000, 1_000_000_000_000_000));
            ImmutableArray<Position> fills = [.. Draw(seeded)];
            Book aliceAfter = _vault.After(Alice, alice.Positions, fills);
            Book bobAfter = _vault.After(Bob, bob.Positions, Opposite(fills));

            string? fault = _vault.Trade(Alice, Bob, fills, alice.Positions, bob.Positions).Fault;

            (alice, bob) = (aliceAfter, bobAfter);
            if (fault is not null || !Holds(Alice, alice) || !Holds(Bob, bob))
            {
                differences.Add($"{trade}: {fault}, {string.Join(", ", fills)}");
            }
        }

        Assert.Empty(differences);
    }

    /// <summary>What an attestation says of the book afterwards has to be what the vault computes.</summary>
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 0, 1)]
    public void Trade_WithAnotherRowAttested_IsRefused(long quantity, long entryPrice, long fundingIndex)
    {
        _vault.Deposit(Alice, Million);
        _vault.Deposit(Bob, Million);
        ImmutableArray<Position> fills = _vault.AtMarks([Row(Unit, 0, 0)]);
        ImmutableArray<Position> invented =
        [
            fills[0] with
            {
                Quantity = new Quantity(Unit + quantity),
                EntryPrice = new Price(fills[0].EntryPrice.Raw + entryPrice),
                FundingIndex = new Ratio(fills[0].FundingIndex.Raw + fundingIndex),
            },
        ];
        byte[] action = [.. BytesOf(Alice), .. BytesOf(Bob), .. BookRows.WritePositions(fills)];
        MarginAttestation attestation = _vault.Attest(Alice, [], invented, Million, Purpose.Trade, action);

        CallOutcome outcome = _vault.TradeOf(
            Alice,
            Bob,
            fills,
            _vault.SideOf([], attestation),
            _vault.SideOf(Bob, [], Opposite(fills), action),
            fills);

        Assert.Equal(("BookMismatch", 0), (outcome.Fault, _vault.Sequence(Alice)));
    }

    /// <summary>
    /// The debtor is long 3 at 60,000 with index 5; the bidder long 1 at 50,000 with index 2 and the market at 7.
    /// Entry (3 * 60,000 + 1 * 50,000) / 4 = 57,500. Funding of the three from 5 to 2: +3 * (5 - 2) = 9.
    /// </summary>
    [Fact]
    public void TakeOver_OfARowHeldAlready_AveragesTheEntryAndPaysTheFundingBetween()
    {
        ImmutableArray<Position> debtorRows = [Row(3 * Unit, 60_000 * Unit, 5)];
        ImmutableArray<Position> bidderRows = [Row(1 * Unit, 50_000 * Unit, 2)];
        long owed = Stop(debtorRows, bidderRows);

        CallOutcome outcome = _vault.TakeOver(
            Alice,
            Carol,
            debtorRows,
            bidderRows,
            [Row(4 * Unit, 57_500 * Unit, 2)],
            _vault.Cash(Carol) + owed + 9_000_000,
            Scenario(debtorRows));

        Assert.Null(outcome.Fault);
        Assert.Equal(
            NeoHashes.Of(BookRows.WritePositions([Row(4 * Unit, 57_500 * Unit, 2)])).ToArray(),
            _vault.Chain.Call(_vault.Vault, "rowsHash", [], Carol).Value.GetSpan().ToArray());
    }

    /// <summary>Without a row of its own the bidder has the debtor's, entry price and index alike.</summary>
    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(1, 0, "BookMismatch")]
    [InlineData(0, 1, "BookMismatch")]
    public void TakeOver_OfAnotherRow_KeepsTheDebtorsEntryAndFunding(long entryOff, long indexOff, string? refusal)
    {
        ImmutableArray<Position> debtorRows = [Row(3 * Unit, 60_000 * Unit, 5)];
        long owed = Stop(debtorRows, []);
        Position invented = debtorRows[0] with
        {
            EntryPrice = new Price(debtorRows[0].EntryPrice.Raw + entryOff),
            FundingIndex = new Ratio(debtorRows[0].FundingIndex.Raw + indexOff),
        };

        CallOutcome outcome = _vault.TakeOver(
            Alice, Carol, debtorRows, [], [invented], _vault.Cash(Carol) + owed, Scenario(debtorRows));

        Assert.Equal(refusal, outcome.Fault);
    }

    /// <summary>Both take their rows from Bob, the spot falls by 40 %, and Alice, who has little cash, is stopped. What
    /// her cash is, since she is paid nothing for an equity below zero.</summary>
    private long Stop(ImmutableArray<Position> debtorRows, ImmutableArray<Position> bidderRows)
    {
        _vault.Deposit(Alice, 60_000_000_000);
        _vault.Deposit(Bob, 1_000 * Million);
        _vault.Deposit(Carol, 1_000 * Million);
        PublishFunding(2, debtorRows[0].FundingIndex.Raw);
        Assert.Null(_vault.Trade(Alice, Bob, debtorRows).Fault);
        ImmutableArray<Position> bobRows = Opposite(debtorRows);
        if (!bidderRows.IsEmpty)
        {
            PublishFunding(3, bidderRows[0].FundingIndex.Raw);
            Assert.Null(_vault.Trade(Carol, Bob, bidderRows, [], bobRows).Fault);
        }

        PublishFunding(4, 7 * Ratio.One, -400_000);
        Assert.Null(_vault.Liquidate(Alice, debtorRows, Scenario(debtorRows)).Fault);
        PublishFunding(5, 7 * Ratio.One, -400_000);
        Assert.True(_vault.Margin(Alice, debtorRows).Equity.Raw < 0);
        return _vault.Cash(Alice);
    }

    private int Scenario(ImmutableArray<Position> rows) => _vault.Margin(Alice, rows).WorstScenario;

    private Position Row(long quantity, long entryPrice, long fundingIndex) => new(
        Perpetual, new Quantity(quantity), new Price(entryPrice), new Ratio(fundingIndex * Ratio.One));

    private bool Holds(UInt160 account, Book book) => _vault.Cash(account) == book.Cash.Raw
        && _vault.Chain.Call(_vault.Vault, "rowsHash", [], account).Value.GetSpan()
            .SequenceEqual(NeoHashes.Of(BookRows.WritePositions(book.Positions)).ToArray());

    private IEnumerable<Position> Draw(Seeded seeded)
    {
        InstrumentId[] all = [Perpetual, Future, .. _vault.Case.Book.Positions.Select(static row => row.Instrument)];
        return _vault.AtMarks(
        [
            .. all.Where(_ => seeded.Coin()).DefaultIfEmpty(Perpetual).Order().Select(instrument => new Position(
                instrument,
                new Quantity(seeded.Between(1, 3) * (seeded.Coin() ? 1 : -1) * Unit / 3),
                default,
                default)),
        ]).Select(fill => fill with { EntryPrice = new Price(fill.EntryPrice.Raw + seeded.Between(0, 999)) });
    }

    private void PublishFunding(ulong round, long fundingIndex, long movePpm = 0) =>
        Assert.Null(_vault.Publish(round, movePpm, market => market with
        {
            Underlyings =
            [
                .. market.Underlyings.Select(listed => listed with
                {
                    Perpetual = listed.Perpetual! with
                    {
                        Price = listed.Spot,
                        FundingIndex = new Ratio(fundingIndex),
                    },
                }),
            ],
        }).Fault);

    private InstrumentId Linear(InstrumentKind kind, Instant expiry) => InstrumentId.Create(
        Option.Instrument.Underlying, Option.Instrument.Quote, Settlement.Linear, expiry, default, kind);

    /// <summary>The sample book in a market with a perpetual.</summary>
    private static MarginCase WithFutures()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 4);
        return one with
        {
            Market = one.Market with
            {
                Underlyings =
                [
                    .. one.Market.Underlyings.Select(static listed => listed with
                    {
                        Perpetual = new PerpetualMarket(listed.Spot, default, new Ratio(Ratio.One), listed.Time),
                    }),
                ],
            },
        };
    }
}
