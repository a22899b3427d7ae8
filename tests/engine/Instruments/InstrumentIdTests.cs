using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Instruments;

/// <summary>The 32 bytes of an instrument, written out by hand from the layout, and their order.</summary>
public sealed class InstrumentIdTests(ITestOutputHelper output)
{
    private const long EightOClock = 1_613_203_200;

    // Spaces separate version, underlying, quote, settlement, expiry, strike, kind and padding.
    public static TheoryData<string, string, string, Settlement, long, long, InstrumentKind> Layouts => new()
    {
        {
            "01 4254430000000000 555344000000 01 0060278700 000003691d6afc00 04 0000",
            "BTC", "USD", Settlement.Linear, EightOClock, 3_750_000_000_000, InstrumentKind.Call
        },
        {
            "01 3130303050455045 555344430000 01 0000000000 0000000000000000 02 0000",
            "1000PEPE", "USDC", Settlement.Linear, 0, 0, InstrumentKind.Perpetual
        },
        {
            "01 4554480000000000 555344000000 00 0000000000 0000000000000000 01 0000",
            "ETH", "USD", Settlement.None, 0, 0, InstrumentKind.Spot
        },
        {
            "01 4254430000000000 555344000000 02 ffffffffff 3fffffffffffffff 05 0000",
            "BTC", "USD", Settlement.Inverse, (1L << 40) - 1, (1L << 62) - 1, InstrumentKind.Put
        },
        {
            "01 534f4c0000000000 555344000000 01 0060278700 0000000000000000 03 0000",
            "SOL", "USD", Settlement.Linear, EightOClock, 0, InstrumentKind.Future
        },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Create_EveryKind_WritesTheBytesOfTheLayout(
        string bytes,
        string underlying,
        string quote,
        Settlement settlement,
        long expiry,
        long strike,
        InstrumentKind kind)
    {
        InstrumentId instrument = InstrumentId.Create(
            Name.Underlying(underlying), Name.Asset(quote), settlement, new Instant(expiry), new Price(strike), kind);

        Assert.Equal(WordOf(bytes), instrument.Word);
        Assert.True(instrument.IsWellFormed);
        Assert.Equal(instrument, InstrumentId.Checked(WordOf(bytes)));
        Assert.Equal(underlying, instrument.Underlying.ToString());
        Assert.Equal(quote, instrument.Quote.ToString());
        Assert.Equal(settlement, instrument.Settlement);
        Assert.Equal(expiry, instrument.Expiry.Seconds);
        Assert.Equal(strike, instrument.Strike.Raw);
        Assert.Equal(kind, instrument.Kind);
        Assert.Equal(kind is InstrumentKind.Call or InstrumentKind.Put, instrument.IsOption);
        Assert.Equal(kind is InstrumentKind.Perpetual or InstrumentKind.Future, instrument.HasEntryPrice);
    }

    [Theory]
    [InlineData("00 4254430000000000 555344000000 01 0060278700 000003691d6afc00 04 0000", "version 0")]
    [InlineData("02 4254430000000000 555344000000 01 0060278700 000003691d6afc00 04 0000", "version 2")]
    [InlineData("01 0000000000000000 555344000000 01 0060278700 000003691d6afc00 04 0000", "no underlying")]
    [InlineData("01 6274630000000000 555344000000 01 0060278700 000003691d6afc00 04 0000", "lower case")]
    [InlineData("01 4200430000000000 555344000000 01 0060278700 000003691d6afc00 04 0000", "embedded zero")]
    [InlineData("01 4254430000000000 000000000000 01 0060278700 000003691d6afc00 04 0000", "no quote")]
    [InlineData("01 4254430000000000 550044000000 01 0060278700 000003691d6afc00 04 0000", "gap in quote")]
    [InlineData("01 4254430000000000 555344000000 00 0060278700 000003691d6afc00 04 0000", "option without settlement")]
    [InlineData("01 4254430000000000 555344000000 03 0060278700 000003691d6afc00 04 0000", "settlement 3")]
    [InlineData("01 4254430000000000 555344000000 02 0000000000 0000000000000000 01 0000", "inverse spot")]
    [InlineData("01 4254430000000000 555344000000 01 0000000000 0000000000000000 01 0000", "linear spot")]
    [InlineData("01 4254430000000000 555344000000 00 0000000001 0000000000000000 01 0000", "spot with expiry")]
    [InlineData("01 4254430000000000 555344000000 00 0000000000 0000000000000001 01 0000", "spot with strike")]
    [InlineData("01 4254430000000000 555344000000 01 0060278700 0000000000000000 02 0000", "perpetual with expiry")]
    [InlineData("01 4254430000000000 555344000000 01 0000000000 0000000000000001 02 0000", "perpetual with strike")]
    [InlineData("01 4254430000000000 555344000000 01 0000000000 0000000000000000 03 0000", "future without expiry")]
    [InlineData("01 4254430000000000 555344000000 01 0060278700 0000000000000001 03 0000", "future with strike")]
    [InlineData("01 4254430000000000 555344000000 01 0060278700 0000000000000000 04 0000", "call without strike")]
    [InlineData("01 4254430000000000 555344000000 01 0000000000 000003691d6afc00 05 0000", "put without expiry")]
    [InlineData("01 4254430000000000 555344000000 01 0060278700 4000000000000000 04 0000", "strike of 2^62")]
    [InlineData("01 4254430000000000 555344000000 01 0060278700 8000000000000000 04 0000", "strike of 2^63")]
    [InlineData("01 4254430000000000 555344000000 01 0060278700 ffffffffffffffff 05 0000", "strike of 2^64 - 1")]
    [InlineData("01 4254430000000000 555344000000 01 0060278700 000003691d6afc00 00 0000", "kind 0")]
    [InlineData("01 4254430000000000 555344000000 01 0060278700 000003691d6afc00 06 0000", "kind 6")]
    [InlineData("01 4254430000000000 555344000000 01 0060278700 000003691d6afc00 04 0001", "padding")]
    [InlineData("01 4254430000000000 555344000000 01 0060278700 000003691d6afc00 04 0100", "padding")]
    [InlineData("01 3130303050455045 555344000000 02 0060278700 000003691d6afc00 04 0000", "a coin of eight letters")]
    public void IsWellFormed_OtherBytes_AreRefused(string bytes, string because)
    {
        Bytes32 word = WordOf(bytes);

        MarginException refusal = Assert.Throws<MarginException>(() => InstrumentId.Checked(word));

        Assert.False(new InstrumentId(word).IsWellFormed, because);
        Assert.Equal(ErrorCode.IdentifierMalformed, refusal.Code);
        Assert.Equal(word.ToString(), refusal.Value);
    }

    [Fact]
    public void IsWellFormed_RandomBytes_NeverThrows()
    {
        Seeded random = Seeded.Printed(output);

        int wellFormed = Enumerable.Range(0, 20_000)
            .Count(_ => new InstrumentId(Bytes32.Read(random.Bytes(Bytes32.Length))).IsWellFormed);

        Assert.Equal(0, wellFormed);
    }

    [Fact]
    public void CompareTo_RandomInstruments_OrdersByUnderlyingQuoteSettlementExpiryStrikeAndKind()
    {
        Seeded random = Seeded.Printed(output);
        List<InstrumentId> instruments = [.. Enumerable.Range(0, 2_000).Select(_ => Any(random)).Distinct()];

        IEnumerable<InstrumentId> byWord = instruments.Order();
        IEnumerable<InstrumentId> byFields = instruments
            .OrderBy(static instrument => instrument.Underlying.ToString(), StringComparer.Ordinal)
            .ThenBy(static instrument => instrument.Quote.ToString(), StringComparer.Ordinal)
            .ThenBy(static instrument => (int)instrument.Settlement)
            .ThenBy(static instrument => instrument.Expiry.Seconds)
            .ThenBy(static instrument => instrument.Strike.Raw)
            .ThenBy(static instrument => (int)instrument.Kind);

        Assert.True(instruments.Count > 500);
        Assert.Equal(byFields, byWord);
    }

    [Fact]
    public void SharesExpiryWith_TwoInstruments_AgreesWithTheirFields()
    {
        Seeded random = Seeded.Printed(output);

        Assert.All(Enumerable.Range(0, 5_000), _ =>
        {
            InstrumentId left = Any(random);
            InstrumentId right = Any(random);
            bool shares = (left.Underlying, left.Quote, left.Settlement, left.Expiry)
                == (right.Underlying, right.Quote, right.Settlement, right.Expiry);
            Assert.Equal(shares, left.SharesExpiryWith(right));
        });
    }

    // What a record prints by itself would follow StrikeWord into its own StrikeWord, without an end.
    [Fact]
    public void ToString_OfAnInstrument_IsItsBytes()
    {
        InstrumentId call = new(WordOf("01 4254430000000000 555344000000 01 0060278700 000003691d6afc00 04 0000"));

        Assert.Equal("0x014254430000000000555344000000010060278700000003691d6afc00040000", call.ToString());
    }

    [Fact]
    public void StrikeWord_OfAnOption_HasNoSettlementAndNoKind()
    {
        InstrumentId call = new(WordOf("01 4254430000000000 555344000000 02 0060278700 000003691d6afc00 04 0000"));

        Assert.Equal(
            WordOf("01 4254430000000000 555344000000 00 0060278700 000003691d6afc00 00 0000"), call.StrikeWord.Word);
    }

    [Theory]
    [InlineData("01 4254430000000000 555344430000 02 0000000000 0000000000000000 02 0000", "BTC")]
    [InlineData("01 4254430000000000 555344430000 01 0000000000 0000000000000000 02 0000", "USDC")]
    [InlineData("01 4254430000000000 555344430000 00 0000000000 0000000000000000 01 0000", "USDC")]
    public void SettlementAsset_BySettlement_IsTheCoinOrTheQuote(string bytes, string asset) =>
        Assert.Equal(Name.Asset(asset), new InstrumentId(WordOf(bytes)).SettlementAsset);

    private static Bytes32 WordOf(string spaced) =>
        Bytes32.Read(Convert.FromHexString(spaced.Replace(" ", string.Empty, StringComparison.Ordinal)));

    private static InstrumentId Any(Seeded random) => InstrumentId.Create(
        Name.Underlying(random.Pick<string>(["BTC", "B", "BTC1", "ETH"])),
        Name.Asset(random.Pick<string>(["USD", "USDC"])),
        random.Pick<Settlement>([Settlement.Linear, Settlement.Inverse]),
        new Instant(random.Between(1, 3) << (int)random.Between(0, 38)),
        new Price(random.Between(1, 3) << (int)random.Between(0, 60)),
        random.Pick<InstrumentKind>([InstrumentKind.Call, InstrumentKind.Put]));
}
