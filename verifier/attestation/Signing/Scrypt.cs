using System;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Verifiable.Attestation.Signing;

/// <summary>The password-based key derivation of RFC 7914.</summary>
/// <remarks>
/// BouncyCastle's refuses costs from 2^16 upwards with block size 1, as the RFC asks; keystores with such costs exist, the
/// published test vector of the format among them, and every other client opens them.
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
        uint[] scratch = new uint[blockWords];
        ToHostOrder(block);
        for (int i = 0; i < cost; i++)
        {
            block.CopyTo(table.AsSpan(i * blockWords));
            MixBlock(block, scratch);
        }

        for (int i = 0; i < cost; i++)
        {
            int row = (int)(block[blockWords - SalsaWords] & (uint)(cost - 1));
            ReadOnlySpan<uint> chosen = table.AsSpan(row * blockWords, blockWords);
            for (int j = 0; j < blockWords; j++)
            {
                block[j] ^= chosen[j];
            }

            MixBlock(block, scratch);
        }

        ToHostOrder(block);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(scratch.AsSpan()));
    }

    /// <summary>scryptBlockMix, section 4: even blocks to the first half, odd blocks to the second.</summary>
    private static void MixBlock(Span<uint> block, Span<uint> scratch)
    {
        Span<uint> state = stackalloc uint[SalsaWords];
        block[^SalsaWords..].CopyTo(state);
        int half = block.Length / (2 * SalsaWords);
        for (int i = 0; i < 2 * half; i++)
        {
            ReadOnlySpan<uint> input = block.Slice(i * SalsaWords, SalsaWords);
            for (int j = 0; j < SalsaWords; j++)
            {
                state[j] ^= input[j];
            }

            Salsa(state);
            int position = (i / 2) + (i % 2 == 0 ? 0 : half);
            state.CopyTo(scratch[(position * SalsaWords)..]);
        }

        scratch.CopyTo(block);
    }

    /// <summary>Salsa20/8, section 3.</summary>
    private static void Salsa(Span<uint> state)
    {
        Span<uint> x = stackalloc uint[SalsaWords];
        state.CopyTo(x);
        for (int round = 0; round < 4; round++)
        {
            QuarterRound(x, 0, 4, 8, 12);
            QuarterRound(x, 5, 9, 13, 1);
            QuarterRound(x, 10, 14, 2, 6);
            QuarterRound(x, 15, 3, 7, 11);
            QuarterRound(x, 0, 1, 2, 3);
            QuarterRound(x, 5, 6, 7, 4);
            QuarterRound(x, 10, 11, 8, 9);
            QuarterRound(x, 15, 12, 13, 14);
        }

        // The cipher adds modulo 2^32.
        unchecked
        {
            for (int i = 0; i < SalsaWords; i++)
            {
                state[i] += x[i];
            }
        }
    }

    private static void QuarterRound(Span<uint> x, int a, int b, int c, int d)
    {
        // The cipher adds modulo 2^32.
        unchecked
        {
            x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
            x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
            x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
            x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
        }
    }

    private static void ToHostOrder(Span<uint> words)
    {
        if (!BitConverter.IsLittleEndian)
        {
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
