using Verifiable.Engine.Vector;
using Verifiable.Kernel.Margin;
using Xunit;

namespace Verifiable.Tests.Engine.Vector;

/// <summary>
/// The bound of an account's sums: one future worth its notional in the only scenario, as near to the limit as whole
/// units come. Up to there the total is the kernel's, and beyond it the account is refused.
/// </summary>
public sealed class WideBoundTests
{
    private const long OneQ40 = 1L << 40;

    /// <summary>Half of 2^50, since a loss may be owed and be worth as much today.</summary>
    private const long Limit = 1L << 49;

    [LanesTheory]
    [InlineData(Limit - 2, true)]
    [InlineData(2 - Limit, true)]
    [InlineData(Limit - 1, false)]
    [InlineData(1 - Limit, false)]
    [InlineData((1L << 51) - 1, false)]
    [InlineData(1L << 51, false)]
    [InlineData((1L << 51) + 1, false)]
    [InlineData((1L << 62) - 1, false)]
    public void Total_NearTheLimit_IsTheKernelsOrDoesNotFit(long notional, bool fits)
    {
        foreach (long cellQ40 in new[] { OneQ40, -OneQ40, OneQ40 - 1, 1 - OneQ40 })
        {
            WideArray array = ArrayOf(cellQ40);
            WideRows account = Account(notional);

            // A cell just below one is worth less than its notional by less than a unit: it may fit where one does not.
            if (!array.Holds(account.Book))
            {
                Assert.False(fits);
                continue;
            }

            long[] totals = new long[array.GroupWidth];
            new WideAccount(array).Total(account.Book, totals);
            Assert.All(totals, total => Assert.Equal(PositionValue.OfCell(notional, cellQ40), total));
        }

        Assert.Equal(fits, Holds(OneQ40, notional));
    }

    // Beyond 2^53 a notional is no exact double, however little a cell makes of it.
    [LanesTheory]
    [InlineData((1L << 53) - 64, true)]
    [InlineData(1L << 53, false)]
    [InlineData((1L << 53) + 1, false)]
    [InlineData(long.MinValue, false)]
    public void Holds_NotionalThatNoLaneHolds_IsRefused(long notional, bool fits)
    {
        Assert.Equal(fits, Holds(1, notional));
        Assert.Equal(fits, Holds(0, notional));
    }

    [LanesTheory]
    [InlineData((1L << 51) - 1, true)]
    [InlineData(1L << 51, false)]
    [InlineData(long.MinValue, false)]
    public void Holds_CellThatNoLaneHolds_IsRefused(long cellQ40, bool fits)
    {
        Assert.Equal(fits, Holds(cellQ40, 1));
        Assert.Equal(fits, Holds(cellQ40, 0));
    }

    private static bool Holds(long cellQ40, long notional)
    {
        WideArray array = ArrayOf(cellQ40);
        return array.Holds(Account(notional).Book);
    }

    private static WideArray ArrayOf(long cellQ40)
    {
        WideArray array = new(rows: 1, groups: 1, scenarios: 1, extras: 1);
        array.SetRow(0, [cellQ40, cellQ40]);
        array.SetGroup(0, [OneQ40], [OneQ40], [OneQ40]);
        array.SetScenario(0, OneQ40, rotates: false);
        return array;
    }

    private static WideRows Account(long notional)
    {
        WideRows account = new(1);
        account.Clear();
        account.Add(0, isOption: false, notional);
        account.EndGroup(0);
        account.EndUnderlying();
        return account;
    }
}
