using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Verifiable.Calibration.Returns;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Volatilities;

/// <summary>A GARCH(1,1) estimated by maximum likelihood.</summary>
/// <param name="Model">The estimates.</param>
/// <param name="StandardErrors">Their standard errors from the inverse Hessian, member by member.</param>
/// <param name="LogLikelihood">The normal log-likelihood at the estimates.</param>
public sealed record Garch11Fit(Garch11 Model, Garch11 StandardErrors, double LogLikelihood)
{
    private const int MinimumReturns = 100;
    private const int MaxSimplexSteps = 10_000;
    private const int MaxNewtonSteps = 100;
    private const double SimplexTolerance = 1e-8;

    // Of a log-likelihood in returns scaled to a deviation of 1, whose curvature is about the number of returns.
    private const double GradientTolerancePerReturn = 1e-9;

    /// <summary>
    /// Estimates by a simplex in unbounded coordinates, then by Newton's method in the parameters themselves.
    /// </summary>
    /// <param name="returns">At least 100 returns, oldest first.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.RowCountOutOfRange"/>, or <see cref="ErrorCode.ResultOutOfRange"/> if there is no maximum
    /// inside the domain: the series has no such volatility.
    /// </exception>
    public static Garch11Fit Of(IReadOnlyList<double> returns)
    {
        if (returns.Count < MinimumReturns)
        {
            throw Refusal.TooFew("returns", returns.Count, MinimumReturns);
        }

        double scale = Moments.Of(returns).Deviation;
        if (!(scale > 0))
        {
            throw Refusal.Parameter("variance", scale, "above 0");
        }

        Garch11Likelihood likelihood = new([.. returns.Select(observation => observation / scale)]);
        try
        {
            Vector<double> best = Polish(likelihood, Search(likelihood), returns.Count);
            Garch11 model = Garch11Likelihood.Model(best);
            Vector<double> errors = likelihood.NegativeHessian(model).Inverse().Diagonal().Map(Math.Sqrt);
            if (!Garch11Likelihood.IsInside(model) || errors.Exists(static error => !double.IsFinite(error)))
            {
                throw NoMaximum(Text(model));
            }

            return new Garch11Fit(
                Rescale(model, scale),
                Rescale(Garch11Likelihood.Model(errors), scale),
                -likelihood.Negative(model) - (returns.Count * Math.Log(scale)));
        }
        catch (OptimizationException failure)
        {
            throw NoMaximum(failure.Message);
        }
    }

    // Mean, logit of the persistence, logit of alpha's share of it, log of the long-run variance.
    private static Garch11 FromUnbounded(Vector<double> point)
    {
        double persistence = SpecialFunctions.Logistic(point[1]);
        double alpha = persistence * SpecialFunctions.Logistic(point[2]);
        return new Garch11(point[0], Math.Exp(point[3]) * (1 - persistence), alpha, persistence - alpha);
    }

    private static Vector<double> Search(Garch11Likelihood likelihood)
    {
        Vector<double> start = Vector<double>.Build.DenseOfArray(
            [0, SpecialFunctions.Logit(0.95), SpecialFunctions.Logit(0.1), 0]);
        NelderMeadSimplex simplex = new(SimplexTolerance, MaxSimplexSteps);
        IObjectiveFunction objective =
            ObjectiveFunction.Value(point => Finite(likelihood.Negative(FromUnbounded(point))));
        Garch11 found = FromUnbounded(simplex.FindMinimum(objective, start).MinimizingPoint);
        return Vector<double>.Build.DenseOfArray([found.Mean, found.Omega, found.Alpha, found.Beta]);
    }

    private static Vector<double> Polish(Garch11Likelihood likelihood, Vector<double> start, int count)
    {
        NewtonMinimizer newton = new(GradientTolerancePerReturn * count, MaxNewtonSteps);
        return newton.FindMinimum(
            ObjectiveFunction.GradientHessian(point =>
            {
                Garch11 model = Garch11Likelihood.Model(point);
                return !Garch11Likelihood.IsInside(model)
                    ? throw NoMaximum(Text(model))
                    : (likelihood.Negative(model),
                        likelihood.NegativeGradient(model),
                        likelihood.NegativeHessian(model));
            }),
            start).MinimizingPoint;
    }

    // The simplex compares values; an infinite one is only the worst.
    private static double Finite(double value) => double.IsFinite(value) ? value : double.MaxValue;

    private static Garch11 Rescale(Garch11 scaled, double scale) =>
        scaled with { Mean = scaled.Mean * scale, Omega = scaled.Omega * scale * scale };

    private static string Text(Garch11 model) => string.Create(
        CultureInfo.InvariantCulture, $"omega {model.Omega:R}, alpha {model.Alpha:R}, beta {model.Beta:R}");

    private static MarginException NoMaximum(string found) =>
        Refusal.Estimate("GARCH(1,1)", found, "a maximum with omega, alpha, beta above 0 and alpha + beta below 1");
}
