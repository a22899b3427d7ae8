using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Verifiable.Attestation.Signing;

/// <summary>The password-based key derivation of RFC 7914.</summary>
/// <remarks>
/// BouncyCastle's refuses costs from 2^16 upwards with block size 1, as the RFC asks; keystores with such costs exist,
/// the published test vector of the format among them, and every other client opens them.
/// </remarks>
internal static class Scrypt
{
    private const int SalsaWords = 16;

    /// <summary>The derived bytes.</summary>
    /// <param name="password">The password.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="cost">A power of two above 1; the caller bounds 128 * cost * blockSize bytes of memory.</param>
    /// <param name="blockSize">The block size, at least 1.</param>
    /// <param name="parallelism">The parallelism, at least 1.</param>
    /// <param name="length">The number of derived bytes.</param>
    internal static byte[] Derive(
        ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int cost, int blockSize, int parallelism, int length)
    {
        int blockWords = 2 * SalsaWords * blockSize;
        byte[] blocks = Rfc2898DeriveBytes.Pbkdf2(
            password, salt, 1, HashAlgorithmName.SHA256, parallelism * blockWords * sizeof(uint));
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(blocks.AsSpan());
        uint[] table = new uint[cost * blockWords];
        for (int i = 0; i < parallelism; i++)
        {
            Mix(words.Slice(i * blockWords, blockWords), table, cost);
        }

        byte[] derived = Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
        CryptographicOperations.ZeroMemory(blocks);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(table.AsSpan()));
        return derived;
    }

    /// <summary>scryptROMix, section 5: fills the table, then reads it in an order that the data decides.</summary>
    private static void Mix(Span<uint> block, uint[] table, int cost)
    {
        int blockWords = block.Length;
        uint[] first = new uint[blockWords];
        uint[] second = new uint[blockWords];
        ToDiagonals(block, first);
        first.CopyTo(table, 0);
        for (int i = 1; i < cost; i++)
        {
            MixBlock(table.AsSpan((i - 1) * blockWords, blockWords), table.AsSpan(i * blockWords, blockWords));
        }

        MixBlock(table.AsSpan((cost - 1) * blockWords), first);

        // Two steps a turn, so that the block comes back to where it was; a cost is even.
        for (int i = 0; i < cost; i += 2)
        {
            AddChosenRow(first, table, cost);
            MixBlock(first, second);
            AddChosenRow(second, table, cost);
            MixBlock(second, first);
        }

        FromDiagonals(first, block);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(first.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(second.AsSpan()));
    }

    private static void AddChosenRow(Span<uint> block, uint[] table, int cost)
    {
        int row = (int)(block[block.Length - SalsaWords] & (uint)(cost - 1));
        Span<Vector128<uint>> target = Vectors(block);
        ReadOnlySpan<Vector128<uint>> chosen = Vectors(table.AsSpan(row * block.Length, block.Length));
        for (int i = 0; i < target.Length; i++)
        {
            target[i] ^= chosen[i];
        }
    }

    /// <summary>scryptBlockMix, section 4: even blocks to the first half, odd blocks to the second.</summary>
    private static void MixBlock(Span<uint> input, Span<uint> output)
    {
        ReadOnlySpan<Vector128<uint>> source = Vectors(input);
        Span<Vector128<uint>> target = Vectors(output);
        int blocks = source.Length / 4;
        Vector128<uint> a = source[^4];
        Vector128<uint> b = source[^3];
        Vector128<uint> c = source[^2];
        Vector128<uint> d = source[^1];
        for (int i = 0; i < blocks; i++)
        {
            a ^= source[4 * i];
            b ^= source[(4 * i) + 1];
            c ^= source[(4 * i) + 2];
            d ^= source[(4 * i) + 3];
            Salsa(ref a, ref b, ref c, ref d);
            int place = 4 * ((i / 2) + (i % 2 == 0 ? 0 : blocks / 2));
            target[place] = a;
            target[place + 1] = b;
            target[place + 2] = c;
            target[place + 3] = d;
        }
    }

    /// <summary>
    /// Salsa20/8, section 3, on the four diagonals of the cipher's square of words: a column round works on them at
    /// once, and turning three of them brings the rows into place for the row round (Percival's layout). Vector sums
    /// wrap.
    /// </summary>
    private static void Salsa(
        ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d)
    {
        (Vector128<uint> x0, Vector128<uint> x1, Vector128<uint> x2, Vector128<uint> x3) = (a, b, c, d);
        for (int round = 0; round < 4; round++)
        {
            x1 ^= Rotate(x0 + x3, 7);
            x2 ^= Rotate(x1 + x0, 9);
            x3 ^= Rotate(x2 + x1, 13);
            x0 ^= Rotate(x3 + x2, 18);
            x1 = Vector128.Shuffle(x1, Vector128.Create(3u, 0u, 1u, 2u));
            x2 = Vector128.Shuffle(x2, Vector128.Create(2u, 3u, 0u, 1u));
            x3 = Vector128.Shuffle(x3, Vector128.Create(1u, 2u, 3u, 0u));
            x3 ^= Rotate(x0 + x1, 7);
            x2 ^= Rotate(x3 + x0, 9);
            x1 ^= Rotate(x2 + x3, 13);
            x0 ^= Rotate(x1 + x2, 18);
            x1 = Vector128.Shuffle(x1, Vector128.Create(1u, 2u, 3u, 0u));
            x2 = Vector128.Shuffle(x2, Vector128.Create(2u, 3u, 0u, 1u));
            x3 = Vector128.Shuffle(x3, Vector128.Create(3u, 0u, 1u, 2u));
        }

        (a, b, c, d) = (a + x0, b + x1, c + x2, d + x3);
    }

    private static Vector128<uint> Rotate(Vector128<uint> words, int bits) => (words << bits) | (words >>> (32 - bits));

    private static Span<Vector128<uint>> Vectors(Span<uint> words) => MemoryMarshal.Cast<uint, Vector128<uint>>(words);

    /// <summary>
    /// Word i of a square comes from its word 5 i modulo 16; the words are little-endian in the standard.
    /// </summary>
    private static void ToDiagonals(ReadOnlySpan<uint> words, Span<uint> diagonals)
    {
        for (int i = 0; i < words.Length; i++)
        {
            uint word = words[Diagonal(i)];
            diagonals[i] = BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
        }
    }

    private static void FromDiagonals(ReadOnlySpan<uint> diagonals, Span<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            uint word = diagonals[i];
            words[Diagonal(i)] = BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
        }
    }

    private static int Diagonal(int index) => index - (index % SalsaWords) + (5 * (index % SalsaWords) % SalsaWords);
}
