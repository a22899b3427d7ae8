using System;
using System.Text.Json;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Encoding;

/// <summary>
/// Reads one JSON document whose names and strings are all text and whose objects name nothing twice.
/// </summary>
internal static class StrictJson
{
    private const int MaxDepth = 64;

    /// <summary>The document's root.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="maxBytes">The most bytes that are read.</param>
    /// <param name="refusal">The name of every refusal.</param>
    /// <param name="file">The file, for the refusal.</param>
    /// <exception cref="MarginException">Under the given name.</exception>
    internal static JsonElement Parse(ReadOnlyMemory<byte> json, int maxBytes, ErrorCode refusal, string file)
    {
        if (json.Length > maxBytes)
        {
            throw new MarginException(refusal, file, "/", $"{json.Length} bytes", $"at most {maxBytes} bytes");
        }

        try
        {
            RequireText(json.Span);
            JsonDocumentOptions strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };
            using JsonDocument document = JsonDocument.Parse(json, strict);
            return document.RootElement.Clone();
        }
        catch (JsonException malformed)
        {
            throw new MarginException(refusal, file, "/", string.Empty, $"one JSON document ({malformed.Message})");
        }
    }

    /// <summary>
    /// Reads every string once: lone surrogates and broken UTF-8 pass the parser and fail at the first use.
    /// </summary>
    private static void RequireText(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !IsText(ref reader))
            {
                throw new JsonException($"no text at byte {reader.TokenStartIndex}");
            }
        }
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
