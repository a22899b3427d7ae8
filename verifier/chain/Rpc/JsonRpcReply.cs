using System;
using System.Text.Json;
using Verifiable.Kernel;

namespace Verifiable.Chain.Rpc;

/// <summary>A reply that answers its request: a result or an error.</summary>
/// <param name="Result">The result; undefined beside an error.</param>
/// <param name="Error">The error, or null.</param>
public sealed record JsonRpcReply(JsonElement Result, JsonRpcError? Error)
{
    private const int MaxDepth = 64;
    private const int MaxQuotedLength = 200;
    private static readonly JsonDocumentOptions Strict =
        new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>Reads a reply and checks that it answers this request.</summary>
    /// <param name="body">The body's bytes.</param>
    /// <param name="id">The request's id; a reply to another request is refused.</param>
    /// <param name="method">The request's method, for the refusal's text.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.ReplyMalformed"/>.</exception>
    public static JsonRpcReply Parse(ReadOnlyMemory<byte> body, long id, string method)
    {
        JsonElement root = ReadRoot(body, method);
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("jsonrpc", out JsonElement version)
            || ReplyText.Read(version, method) != "2.0")
        {
            throw Malformed(method, Quote(root), "a JSON-RPC 2.0 object");
        }

        bool hasError = root.TryGetProperty("error", out JsonElement error) && error.ValueKind != JsonValueKind.Null;
        bool hasResult = root.TryGetProperty("result", out JsonElement result);
        bool matches = root.TryGetProperty("id", out JsonElement given)
            && given.ValueKind == JsonValueKind.Number
            && given.TryGetInt64(out long number)
            && number == id;
        if (!matches)
        {
            throw Malformed(method, Quote(given), $"the id {id}");
        }

        // Some nodes write "result": null beside an error; a result of substance beside one is a contradiction.
        bool contradicts = hasError && hasResult && result.ValueKind != JsonValueKind.Null;
        if (contradicts || (!hasError && !hasResult))
        {
            throw Malformed(method, Quote(root), "either a result or an error");
        }

        return hasError ? new JsonRpcReply(default, ReadError(error, method)) : new JsonRpcReply(result, null);
    }

    /// <summary>The start of an element's text, short enough for an error line.</summary>
    internal static string Quote(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            return string.Empty;
        }

        try
        {
            string text = element.GetRawText();
            return text.Length <= MaxQuotedLength ? text : $"{text[..MaxQuotedLength]}...";
        }
        catch (InvalidOperationException)
        {
            return "text that is not UTF-8";
        }
    }

    internal static MarginException Malformed(string path, string value, string accepted) =>
        new(ErrorCode.ReplyMalformed, "node", path, value, accepted);

    private static JsonElement ReadRoot(ReadOnlyMemory<byte> body, string method)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Strict);
            return document.RootElement.Clone();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // A name with an unpaired surrogate is the InvalidOperationException.
            throw Malformed(method, $"{body.Length} bytes", $"one JSON document of depth {MaxDepth}");
        }
    }

    private static JsonRpcError ReadError(JsonElement error, string method)
    {
        bool wellFormed = error.ValueKind == JsonValueKind.Object
            && error.TryGetProperty("code", out JsonElement code)
            && code.ValueKind == JsonValueKind.Number
            && code.TryGetInt64(out _)
            && error.TryGetProperty("message", out JsonElement message)
            && message.ValueKind == JsonValueKind.String;
        if (!wellFormed)
        {
            throw Malformed(method, Quote(error), "an error with a number 'code' and a text 'message'");
        }

        _ = error.TryGetProperty("data", out JsonElement data);
        string sentence = ReplyText.Read(error.GetProperty("message"), method);
        return new JsonRpcError(error.GetProperty("code").GetInt64(), sentence, data);
    }
}
