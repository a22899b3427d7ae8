using System;

namespace Verifiable.Engine.Units;

/// <summary>Up to eight letters A-Z or digits in one 64-bit number: the form of underlyings and assets.</summary>
public static class AsciiName
{
    private const int ByteBits = 8;
    private const int Bytes = 8;

    /// <summary>Packs text, or says that it is not such a name.</summary>
    /// <param name="text">The letters.</param>
    /// <param name="maxLetters">Most letters accepted, at most eight.</param>
    /// <param name="letters">The packed name; zero when refused.</param>
    public static bool TryPack(ReadOnlySpan<char> text, int maxLetters, out ulong letters)
    {
        letters = 0;
        if (text.Length == 0 || text.Length > maxLetters)
        {
            return false;
        }

        ulong packed = 0;
        for (int i = 0; i < Bytes; i++)
        {
            packed = (packed << ByteBits) | (i < text.Length ? text[i] & 0xFFFFUL : 0);
        }

        bool ascii = !text.ContainsAnyExceptInRange('0', 'Z');
        letters = ascii && IsWellFormed(packed) ? packed : 0;
        return letters != 0;
    }

    /// <summary>Whether every byte up to the padding is A-Z or 0-9 and the first is not padding.</summary>
    public static bool IsWellFormed(ulong letters)
    {
        bool padding = false;
        for (int shift = ByteBits * (Bytes - 1); shift >= 0; shift -= ByteBits)
        {
            ulong letter = (letters >> shift) & 0xFF;
            bool named = letter is (>= 'A' and <= 'Z') or (>= '0' and <= '9');
            if (letter != 0 && (padding || !named))
            {
                return false;
            }

            padding |= letter == 0;
        }

        return letters >> (ByteBits * (Bytes - 1)) != 0;
    }

    /// <summary>The letters without padding.</summary>
    public static string ToText(ulong letters)
    {
        Span<char> text = stackalloc char[Bytes];
        int length = 0;
        for (int shift = ByteBits * (Bytes - 1); shift >= 0; shift -= ByteBits)
        {
            char letter = (char)((letters >> shift) & 0xFF);
            if (letter != 0)
            {
                text[length++] = letter;
            }
        }

        return new string(text[..length]);
    }
}
