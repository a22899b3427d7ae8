using Verifiable.Calibration.Returns;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.Returns;

public sealed class MomentsTests
{
    private static readonly double[] Sample = [0, 0, 0, 4];

    // By hand: mean 1, deviations -1 -1 -1 3; second (3 + 9) / 4, third (-3 + 27) / 4, fourth (3 + 81) / 4.
    [Fact]
    public void Of_SmallSample_IsThatByHand()
    {
        Moments moments = Moments.Of(Sample);

        Assert.Equal(1, moments.Mean, 15);
        Assert.Equal(3, moments.Variance, 15);
        Assert.Equal(6 / (3 * 1.7320508075688772), moments.Skewness, 15);
        Assert.Equal((21.0 / 9) - 3, moments.ExcessKurtosis, 15);
        Assert.Equal(2, moments.SampleDeviation, 15);
    }

    [Fact]
    public void Of_ConstantSample_HasNoShape() =>
        Assert.Equal(new Moments(2, 5, 0, 0, 0), Moments.Of([5, 5]));

    [Fact]
    public void Of_NoSample_IsRefused() =>
        Assert.Equal(ErrorCode.RowCountOutOfRange, Assert.Throws<MarginException>(() => Moments.Of([])).Code);

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Autocorrelation_LagOutsideSample_IsRefused(int lag) =>
        Assert.Equal(
            ErrorCode.ParameterOutOfRange,
            Assert.Throws<MarginException>(() => Moments.Autocorrelation(Sample, lag)).Code);
}
