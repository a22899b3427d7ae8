using Verifiable.Engine.Units;

namespace Verifiable.Documents.Importers;

/// <summary>What to take from a venue's files.</summary>
/// <param name="Time">Take rows at or before this moment; null takes the last snapshot.</param>
/// <param name="Underlying">Take this underlying only; null takes all.</param>
/// <param name="Rounding">What to do with numbers finer than their unit.</param>
public sealed record ImportOptions(
    Instant? Time = null,
    UnderlyingId? Underlying = null,
    ImportRounding Rounding = ImportRounding.Refuse);
