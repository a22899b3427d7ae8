using System.Collections.Immutable;

namespace Verifiable.Documents.Importers;

/// <summary>How often something happened in an import, with examples.</summary>
/// <param name="Subject">What happened.</param>
/// <param name="Count">How often.</param>
/// <param name="Examples">The first few places.</param>
public sealed record ImportFinding(ImportSubject Subject, int Count, ImmutableArray<string> Examples);
