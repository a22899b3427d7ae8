using MathNet.Numerics.Distributions;

namespace Verifiable.Calibration.Backtests;

/// <summary>
/// The traffic light of the Basel Committee, "Supervisory framework for the use of backtesting" (1996), now MAR99: a
/// zone begins where a sound model has fewer breaches with a probability of 95 %, and of 99.99 %.
/// </summary>
public static class BaselTrafficLight
{
    /// <summary>Where yellow begins, as a cumulative probability.</summary>
    private const double Yellow = 0.95;

    /// <summary>Where red begins.</summary>
    private const double Red = 0.9999;

    private const int FirstYellowBreaches = 5;

    // For five breaches to nine; fewer add nothing, more add the last.
    private static readonly decimal[] PlusFactors1996 = [0.40m, 0.50m, 0.65m, 0.75m, 0.85m, 1.00m];
    private static readonly decimal[] AddOnsMar99 = [0.20m, 0.26m, 0.33m, 0.38m, 0.42m, 0.50m];

    /// <summary>The probability that a sound model has exactly this many breaches.</summary>
    /// <param name="observations">The number of days, 250 in the framework.</param>
    /// <param name="breaches">The breaches.</param>
    /// <param name="probability">One less the confidence, 0.01 in the framework.</param>
    public static double ExactProbability(int observations, int breaches, double probability) =>
        Binomial.PMF(probability, observations, breaches);

    /// <summary>The probability that a sound model has this many breaches or fewer.</summary>
    /// <param name="observations">The number of days.</param>
    /// <param name="breaches">The breaches.</param>
    /// <param name="probability">One less the confidence.</param>
    public static double CumulativeProbability(int observations, int breaches, double probability) =>
        Binomial.CDF(probability, observations, breaches);

    /// <summary>The zone.</summary>
    /// <param name="observations">The number of days.</param>
    /// <param name="breaches">The breaches.</param>
    /// <param name="probability">One less the confidence.</param>
    public static BaselZone Zone(int observations, int breaches, double probability) =>
        CumulativeProbability(observations, breaches, probability) switch
        {
            < Yellow => BaselZone.Green,
            < Red => BaselZone.Yellow,
            _ => BaselZone.Red,
        };

    /// <summary>The multiplier of 1996 for 250 days at 99 %: 3 plus the zone's factor.</summary>
    public static decimal Multiplier1996(int breaches) => 3 + AddOn(PlusFactors1996, breaches);

    /// <summary>The multiplier of MAR99 for 250 days at 99 %: 1.5 plus the zone's add-on.</summary>
    public static decimal MultiplierMar99(int breaches) => 1.5m + AddOn(AddOnsMar99, breaches);

    private static decimal AddOn(decimal[] table, int breaches) =>
        breaches < FirstYellowBreaches ? 0 : table[int.Min(breaches - FirstYellowBreaches, table.Length - 1)];
}
