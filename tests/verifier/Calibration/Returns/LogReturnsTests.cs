using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Returns;
using Verifiable.Documents.Text;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Calibration.History;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.Returns;

public sealed class LogReturnsTests
{
    [Fact]
    public void Of_SeriesOfUnequalLength_TakesCommonMomentsInTheAskedOrder()
    {
        PriceHistory history = PriceFiles.Read(
            "date,BTC,SOL", "2021-01-01,100,", "2021-01-02,200,1", "2021-01-03,100,4", "2021-01-04,100,2");

        ReturnTable table = LogReturns.Of(history, ["SOL", "BTC"]);

        Assert.Equal(["SOL", "BTC"], table.Names.AsEnumerable());
        Assert.Equal([1_609_632_000, 1_609_718_400], table.Times.Select(static time => time.Seconds));
        Assert.Equal([Math.Log(4), -Math.Log(2), -Math.Log(2), 0], table.Values.ToColumnMajorArray());
    }

    // Bar 3 is missing for SOL: the two-day return is no one-day return, and the day is left out for BTC as well.
    [Fact]
    public void Of_Gap_LeavesItsReturnOut()
    {
        PriceHistory history = PriceFiles.Read(
            "date,BTC,SOL", "2021-01-01,1,1", "2021-01-02,2,2", "2021-01-03,2,", "2021-01-04,2,9", "2021-01-05,4,9");

        ReturnTable table = LogReturns.Of(history, ["BTC", "SOL"]);

        Assert.Equal([1_609_545_600, 1_609_804_800], table.Times.Select(static time => time.Seconds));
    }

    [Theory]
    [InlineData("2021-01-02,0", "BTC 2021-01-02")]
    [InlineData("2021-01-01,2", "BTC 2021-01-01")]
    [InlineData("2020-12-31,2", "BTC 2020-12-31")]
    public void Of_BarWithoutAReturn_IsRefused(string second, string path)
    {
        PriceHistory history = PriceFiles.Read("date,BTC", "2021-01-01,1", second, "2021-01-03,1", "2021-01-04,1");

        MarginException refusal = Assert.Throws<MarginException>(() => LogReturns.Of(history, ["BTC"]));

        Assert.Equal(ErrorCode.DocumentInconsistent, refusal.Code);
        Assert.Equal(path, refusal.Path);
    }

    [Fact]
    public void Of_NothingInCommon_IsRefused()
    {
        PriceHistory history = PriceFiles.Read(
            "date,A,B", "2021-01-01,1,", "2021-01-02,1,", "2021-01-03,,1", "2021-01-04,,1");

        MarginException refusal = Assert.Throws<MarginException>(() => LogReturns.Of(history, ["A", "B"]));

        Assert.Equal(ErrorCode.RowCountOutOfRange, refusal.Code);
        Assert.Equal(
            ErrorCode.RowCountOutOfRange, Assert.Throws<MarginException>(() => LogReturns.Of(history, [])).Code);
    }

    [Fact]
    public void Overlapping_ThreeBars_SumsEveryRun()
    {
        Matrix<double> returns = Matrix<double>.Build.DenseOfColumnArrays([1, 2, 4, 8, 16]);

        Assert.Equal([7, 14, 28], Horizon.Overlapping(returns, 3).ToColumnMajorArray());
    }

    [Theory]
    [InlineData(0, ErrorCode.ParameterOutOfRange)]
    [InlineData(3, ErrorCode.RowCountOutOfRange)]
    public void Overlapping_HorizonOutsideSample_IsRefused(int bars, ErrorCode code)
    {
        Matrix<double> returns = Matrix<double>.Build.Dense(2, 1);

        Assert.Equal(code, Assert.Throws<MarginException>(() => Horizon.Overlapping(returns, bars)).Code);
    }

    // The third day is missing: of the runs of two, the one over the gap is left out.
    [Fact]
    public void OverlappingTable_Gap_LeavesOutTheRunOverIt()
    {
        PriceHistory history = PriceFiles.Read(
            "date,A", "2021-01-01,1", "2021-01-02,2", "2021-01-03,4", "2021-01-05,4", "2021-01-06,8", "2021-01-07,8");

        ReturnTable runs = Horizon.OverlappingTable(LogReturns.Of(history, ["A"]), 2, 86_400);

        Assert.Equal(
            ["2021-01-03T00:00:00Z", "2021-01-07T00:00:00Z"],
            runs.Times.Select(static time => InstantText.Format(time)));
        Assert.Equal(Math.Log(4), runs.Values[0, 0], 12);
        Assert.Equal(Math.Log(2), runs.Values[1, 0], 12);
    }

    [Fact]
    public void SquareRootOfTime_FourBars_IsTwo() => Assert.Equal(2, Horizon.SquareRootOfTime(4));

    [Fact]
    public void SquareRootOfTime_NoTime_IsRefused() =>
        Assert.Equal(
            ErrorCode.ParameterOutOfRange,
            Assert.Throws<MarginException>(() => Horizon.SquareRootOfTime(0)).Code);
}
