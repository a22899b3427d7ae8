using System.Linq;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Xunit;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Accounts;

/// <summary>Parts of an account, with the numbers of tests/contracts/Slice.t.sol.</summary>
public sealed class SliceTests
{
    [Theory]
    [InlineData(200, 10_000, 2)]
    [InlineData(201, 10_000, 3)]
    [InlineData(-201, 10_000, -2)]
    [InlineData(-7, 1_000_000, -7)]
    [InlineData(0, 500_000, 0)]
    [InlineData(-99, 10_000, 0)]
    [InlineData(-100, 10_000, -1)]
    [InlineData(1, 10_000, 1)]
    [InlineData((1L << 62) - 1, 1_000_000, (1L << 62) - 1)]
    [InlineData(1 - (1L << 62), 999_999, -4_611_681_406_741_369_475)]
    public void PartCeil_KnownParts_AreRoundedTowardsTheTaker(long part, int fractionPpm, long taken)
    {
        Assert.Equal(taken, Slice.PartCeil(part, fractionPpm));
        Assert.Equal(part - taken, Slice.Remaining(part, fractionPpm));
    }

    // The bid of tests/contracts/AuctionBids.t.sol: floor(floor(90e6 * 0.976267) * 0.221506).
    [Fact]
    public void Price_OfTheContractsBid_IsTheContracts() =>
        Assert.Equal(19_462_409, Slice.Price(new Money(87_864_030), 221_506).Raw);

    // A quarter: 10 - 2.5 long, -8 + 2 short, cash 100 - 25 + 7; one raw unit of a long goes, of a short it stays.
    [Fact]
    public void Remaining_OfABook_DropsWhatIsGone()
    {
        Book book = Book(
            Perpetual(10, 90),
            Call(75, -8),
            Call(100, 1) with { Quantity = new Quantity(1) },
            Put(100, 1) with { Quantity = new Quantity(-1) }) with
        {
            Cash = new Money(100 * Dollar),
            Collateral =
            [
                new CollateralBalance(Name.Asset("BTC"), new Quantity(1)),
                new CollateralBalance(Usdc, new Quantity(3)),
            ],
        };

        Book left = Slice.Remaining(book, 250_000, new Money(7 * Dollar));

        Assert.Equal(82 * Dollar, left.Cash.Raw);
        Assert.Equal(
            [
                Perpetual(1, 90) with { Quantity = new Quantity(15 * One / 2) },
                Call(75, -6),
                Put(100, 1) with { Quantity = new Quantity(-1) },
            ],
            left.Positions.ToArray());
        Assert.Equal([new CollateralBalance(Usdc, new Quantity(2))], left.Collateral.ToArray());
    }

    [Fact]
    public void Remaining_OfTheWhole_IsCashAlone()
    {
        Book book = Book(Perpetual(10, 90), Call(75, -8)) with { Cash = new Money(-3) };

        Book left = Slice.Remaining(book, Slice.Whole, new Money(5));

        Assert.Equal(new Money(5), left.Cash);
        Assert.Empty(left.Positions);
    }
}
