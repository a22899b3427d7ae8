namespace Verifiable.Calibration.Backtests;

/// <summary>
/// Whether breaches come alone: Christoffersen, "Evaluating interval forecasts", International Economic Review 39
/// (1998).
/// </summary>
public static class ChristoffersenTest
{
    /// <summary>
    /// Independence against a first-order Markov chain, over the days after the first; chi-squared with 1 degree of
    /// freedom.
    /// </summary>
    public static LikelihoodRatio Independence(BreachCounts counts)
    {
        double afterQuiet = counts.QuietThenQuiet + counts.QuietThenBreach;
        double afterBreach = counts.BreachThenQuiet + counts.BreachThenBreach;
        double breaches = counts.QuietThenBreach + counts.BreachThenBreach;
        double all = afterQuiet + afterBreach;
        double independent = LikelihoodRatio.LogTerm(all - breaches, (all - breaches) / all)
            + LikelihoodRatio.LogTerm(breaches, breaches / all);
        double chain = LikelihoodRatio.LogTerm(counts.QuietThenQuiet, counts.QuietThenQuiet / afterQuiet)
            + LikelihoodRatio.LogTerm(counts.QuietThenBreach, counts.QuietThenBreach / afterQuiet)
            + LikelihoodRatio.LogTerm(counts.BreachThenQuiet, counts.BreachThenQuiet / afterBreach)
            + LikelihoodRatio.LogTerm(counts.BreachThenBreach, counts.BreachThenBreach / afterBreach);
        return new LikelihoodRatio(2 * (chain - independent), 1);
    }

    /// <summary>
    /// Frequency and independence together, the sum of both statistics; chi-squared with 2 degrees of freedom.
    /// </summary>
    /// <param name="counts">The breaches.</param>
    /// <param name="probability">One less the confidence.</param>
    public static LikelihoodRatio Joint(BreachCounts counts, double probability) => new(
        KupiecTest.Of(counts.Observations, counts.Breaches, probability).Statistic + Independence(counts).Statistic, 2);
}
