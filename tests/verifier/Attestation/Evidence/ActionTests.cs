using System.Collections.Immutable;
using System.Linq;
using Verifiable.Attestation.Evidence;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Verifiable.Tests.Verifier.Margin;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Evidence;

/// <summary>
/// What a trade, a slice and a payment make of a book. Numbers are those of tests/contracts/Position.t.sol, or worked
/// by hand beside the case: quantities and prices 1e-8, cash 1e-6, funding 1e-12.
/// </summary>
public sealed class ActionTests
{
    private const long Unit = 100_000_000;
    private const long Dollar = 1_000_000;
    private const string Future = "ETH/USD:USD-240126";
    private const string Perpetual = "ETH/USD:USD";
    private const string Call = "ETH/USD:USD-240126-2400-C";

    /// <summary>Instrument; quantity, entry and index before; traded, price and index now; row after; cash.</summary>
    public static TheoryData<string, long[], long[], long[], long> Trades => new()
    {
        { Future, [0, 0, 0], [3 * Unit, 46_000 * Unit, 0], [3 * Unit, 46_000 * Unit, 0], 0 },
        { Future, [Unit, 100 * Unit, 0], [2 * Unit, 130 * Unit, 0], [3 * Unit, 120 * Unit, 0], 0 },

        // 3 units at an average of 100/3: the entry is floored and 1e-8 of remainder costs a whole micro-unit.
        { Future, [2 * Unit, 0, 0], [Unit, 100 * Unit, 0], [3 * Unit, 3_333_333_333, 0], -1 },
        { Future, [3 * Unit, 120 * Unit, 0], [-Unit, 150 * Unit, 0], [2 * Unit, 120 * Unit, 0], 30 * Dollar },
        { Future, [-3 * Unit, 120 * Unit, 0], [5 * Unit, 100 * Unit, 0], [2 * Unit, 100 * Unit, 0], 60 * Dollar },

        // A loss of 3, and a short receives 3 * 2 of funding.
        {
            Perpetual,
            [-3 * Unit, 120 * Unit, 5 * Ratio.One],
            [3 * Unit, 121 * Unit, 7 * Ratio.One],
            [0, 0, 0],
            3 * Dollar
        },
        { Call, [Unit, 0, 0], [2 * Unit, 2_500 * Unit, 0], [3 * Unit, 0, 0], -5_000 * Dollar },

        // 1e-8 at 1e-8 is 1e-16: the buyer pays a whole micro-unit and the seller receives none.
        { Call, [0, 0, 0], [1, 1, 0], [1, 0, 0], -1 },
        { Call, [0, 0, 0], [-1, 1, 0], [-1, 0, 0], 0 },
    };

    [Theory]
    [MemberData(nameof(Trades))]
    public void Apply_Trade_IsWhatTheVaultComputes(string symbol, long[] before, long[] trade, long[] after, long cash)
    {
        InstrumentId instrument = Parse(symbol);
        Book book = BookOf(1_000 * Dollar, before[0] == 0 ? [] : [Row(symbol, before)]);

        TradeAction action = new(instrument, new Quantity(trade[0]), new Price(trade[1]), new Ratio(trade[2]));
        Book traded = action.Apply(book);

        Assert.Equal((1_000 * Dollar) + cash, traded.Cash.Raw);
        Assert.Equal<Position>(after[0] == 0 ? [] : [Row(symbol, after)], traded.Positions);
    }

    [Fact]
    public void Apply_TradeInANewRow_KeepsRowsAscending()
    {
        Book book = BookOf(0, [Row(Perpetual, [Unit, Unit, 0]), Row(Call, [Unit, 0, 0])]);

        Book traded = new TradeAction(Parse(Future), new Quantity(Unit), new Price(Unit), default).Apply(book);

        Assert.Equal(
            [Parse(Perpetual), Parse(Future), Parse(Call)], traded.Positions.Select(static row => row.Instrument));
    }

    [Fact]
    public void Apply_TradeBeyondTheQuantityBound_IsRefused()
    {
        Book book = BookOf(0, [Row(Future, [Quantity.Limit - 1, 1, 0])]);

        MarginException refusal = Assert.Throws<MarginException>(
            () => new TradeAction(Parse(Future), new Quantity(1), new Price(1), default).Apply(book));

        Assert.Equal((ErrorCode.QuantityTooLarge, "4611686018427387904"), (refusal.Code, refusal.Value));
    }

    /// <summary>A third of 100,000,001 long is 33,333,300.33, of 5 short 1.67: long up, short towards zero.</summary>
    [Fact]
    public void Apply_SliceIntoAnEmptyBook_RoundsEveryPartUp()
    {
        Book debtor = BookOf(-1_000_001, [Row(Perpetual, [-5, 7, 9]), Row(Call, [100_000_001, 0, 0])]);

        Book bidder = new SliceAction(333_333).Apply(BookOf(10 * Dollar, []), debtor, 2 * Dollar);

        // -1,000,001 * 0.333333 = -333,333.333: a debt of 333,333, beside the two dollars paid.
        Assert.Equal((10 * Dollar) - 333_333 - (2 * Dollar), bidder.Cash.Raw);
        Assert.Equal<Position>([Row(Perpetual, [-1, 7, 9]), Row(Call, [33_333_301, 0, 0])], bidder.Positions);
    }

    /// <summary>
    /// Half of a long of 4 at 100 joins a long of 2 at 130: 4 at 115, no cash. It joins a row of index 1 with an index
    /// of 3, and will be charged from 1 on, so 2 * (3 - 1) is received now, beside the 7 raw units the bidder is paid.
    /// </summary>
    [Fact]
    public void Apply_SliceIntoAHeldRow_AveragesEntryAndSettlesFunding()
    {
        Book debtor = BookOf(0, [Row(Perpetual, [4 * Unit, 100 * Unit, 3 * Ratio.One])]);
        Book bidder = BookOf(0, [Row(Perpetual, [2 * Unit, 130 * Unit, Ratio.One])]);

        Book after = new SliceAction(500_000).Apply(bidder, debtor, -7);

        Assert.Equal((4 * Dollar) + 7, after.Cash.Raw);
        Assert.Equal<Position>([Row(Perpetual, [4 * Unit, 115 * Unit, Ratio.One])], after.Positions);
    }

    /// <summary>A slice of a short of one raw unit rounds to nothing, so there is no row.</summary>
    [Fact]
    public void Apply_SliceOfDust_LeavesNoRow()
    {
        Book after = new SliceAction(999_999).Apply(BookOf(5, []), BookOf(0, [Row(Call, [-1, 0, 0])]), 0);

        Assert.Equal(5, after.Cash.Raw);
        Assert.Empty(after.Positions);
    }

    /// <summary>Four ABI words written out, and their hash by @noble/hashes.</summary>
    [Fact]
    public void Hash_Withdrawal_IsKeccakOfTheAbiEncoding()
    {
        WithdrawAction action = new(
            ChainMarket.Account, 3, 123_456_789, Address.Parse("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"));
        byte[] encoded = Hex.Bytes(
            "00112233445566778899aabbccddeeff00112233000000000000000000000007"
            + "0000000000000000000000000000000000000000000000000000000000000003"
            + "00000000000000000000000000000000000000000000000000000000075bcd15"
            + "000000000000000000000000f39fd6e51aad88f6f4ce6ab8827279cfffb92266");

        Assert.Equal(Keccak256.Hash(encoded), action.Hash());
        Assert.Equal("0xfec5ba418c2b1302e92b7adab8e58c46c1f8dd6ae9923ac0716225feb26ea9b5", action.Hash().ToString());
    }

    [Theory]
    [InlineData(0, 40, 60, 500)]
    [InlineData(0, 100, 0, 500)]
    [InlineData(1, 120, 100, 380)]
    public void Apply_Withdrawal_DebitsTheAsset(byte asset, ulong amount, long cash, long collateral)
    {
        Book after = Withdraw(asset, amount);

        Assert.Equal(cash, after.Cash.Raw);
        Assert.Equal(collateral, after.Collateral.Single().Amount.Raw);
    }

    [Fact]
    public void Apply_WithdrawalOfAllCollateral_LeavesNoBalance() => Assert.Empty(Withdraw(1, 500).Collateral);

    [Theory]
    [InlineData(0, 101UL, "at most the 100 raw units held")]
    [InlineData(1, 501UL, "at most the 500 raw units held")]
    [InlineData(1, ulong.MaxValue, "at most the 500 raw units held")]
    public void Apply_WithdrawalOfMoreThanIsHeld_IsRefused(byte asset, ulong amount, string accepted)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => Withdraw(asset, amount));

        Assert.Equal((ErrorCode.NumberOutOfRange, "amount"), (refusal.Code, refusal.Path));
        Assert.Equal((amount.ToString(), accepted), (refusal.Value, refusal.Accepted));
    }

    private static Book Withdraw(byte asset, ulong amount)
    {
        Book book = BookOf(100, []) with
        {
            Collateral = [new CollateralBalance(ChainMarket.Usdc, new Quantity(500))],
        };
        return new WithdrawAction(book.Account, asset, amount, default).Apply(book, ChainMarket.Usdc);
    }

    private static Book BookOf(long cash, ImmutableArray<Position> rows) =>
        new(ChainMarket.Account, 17, new Money(cash), [], rows);

    private static InstrumentId Parse(string symbol) => InstrumentText.Parse(symbol, string.Empty, "instrument");

    private static Position Row(string symbol, long[] row) =>
        new(Parse(symbol), new Quantity(row[0]), new Price(row[1]), new Ratio(row[2]));
}
