using System.Linq;
using Verifiable.Kernel.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Margin;

public sealed class NakedShortsTests(ITestOutputHelper output)
{
    private const long Largest = (1L << 62) - 1;

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 7, 0)]
    [InlineData(-5, 0, 5)]
    [InlineData(0, -7, 7)]
    [InlineData(-5, -7, 12)]
    [InlineData(-5, 7, 0)]
    [InlineData(-7, 5, 2)]
    [InlineData(7, -7, 0)]
    [InlineData(-Largest, -Largest, 2 * Largest)]
    [InlineData(-Largest, Largest, 0)]
    public void AtStrike_KnownPairs_GiveWhatIsSoldAndNotCovered(long calls, long puts, long expected) =>
        Assert.Equal(expected, NakedShorts.AtStrike(calls, puts));

    // The published rule: with opposite signs the net short, else the sum of the shorts' sizes.
    [Fact]
    public void AtStrike_RandomPairs_FollowThePublishedRule()
    {
        Seeded random = Seeded.Printed(output);

        Assert.All(Enumerable.Range(0, 10_000), _ =>
        {
            long calls = random.Between(-1_000, 1_000);
            long puts = random.Between(-1_000, 1_000);
            bool opposite = (calls < 0) != (puts < 0);
            long expected = opposite
                ? System.Math.Max(0, -(calls + puts))
                : System.Math.Max(0, -calls) + System.Math.Max(0, -puts);
            Assert.Equal(expected, NakedShorts.AtStrike(calls, puts));
        });
    }
}
