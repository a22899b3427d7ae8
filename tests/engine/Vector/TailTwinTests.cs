using System.Linq;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Vector;

/// <summary>Value at risk in lanes and in words against the kernel's.</summary>
public sealed class TailTwinTests(ITestOutputHelper output)
{
    private const int Cases = 100_000;

    [Fact]
    public void ValueAtRisk_RandomTotals_IsTheKernels()
    {
        Seeded random = Seeded.Printed(output);
        int ties = 0;
        int inLanes = 0;
        for (int at = 0; at < Campaign.Scale(Cases); at++)
        {
            int count = (int)random.Between(1, 60);
            int bits = (int)random.Between(1, 62);
            long[] totals = [.. Enumerable.Range(0, count).Select(_ => random.Coin()
                ? random.OfAnyMagnitude(bits)
                : -random.OfAnyMagnitude(bits))];
            long[] weights = [.. Enumerable.Range(0, count).Select(_ => 1 + random.OfAnyMagnitude(32))];
            long ppm = random.Between(0, 999_999);
            ties += totals.Distinct().Count() < count ? 1 : 0;

            long expected = TailMeasure.ValueAtRisk(totals, weights, ppm);
            long leastMass = TailMeasure.LeastMass(weights, ppm);
            Assert.Equal(expected, NarrowTail.ValueAtRisk(totals, weights, leastMass));
            if (WideTail.Holds(count))
            {
                Assert.Equal(expected, WideTail.ValueAtRisk(totals, weights, leastMass));
                inLanes++;
            }
        }

        output.WriteLine($"{Campaign.Scale(Cases)} cases, {inLanes} of them in lanes, {ties} with equal totals");
        Assert.InRange(ties, 1, Campaign.Scale(Cases));
        MachineDigest.WriteCount("avx512", "tails", inLanes);
    }

    [LanesFact]
    public void Holds_FewerThanTheLanes_AreTheKernels() => Assert.False(WideTail.Holds(7));
}
