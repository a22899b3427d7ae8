using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Kernel;

namespace Verifiable.Calibration.History;

/// <summary>
/// Finds what is wrong with a price history, and refuses it unless each problem is accepted by its name: a number that
/// reaches a margin model has been looked at by somebody.
/// </summary>
public static class HistoryCheck
{
    /// <summary>Every problem, by series in the order of the file, then in the order of the bars.</summary>
    /// <param name="history">The history.</param>
    /// <param name="options">What counts as a problem.</param>
    /// <param name="references">
    /// Other sources to compare with: a series may be quiet and still be another coin's.
    /// </param>
    public static ImmutableArray<HistoryProblem> Find(
        PriceHistory history,
        HistoryCheckOptions options,
        params IReadOnlyList<PriceHistory> references) =>
        [.. history.Series.SelectMany(series => SeriesCheck.Find(series, history.End, options)
            .Concat(references.SelectMany(reference => SourceCheck.Find(series, reference, options))))];

    /// <summary>Refuses a history with a problem that is not accepted, or an acceptance that accepts nothing.</summary>
    /// <param name="history">The history.</param>
    /// <param name="options">What counts as a problem.</param>
    /// <param name="accepted">
    /// Names of problems, as <c>redenomination:AAVE:2020-10-03</c>, or of all of a kind in a series, as
    /// <c>gap:ALGO</c>.
    /// </param>
    /// <param name="references">Other sources to compare with.</param>
    /// <returns>The problems, all accepted.</returns>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.DocumentInconsistent"/>, with file, series and date of the first problem;
    /// <see cref="ErrorCode.MemberUnknown"/> for a name that matches no problem.
    /// </exception>
    public static ImmutableArray<HistoryProblem> Require(
        PriceHistory history,
        HistoryCheckOptions options,
        IReadOnlyCollection<string> accepted,
        params IReadOnlyList<PriceHistory> references)
    {
        ImmutableArray<HistoryProblem> problems = Find(history, options, references);
        RequireAccepted(history.File, problems, accepted);
        return problems;
    }

    /// <summary>The problems that no accepted name covers.</summary>
    /// <param name="problems">The problems.</param>
    /// <param name="accepted">Names of problems, or of all of a kind in a series.</param>
    public static ImmutableArray<HistoryProblem> Refused(
        ImmutableArray<HistoryProblem> problems, IReadOnlyCollection<string> accepted) =>
        [.. problems.Where(problem => !accepted.Contains(problem.Name) && !accepted.Contains(problem.SeriesWideName))];

    /// <summary>Refuses as <see cref="Require"/> does, of problems that were found already.</summary>
    /// <exception cref="MarginException">What <see cref="Require"/> refuses.</exception>
    internal static void RequireAccepted(
        string file, ImmutableArray<HistoryProblem> problems, IReadOnlyCollection<string> accepted)
    {
        RequireLookedAt(file, problems, accepted);
        RequireKnown(file, problems, accepted);
    }

    /// <summary>Refuses a problem that no accepted name covers.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.DocumentInconsistent"/>.</exception>
    internal static void RequireLookedAt(
        string file, ImmutableArray<HistoryProblem> problems, IReadOnlyCollection<string> accepted)
    {
        ImmutableArray<HistoryProblem> refused = Refused(problems, accepted);
        if (refused.Length > 0)
        {
            throw Refuse(file, refused);
        }
    }

    /// <summary>Refuses an accepted name that no problem has.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.MemberUnknown"/>.</exception>
    internal static void RequireKnown(
        string file, IReadOnlyCollection<HistoryProblem> problems, IReadOnlyCollection<string> accepted)
    {
        HashSet<string> names = [.. accepted];
        names.ExceptWith(problems.Select(static problem => problem.Name));
        names.ExceptWith(problems.Select(static problem => problem.SeriesWideName));
        if (names.Count > 0)
        {
            throw new MarginException(
                ErrorCode.MemberUnknown,
                file,
                "accepted problems",
                names.Order(StringComparer.Ordinal).First(),
                "the name of a problem that the history has");
        }
    }

    private static MarginException Refuse(string file, ImmutableArray<HistoryProblem> refused)
    {
        HistoryProblem first = refused[0];
        string others = refused.Length == 1 ? string.Empty : $"; {refused.Length - 1} more";
        return new MarginException(
            ErrorCode.DocumentInconsistent,
            file,
            first.Place,
            $"{first.KindName}: {first.Detail}{others}",
            $"a series without it, or acceptance by its name {first.Name}");
    }
}
