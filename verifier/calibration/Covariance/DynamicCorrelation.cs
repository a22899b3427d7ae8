using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MathNet.Numerics.Optimization;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Covariance;

/// <summary>
/// DCC(1,1): Q = (1 - a - b) Q0 + a z'z'^T + b Q', R the correlations of Q; z residuals of unit variance, primes of the
/// bar before, Q0 the mean of zz^T. Engle, "Dynamic conditional correlation", Journal of Business and Economic
/// Statistics 20 (2002).
/// </summary>
/// <param name="Shock">a, the weight of the last residuals, at least 0.</param>
/// <param name="Memory">b, the weight of the last Q, at least 0; a + b is below 1.</param>
/// <param name="LogLikelihood">
/// The correlation part of the normal log-likelihood, -1/2 sum(ln|R| + z^T R^-1 z - z^T z).
/// </param>
/// <param name="Forecast">The correlation for the bar after the last.</param>
public sealed record DynamicCorrelation(double Shock, double Memory, double LogLikelihood, Matrix<double> Forecast)
{
    private const int MinimumRowsPerSeries = 10;
    private const int MaxSimplexSteps = 10_000;
    private const double SimplexTolerance = 1e-9;

    // Below it the likelihood is of rounding errors.
    private const double SmallestEigenvalue = 1e-10;

    /// <summary>Estimates a and b by maximum likelihood, the second of Engle's two steps.</summary>
    /// <param name="residuals">Returns over their own volatility, one bar a row, oldest first.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.RowCountOutOfRange"/>, or <see cref="ErrorCode.ResultOutOfRange"/> if the search does not
    /// converge.
    /// </exception>
    public static DynamicCorrelation Fit(Matrix<double> residuals)
    {
        RequireSeveral(residuals);
        int needed = MinimumRowsPerSeries * residuals.ColumnCount;
        if (residuals.RowCount < needed)
        {
            throw Refusal.TooFew("residuals", residuals.RowCount, needed);
        }

        Vector<double> start = Vector<double>.Build.DenseOfArray(
            [SpecialFunctions.Logit(0.95), SpecialFunctions.Logit(0.05)]);
        try
        {
            Vector<double> found = new NelderMeadSimplex(SimplexTolerance, MaxSimplexSteps).FindMinimum(
                ObjectiveFunction.Value(point =>
                {
                    (double shock, double memory) = FromUnbounded(point);
                    return -At(residuals, shock, memory).LogLikelihood;
                }),
                start).MinimizingPoint;
            (double bestShock, double bestMemory) = FromUnbounded(found);
            return At(residuals, bestShock, bestMemory);
        }
        catch (OptimizationException failure)
        {
            throw Refusal.Estimate("DCC(1,1)", failure.Message, "a maximum");
        }
    }

    /// <summary>The model at given weights.</summary>
    /// <param name="residuals">Returns over their own volatility, one bar a row, oldest first; not all zero.</param>
    /// <param name="shock">a.</param>
    /// <param name="memory">b.</param>
    public static DynamicCorrelation At(Matrix<double> residuals, double shock, double memory)
    {
        if (!(shock >= 0 && memory >= 0 && shock + memory < 1))
        {
            throw Refusal.Parameter("a + b", shock + memory, "a and b at least 0 and together below 1");
        }

        RequireSeveral(residuals);
        Matrix<double> longRun = residuals.TransposeThisAndMultiply(residuals) / residuals.RowCount;
        RequireIndependent(longRun);
        Matrix<double> q = longRun;
        double logLikelihood = 0;
        for (int row = 0; row < residuals.RowCount; row++)
        {
            Vector<double> z = residuals.Row(row);
            Cholesky<double> factor = Correlation.Of(q).Cholesky();
            logLikelihood -= (factor.DeterminantLn + (z * factor.Solve(z)) - (z * z)) / 2;
            q = ((1 - shock - memory) * longRun) + (shock * z.OuterProduct(z)) + (memory * q);
        }

        return new DynamicCorrelation(shock, memory, logLikelihood, Correlation.Of(q));
    }

    private static void RequireSeveral(Matrix<double> residuals)
    {
        if (residuals.ColumnCount < 2)
        {
            throw Refusal.TooFew("underlyings", residuals.ColumnCount, 2);
        }
    }

    private static void RequireIndependent(Matrix<double> longRun)
    {
        double smallest = NearestCorrelation.SmallestEigenvalue(Correlation.Of(longRun));
        if (!(smallest > SmallestEigenvalue))
        {
            throw Refusal.Parameter("smallest eigenvalue", smallest, "residuals of which none follows from the others");
        }
    }

    // Logit of a + b, logit of a's share of it.
    private static (double Shock, double Memory) FromUnbounded(Vector<double> point)
    {
        double persistence = SpecialFunctions.Logistic(point[0]);
        double shock = persistence * SpecialFunctions.Logistic(point[1]);
        return (shock, persistence - shock);
    }
}
