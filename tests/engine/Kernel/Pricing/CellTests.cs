using Verifiable.Kernel.Pricing;
using Xunit;

namespace Verifiable.Tests.Engine.Kernel.Pricing;

public sealed class CellTests
{
    private const long One = Cell.OneQ40;

    // At the money with v = 0.2: 2 Phi(0.1) - 1 = 0.07965567455405345, 87582340390.52 units (mpmath).
    [Fact]
    public void Call_AtTheMoney_IsTheKnownValue()
    {
        long vQ46 = (1L << 46) / 5;

        long cellQ40 = Cell.Call(One, One, 0, vQ46, Black76.Reciprocal(vQ46));

        Assert.InRange(cellQ40, 87_582_340_390, 87_582_340_391);
        Assert.Equal(cellQ40, Cell.Put(One, One, 0, vQ46, Black76.Reciprocal(vQ46)));
    }
}
