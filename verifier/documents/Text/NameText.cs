using System;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Text;

/// <summary>Underlyings and assets as letters A-Z and digits, and labels for people.</summary>
public static class NameText
{
    /// <summary>What an underlying may be, as a phrase for a refusal.</summary>
    public const string AcceptedUnderlying = "1 to 8 letters A-Z or digits";

    /// <summary>What an asset may be, as a phrase for a refusal.</summary>
    public const string AcceptedAsset = "1 to 6 letters A-Z or digits";

    /// <summary>What a label may be, as a phrase for a refusal.</summary>
    public const string AcceptedLabel = "1 to 64 printable ASCII characters";

    /// <summary>What a sentence may be, as a phrase for a refusal.</summary>
    public const string AcceptedSentence = "1 to 400 printable ASCII characters";

    private const int MaxLabelLength = 64;

    private const int MaxSentenceLength = 400;

    /// <summary>Reads an underlying, or says that the text is none.</summary>
    public static bool TryParseUnderlying(ReadOnlySpan<char> text, out UnderlyingId underlying)
    {
        bool named = AsciiName.TryPack(text, UnderlyingId.MaxLetters, out ulong letters);
        underlying = new UnderlyingId(letters);
        return named;
    }

    /// <summary>Reads an asset, or says that the text is none.</summary>
    public static bool TryParseAsset(ReadOnlySpan<char> text, out AssetId asset)
    {
        bool named = AsciiName.TryPack(text, AssetId.MaxLetters, out ulong letters);
        asset = new AssetId(letters);
        return named;
    }

    /// <summary>
    /// Whether the text may name a profile or a scenario: it is printed to terminals and reports, so it holds no
    /// control characters, no look-alikes and no text direction marks.
    /// </summary>
    public static bool IsLabel(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLabelLength && IsPrintable(text);

    /// <summary>Whether the text may explain something: it is printed like a label.</summary>
    public static bool IsSentence(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxSentenceLength && IsPrintable(text);

    private static bool IsPrintable(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange(' ', '~');
}
