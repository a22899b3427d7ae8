using System;
using System.Linq;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Pricing;

/// <summary>
/// The published golden cases of a working engine (derive-pm, PMRM_2), each number within 1e-9 of its value: every
/// option of every file found. A smile's own time is read to 2^-46 of a year, which tells where a case's smile is 100
/// seconds long.
/// </summary>
public sealed class DeriveCaseTests(ITestOutputHelper output)
{
    private const double Relative = 1e-9;
    private const double Q40 = 1L << 40;
    private const double Q46 = 1L << 46;

    [DataFact(DeriveOption.Folder)]
    public void Volatility_OfTheSmile_IsTheMark() =>
        AssertAll(
            o => (DeriveOption.Number(o.Option.GetProperty("MarkVol")), SmileQ46(o) / Q46),
            o => Relative + (1 / (2 * Q46 * TauYears(o))));

    [DataFact(DeriveOption.Folder)]
    public void Up_MarkVolatility_IsTheEvaluatedShock() =>
        AssertAll(o => (Evaluated(o, "VolShockUpEvaluated"), VolatilityShock.Up(
            MarkQ46(o),
            o.ParameterQ40("VolShock", "VOLRANGEUP"),
            ScaleQ40(o),
            o.ParameterQ46("VolShock", "MIN_VOL_EVAL_SHOCKED")) / Q46));

    [DataFact(DeriveOption.Folder)]
    public void Down_MarkVolatility_IsTheEvaluatedShock() =>
        AssertAll(o => (Evaluated(o, "VolShockDownEvaluated"), VolatilityShock.Down(
            MarkQ46(o), o.ParameterQ40("VolShock", "VOLRANGEDOWN"), ScaleQ40(o)) / Q46));

    [DataFact(DeriveOption.Folder)]
    public void Skew_Linear_IsTheMultiplier() =>
        AssertAll(o => (Multiplier(o, "linear_multiplier"), Skew(o, "LINEAR", k => k)));

    [DataFact(DeriveOption.Folder)]
    public void Skew_Absolute_IsTheMultiplier() =>
        AssertAll(o => (Multiplier(o, "abs_multiplier"), Skew(o, "ABS", Math.Abs)));

    [DataFact(DeriveOption.Folder)]
    public void Factor_OfTheRate_IsTheMarkDiscountCappedAtOne() =>
        AssertAll(o => (
            Math.Min(1, DeriveOption.Number(o.Option.GetProperty("MarkDiscount"))),
            Discount.Factor(RateQ46(o), Black76.Years(o.Seconds)) / Q40));

    private void AssertAll(Func<DeriveOption, (double Expected, double Actual)> measure) =>
        AssertAll(measure, _ => Relative);

    private void AssertAll(
        Func<DeriveOption, (double Expected, double Actual)> measure, Func<DeriveOption, double> tolerance)
    {
        DeriveOption[] options = [.. DeriveOption.All()];

        output.WriteLine($"{options.Length} options");
        Assert.NotEmpty(options);
        Assert.All(options, option =>
        {
            (double expected, double actual) = measure(option);
            Assert.Equal(expected, actual, tolerance(option) * Math.Max(Math.Abs(expected), 1e-3));
        });
    }

    /// <summary>The cases print the multiplier before it is cut off at zero.</summary>
    private static double Multiplier(DeriveOption option, string name) =>
        Math.Max(0, DeriveOption.Number(option.Option.GetProperty(name)));

    private static double Evaluated(DeriveOption option, string name) =>
        DeriveOption.Number(option.Outcome.GetProperty(name)[option.Index]);

    private static long MarkQ46(DeriveOption option) =>
        DeriveOption.Fixed(DeriveOption.Number(option.Option.GetProperty("MarkVol")), 46);

    private static long RateQ46(DeriveOption option) =>
        DeriveOption.Fixed(DeriveOption.Number(option.Feed.GetProperty("Rate")), 46);

    private static long ScaleQ40(DeriveOption option) => VolatilityShock.TermScale(
        option.Seconds,
        (long)(86_400 * DeriveOption.Number(option.Rules.GetProperty("VolShock").GetProperty("DTE_FLOOR"))),
        option.ParameterQ46("VolShock", "SHORTTERMPOWER"),
        option.ParameterQ46("VolShock", "LONGTERMPOWER"));

    private static double TauYears(DeriveOption option) =>
        DeriveOption.Number(option.Feed.GetProperty("SVIparam")[6]);

    private static long SmileQ46(DeriveOption option)
    {
        double[] svi = [.. option.Feed.GetProperty("SVIparam").EnumerateArray().Select(DeriveOption.Number)];
        return SviSmile.Volatility(
            DeriveOption.Fixed(svi[0], 46),
            DeriveOption.Fixed(svi[1], 46),
            DeriveOption.Fixed(svi[2], 46),
            DeriveOption.Fixed(svi[3], 46),
            DeriveOption.Fixed(svi[4], 46),
            (long)Math.Round(DeriveOption.Number(option.Option.GetProperty("Strike")) * 1e8),
            (long)Math.Round(svi[5] * 1e8),
            DeriveOption.Fixed(TauYears(option), 46));
    }

    /// <summary>The multiplier of a volatility of one.</summary>
    private static double Skew(DeriveOption option, string side, Func<double, double> distance) => VolatilityShock.Skew(
        1L << 46,
        DeriveOption.Fixed(distance(DeriveOption.Number(option.Option.GetProperty("k"))), 46),
        option.SqrtTauQ46,
        option.ParameterQ40("SkewShock", side + "_CBASE"),
        option.ParameterQ40("SkewShock", side + "_SCALE_CAP"),
        option.ParameterQ40("SkewShock", "MIN_K_STAR"),
        option.ParameterQ40("SkewShock", "MIN_WIDTH_SCALE"),
        option.ParameterQ40("SkewShock", "VOL_PARAM_STATIC"),
        option.ParameterQ40("SkewShock", "VOL_PARAM_SCALE")) / Q46;
}
