using System;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Verifiable.Attestation.Signing;

/// <summary>
/// AES in counter mode, the counter being the whole block as one big-endian number (NIST SP 800-38A).
/// </summary>
internal static class AesCounterMode
{
    private const int BlockBytes = 16;

    /// <summary>The bytes encrypted, or decrypted, which is the same.</summary>
    internal static byte[] Apply(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialCounter, ReadOnlySpan<byte> bytes)
    {
        using Aes aes = Aes.Create();
        aes.SetKey(key);
        UInt128 counter = BinaryPrimitives.ReadUInt128BigEndian(initialCounter);
        byte[] output = bytes.ToArray();
        Span<byte> block = stackalloc byte[BlockBytes];
        for (int offset = 0; offset < output.Length; offset += BlockBytes)
        {
            BinaryPrimitives.WriteUInt128BigEndian(block, counter);
            aes.EncryptEcb(block, block, PaddingMode.None);
            int length = Math.Min(BlockBytes, output.Length - offset);
            for (int i = 0; i < length; i++)
            {
                output[offset + i] ^= block[i];
            }

            // The counter wraps to zero after the last block number.
            counter = counter == UInt128.MaxValue ? UInt128.Zero : counter + 1;
        }

        CryptographicOperations.ZeroMemory(block);
        return output;
    }
}
