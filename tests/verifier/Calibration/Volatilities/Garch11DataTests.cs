using System;
using System.Linq;
using Verifiable.Calibration.Volatilities;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Volatilities;

/// <summary>GARCH(1,1) on every daily series at hand: what a user will throw at it.</summary>
public sealed class Garch11DataTests(ITestOutputHelper output)
{
    private const int FewestReturns = 500;

    // Refused, and rightly: a search of another make, in another language, ends at alpha + beta = 1 for BNB (2018 to
    // 2023), DOGE, USDC and XRP.

    [DataFact("prices")]
    public void Of_EveryDailySeries_IsAMaximumOrARefusal()
    {
        int fitted = 0;
        int refused = 0;

        foreach ((string name, double[] returns) in PriceData.Daily(FewestReturns))
        {
            try
            {
                Garch11Fit fit = Garch11Fit.Of(returns);
                double volatility = Math.Sqrt(fit.Model.LongRunVariance);
                output.WriteLine(FormattableString.Invariant(
                    $"{name}: persistence {fit.Model.Persistence:F4}, daily volatility {volatility:F4}"));
                AssertIsMaximum(name, returns, fit);
                fitted++;
            }
            catch (MarginException refusal)
            {
                Assert.Equal(ErrorCode.ResultOutOfRange, refusal.Code);
                output.WriteLine($"{name}: {refusal.Message}");
                refused++;
            }
        }

        output.WriteLine($"{fitted} fitted, {refused} refused");
        Assert.True(fitted > refused);
    }

    // No step of a tenth of a standard error, in any parameter or direction, is likelier. The likelihood here is
    // written out again, from the definition.
    private static void AssertIsMaximum(string name, double[] returns, Garch11Fit fit)
    {
        Garch11 at = fit.Model;
        Garch11 error = fit.StandardErrors;
        double best = LogLikelihood(returns, at);
        Garch11[] neighbours =
        [
            .. new[] { -0.1, 0.1 }.SelectMany(step => new[]
            {
                at with { Mean = at.Mean + (step * error.Mean) },
                at with { Omega = at.Omega + (step * error.Omega) },
                at with { Alpha = at.Alpha + (step * error.Alpha) },
                at with { Beta = at.Beta + (step * error.Beta) },
            }),
        ];

        Assert.Equal(best, fit.LogLikelihood, 1e-7 * Math.Abs(best));
        Assert.All(neighbours, neighbour => Assert.False(LogLikelihood(returns, neighbour) > best, name));
    }

    private static double LogLikelihood(double[] returns, Garch11 model)
    {
        double[] residuals = [.. returns.Select(one => one - model.Mean)];
        double square = residuals.Average(static residual => residual * residual);
        double variance = model.Omega + (model.Alpha * square) + (model.Beta * square);
        double sum = 0;
        foreach (double residual in residuals)
        {
            sum -= (Math.Log(2 * Math.PI) + Math.Log(variance) + (residual * residual / variance)) / 2;
            variance = model.Omega + (model.Alpha * residual * residual) + (model.Beta * variance);
        }

        return sum;
    }
}
