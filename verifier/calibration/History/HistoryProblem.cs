using System.Globalization;
using System.Text.Json;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.History;

/// <summary>One problem of one series, with the name by which it can be accepted.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Series">The series.</param>
/// <param name="Time">The bar at which it shows.</param>
/// <param name="Detail">What was found, for people.</param>
public sealed record HistoryProblem(HistoryProblemKind Kind, string Series, Instant Time, string Detail)
{
    /// <summary>The line of the bar in its file; 0 where it is not known.</summary>
    public int Line { get; init; }

    /// <summary>Where it is, for people: the line if it is known, the series and the moment.</summary>
    public string Place => Line == 0
        ? $"{Series} {When}"
        : string.Create(CultureInfo.InvariantCulture, $"line {Line} {Series} {When}");

    /// <summary>The kind as names spell it, as <c>staleRun</c>.</summary>
    public string KindName => JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString());

    /// <summary>Whether from this bar on the name means something else, so that the step to it is no return.</summary>
    public bool IsBreak => Kind is HistoryProblemKind.Redenomination or HistoryProblemKind.TickerReuse;

    /// <summary>The moment as names spell it: a date if it is midnight.</summary>
    public string When => BarTime.Format(Time);

    /// <summary>The name of this problem alone, as <c>redenomination:AAVE:2020-10-03</c>.</summary>
    public string Name => $"{KindName}:{Series}:{When}";

    /// <summary>The name of every problem of this kind in this series, as <c>gap:ALGO</c>.</summary>
    public string SeriesWideName => $"{KindName}:{Series}";
}
