namespace Verifiable.Documents.Importers;

/// <summary>A number that was finer than its unit and was rounded to floor on request.</summary>
/// <param name="Place">File, row and field.</param>
/// <param name="Printed">The number as the file prints it.</param>
/// <param name="Kept">What is left of it, in its unit.</param>
public readonly record struct RoundedValue(string Place, string Printed, string Kept);
