using System;
using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The error document: a refusal as JSON, for programs that read the command line's output.</summary>
public static class ErrorDocument
{
    /// <summary>Largest document accepted, 1 MiB.</summary>
    public const int MaxBytes = 1 << 20;

    private const string AnyText = "a string";

    private static readonly JsonShape DocumentShape = new("error");
    private static readonly JsonShape ErrorShape = new("code", "file", "path", "value", "accepted");

    /// <summary>The bytes of a refusal.</summary>
    public static byte[] Write(MarginException refusal) => JsonText.Write(writer =>
    {
        writer.WriteStartObject("error");
        WriteMembers(writer, refusal);
        writer.WriteEndObject();
    });

    /// <summary>The members of a refusal's object.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, MarginException refusal)
    {
        writer.WriteString("code", refusal.Code.ToString());
        writer.WriteString("file", refusal.File);
        writer.WriteString("path", refusal.Path);
        writer.WriteString("value", refusal.Value);
        writer.WriteString("accepted", refusal.Accepted);
    }

    /// <summary>Reads a refusal.</summary>
    /// <exception cref="MarginException">What is wrong with the document, and where.</exception>
    public static MarginException Read(ReadOnlySpan<byte> json, string file)
    {
        JsonCursor cursor = new(json, file, MaxBytes);
        MarginException refusal = new(ErrorCode.None, string.Empty, string.Empty, string.Empty, string.Empty);
        JsonMembers members = cursor.BeginObject(DocumentShape);
        while (cursor.NextMember(ref members))
        {
            refusal = ReadError(ref cursor);
        }

        cursor.End();
        return refusal;
    }

    private static MarginException ReadError(ref JsonCursor cursor)
    {
        ErrorCode code = ErrorCode.None;
        string[] texts = new string[ErrorShape.Names.Length];
        JsonMembers members = cursor.BeginObject(ErrorShape);
        while (cursor.NextMember(ref members))
        {
            string text = cursor.Text(AnyText);
            texts[Array.IndexOf(ErrorShape.Names, cursor.Member)] = text;
            bool named = cursor.Member != "code" || (Enum.TryParse(text, out code) && code.ToString() == text);
            if (!named || (cursor.Member == "code" && code == ErrorCode.None))
            {
                cursor.Refuse(ErrorCode.IdentifierMalformed, text, "the name of a refusal");
            }
        }

        return new MarginException(code, texts[1], texts[2], texts[3], texts[4]);
    }
}
