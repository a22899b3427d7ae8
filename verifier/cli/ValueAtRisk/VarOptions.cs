using Verifiable.Documents;

namespace Verifiable.Cli.ValueAtRisk;

/// <summary>What is asked of value at risk.</summary>
/// <param name="Method">How it is found.</param>
/// <param name="ConfidencePpm">The level in millionths.</param>
/// <param name="HorizonSeconds">How far it looks ahead.</param>
/// <param name="Days">How many days of a history count, the latest.</param>
/// <param name="History">The history; null takes the days that the scenarios have.</param>
/// <param name="HistoryFile">Its file, for refusals.</param>
internal sealed record VarOptions(
    VarMethod Method,
    int ConfidencePpm,
    long HorizonSeconds,
    int Days,
    HistoryDocument? History,
    string HistoryFile)
{
    private const long DaySeconds = 86_400;

    /// <summary>A covariance in the place of a history, for a parametric measure; null without one.</summary>
    internal CovarianceDocument? Covariance { get; init; }

    /// <summary>Its file, for refusals.</summary>
    internal string CovarianceFile { get; init; } = string.Empty;

    /// <summary>The level as a share.</summary>
    internal double Confidence => ConfidencePpm / 1e6;

    /// <summary>The bars of a history that are taken: days, or for a shorter horizon that horizon.</summary>
    internal long BarSeconds => HorizonSeconds % DaySeconds == 0 ? DaySeconds : HorizonSeconds;
}
