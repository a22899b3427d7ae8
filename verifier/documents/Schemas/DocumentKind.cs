using System;
using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The kinds of documents: the names of <see cref="Schemas"/>, as <c>book</c>.</summary>
public static class DocumentKind
{
    /// <summary>The kind that a document says it is of, in whatever version; null where it names none.</summary>
    /// <param name="schema">The member <c>schema</c>, as <c>verifiable/book/1</c>.</param>
    public static string? Of(string schema) =>
        schema.Split('/') is ["verifiable", string kind, _] && Schemas.Names.Contains(kind) ? kind : null;

    /// <summary>The member <c>schema</c> of bytes that may be anything; null where they are no such document.</summary>
    /// <param name="content">The bytes of a file.</param>
    public static string? FindSchema(ReadOnlySpan<byte> content)
    {
        try
        {
            JsonCursor cursor = new(content, string.Empty, content.Length);
            string? schema = cursor.TryFind("schema", out JsonCursor found) && found.Token == JsonTokenType.String
                ? found.Text(string.Empty)
                : null;
            return schema is not null && Of(schema) is not null ? schema : null;
        }
        catch (MarginException)
        {
            return null;
        }
    }
}
