using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>Canonical rows: words of 32 bytes, most significant first, as they are hashed.</summary>
/// <remarks>
/// The machine reads numbers from the least significant byte. So a preimage is turned around once, as a whole, and its
/// words are then counted from the end.
/// </remarks>
internal static class Words
{
    /// <summary>The number of whole words; other lengths are refused.</summary>
    internal static int CountOf(Bytes bytes)
    {
        int length = Bytes.Length(bytes);
        Contract.Require(length % 32 == 0, "MalformedPreimage");
        return length / 32;
    }

    /// <summary>The number of a word; refuses one of more than 64 bits.</summary>
    internal static long Number(Word word)
    {
        Contract.Require(Word.IsLong(word), "NumberOutOfRange");
        return Word.ToLong(word);
    }

    /// <summary>The word at an index of a preimage that was turned around.</summary>
    internal static Word At(Bytes reversed, int count, int index) => Word.At(reversed, (count - 1 - index) * 32);
}
