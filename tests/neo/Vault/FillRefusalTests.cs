using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;
using Xunit;
using static Verifiable.Tests.Neo.Vault.VaultFixture;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>What may not enter a book, each by its name: before any attestation is read.</summary>
public sealed class FillRefusalTests
{
    private const int Tag = 0;
    private const int Count = 63;
    private const int Instrument = 64;
    private const int Packed = 96;

    /// <summary>Bytes of one canonical fill that are changed, and the refusal.</summary>
    private static readonly Dictionary<string, Func<byte[], byte[]>> Changes = new()
    {
        ["InstrumentMalformed: version 0"] = With(Instrument, 0),
        ["InstrumentMalformed: version 255"] = With(Instrument, 255),
        ["InstrumentMalformed: no underlying"] = With(Instrument + 1, 0),
        ["InstrumentMalformed: a small letter"] = With(Instrument + 2, (byte)'t'),
        ["InstrumentMalformed: a gap in the underlying"] = With(Instrument + 2, 0),
        ["InstrumentMalformed: a letter after the gap"] = With(Instrument + 8, (byte)'X'),
        ["InstrumentMalformed: no quote"] = With(Instrument + 9, 0),
        ["InstrumentMalformed: a sign in the quote"] = With(Instrument + 14, (byte)'/'),
        ["InstrumentMalformed: option without settlement"] = With(Instrument + 15, 0),
        ["InstrumentMalformed: settlement 3"] = With(Instrument + 15, 3),
        ["InstrumentMalformed: option without expiry"] = Without(Instrument + 16, 5),
        ["InstrumentMalformed: option without strike"] = Without(Instrument + 21, 8),
        ["InstrumentMalformed: strike of 2^62"] = With(Instrument + 21, 0x40),
        ["InstrumentMalformed: kind 0"] = With(Instrument + 29, 0),
        ["InstrumentMalformed: kind 6"] = With(Instrument + 29, 6),
        ["InstrumentMalformed: a perpetual that expires"] = With(Instrument + 29, 2),
        ["InstrumentMalformed: padding"] = With(Instrument + 31, 1),
        ["InstrumentNotTradable: settled in coin"] = With(Instrument + 15, 2),
        ["InstrumentNotTradable: spot"] = static fill => With(Instrument + 29, 1)(
            Without(Instrument + 15, 14)(fill)),
        ["MissingSection: another underlying"] = With(Instrument + 1, (byte)'E'),
        ["MissingSection: another quote"] = With(Instrument + 9, (byte)'E'),
        ["InstrumentMissing: another expiry"] = With(Instrument + 20, 1),
        ["InstrumentMissing: no perpetual"] = static fill => With(Instrument + 29, 2)(
            Without(Instrument + 16, 13)(fill)),
        ["VolatilityMissing: a strike between"] = With(Instrument + 28, 1),
        ["QuantityZero"] = Without(Packed, 8),
        ["QuantityTooLarge: 2^62"] = static fill => With(Packed, 0x40)(Without(Packed, 8)(fill)),
        ["QuantityTooLarge: -2^62"] = static fill => With(Packed, 0xC0)(Without(Packed, 8)(fill)),
        ["PriceOutOfRange: 0"] = Without(Packed + 8, 8),
        ["PriceOutOfRange: negative"] = With(Packed + 8, 0x80),
        ["PriceOutOfRange: 2^62"] = With(Packed + 8, 0x40),
        ["FundingIndexMismatch: of an option"] = With(Packed + 23, 1),
        ["MalformedPreimage: a fourth field"] = With(Packed + 31, 1),
        ["MalformedPreimage: another tag"] = With(Tag, 0),
        ["MalformedPreimage: another count"] = With(Count, 2),
        ["MalformedPreimage: part of a word"] = static fill => fill[..^1],
        ["MalformedPreimage: nothing"] = static _ => [],
        ["AmountZero: no fill"] = static fill => With(Count, 0)(fill)[..Instrument],
        ["UnsortedRows: twice the same"] = static fill => With(Count, 2)([.. fill, .. fill[Instrument..]]),
        ["TooManyRows: 129"] = static fill =>
            With(Count, 129)([.. fill, .. Enumerable.Repeat(fill[Instrument..], 128).SelectMany(static one => one)]),
    };

    /// <summary>The refusals, with what is wrong.</summary>
    public static TheoryData<string> Changed => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Changed))]
    public void Trade_OfAChangedFill_IsRefusedByName(string refusal)
    {
        VaultFixture vault = new();
        byte[] fill = BookRows.WritePositions(vault.AtMarks(vault.Case.Book.Positions[..1]));

        CallOutcome outcome = Trade(vault, Changes[refusal](fill), vault.SectionsOf(vault.Case.Book.Positions));

        Assert.Equal(refusal.Split(':')[0], outcome.Fault);
    }

    /// <summary>The rows before were none, so what is refused next is the attestation, which is none.</summary>
    [Fact]
    public void Trade_OfTheFillUnchanged_PassesToTheAttestation()
    {
        VaultFixture vault = new();
        byte[] fill = BookRows.WritePositions(vault.AtMarks(vault.Case.Book.Positions[..1]));

        CallOutcome outcome = Trade(vault, fill, vault.SectionsOf(vault.Case.Book.Positions));

        Assert.Equal("MalformedPreimage", outcome.Fault);
    }

    [Fact]
    public void Trade_OfAnUnderlyingThatNoScenarioShocks_IsRefused()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 4);
        VaultFixture vault = new(one with
        {
            Scenarios = one.Scenarios with { Factors = [Name.Underlying("ETH")] },
        });

        Assert.Equal("ScenarioFactorMissing", TradeOne(vault).Fault);
    }

    /// <summary>One scenario proves nothing where a tail alone binds, so such a book could never be
    /// liquidated.</summary>
    [Fact]
    public void Trade_UnderAModelThatOnlyMeasuresATail_IsRefused()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 4);
        VaultFixture vault = new(one with
        {
            Model = one.Model with
            {
                Measure = new MeasureParameters(MeasureKind.ExpectedShortfall, 700_000, false, 86_400),
            },
        });

        Assert.Equal("ProfileNotEnforceable", TradeOne(vault).Fault);
    }

    [Fact]
    public void Trade_UnderResidualsWithoutTodaysVolatility_IsRefused()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 4);
        VaultFixture vault = new(one with
        {
            Scenarios = new ScenarioSet(
                one.Scenarios.Factors,
                [
                    .. one.Scenarios.Scenarios.Select(static (scenario, at) => scenario with
                    {
                        Traits = at == 5 ? ScenarioTraits.Residual : scenario.Traits,
                    }),
                ]),
        });
        Assert.Null(vault.Publish(2, 0, static market => market with
        {
            Underlyings = [.. market.Underlyings.Select(static listed => listed with { TodayVolatility = default })],
        }).Fault);

        Assert.Equal("VolatilityMissing", TradeOne(vault).Fault);
    }

    [Fact]
    public void Trade_OfAnExpiredOptionWithoutASettlementPrice_IsRefused()
    {
        VaultFixture vault = new();
        ImmutableArray<Position> fills = vault.AtMarks(vault.Case.Book.Positions[..1]);
        vault.Chain.Now = fills[0].Instrument.Expiry.Seconds;
        Assert.Null(vault.Publish(2).Fault);

        Assert.Equal("ExpiryPassed", TradeOne(vault).Fault);
    }

    /// <summary>The assets' section names an asset where an underlying's names the underlying.</summary>
    [Fact]
    public void Trade_WithTheAssetsSectionAsAnUnderlyings_IsRefused()
    {
        MarginCase one = SampleBook.Of("portfolio-scan-1.0", 4);
        VaultFixture vault = new(one with
        {
            Market = one.Market with
            {
                Assets =
                [
                    one.Market.Assets[0] with { Asset = Name.Asset("BTC") },
                    .. Enumerable.Range(0, 4).Select(at => one.Market.Assets[0] with { Asset = Name.Asset($"C{at}") }),
                ],
            },
        });
        byte[] fill = BookRows.WritePositions(vault.AtMarks(vault.Case.Book.Positions[..1]));

        CallOutcome outcome = Trade(vault, fill, [MarketRows.Sections(vault.Market.Market)[0]]);

        Assert.Equal("MissingSection", outcome.Fault);
    }

    private static CallOutcome TradeOne(VaultFixture vault)
    {
        Position row = vault.Case.Book.Positions[0] with { EntryPrice = new Price(1) };
        return Trade(vault, BookRows.WritePositions([row]), vault.SectionsOf([row]));
    }

    private static CallOutcome Trade(VaultFixture vault, byte[] fills, object[] sections) => vault.Chain.Call(
        vault.Vault,
        "trade",
        [Alice, Bob],
        Alice,
        Bob,
        fills,
        vault.WitnessOf(),
        sections,
        NoSide(),
        NoSide());

    private static object[] NoSide() => [BookRows.WritePositions([]), Array.Empty<byte>(), Array.Empty<byte>()];

    private static Func<byte[], byte[]> With(int at, byte value) => fill => [.. fill[..at], value, .. fill[(at + 1)..]];

    private static Func<byte[], byte[]> Without(int at, int count) =>
        fill => [.. fill[..at], .. new byte[count], .. fill[(at + count)..]];
}
