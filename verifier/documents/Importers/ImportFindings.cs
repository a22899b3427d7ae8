using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Verifiable.Documents.Importers;

/// <summary>Collects what an import has to report.</summary>
internal sealed class ImportFindings
{
    private const int MaxExamples = 5;

    private readonly SortedDictionary<ImportSubject, (int Count, List<string> Examples)> _findings = [];

    /// <summary>Counts one occurrence and keeps its place if it is among the first few.</summary>
    public void Add(ImportSubject subject, string place)
    {
        (int count, List<string> examples) = _findings.GetValueOrDefault(subject, (0, []));
        if (count < MaxExamples)
        {
            examples.Add(place);
        }

        _findings[subject] = (count + 1, examples);
    }

    /// <summary>The findings in the order of their subjects.</summary>
    public ImmutableArray<ImportFinding> ToImmutable() =>
        [.. _findings.Select(pair => new ImportFinding(pair.Key, pair.Value.Count, [.. pair.Value.Examples]))];
}
