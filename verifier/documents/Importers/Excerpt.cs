namespace Verifiable.Documents.Importers;

/// <summary>The first characters of a value, so that no refusal repeats a megabyte.</summary>
internal static class Excerpt
{
    private const int MaxLength = 80;

    /// <summary>The text, cut after 80 characters.</summary>
    public static string Of(string text) => text.Length <= MaxLength ? text : $"{text[..MaxLength]}...";
}
