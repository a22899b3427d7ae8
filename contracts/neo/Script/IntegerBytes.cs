using System;
using System.Numerics;

namespace Verifiable.Neo.Script;

/// <summary>Integers as the virtual machine writes them: two's complement, least significant byte first.</summary>
internal static class IntegerBytes
{
    /// <summary>The instruction that pushes an integer, and its operand.</summary>
    /// <param name="integer">At most 256 bits with its sign.</param>
    internal static (OpCode Code, byte[] Operand) Push(BigInteger integer)
    {
        if (integer >= -1 && integer <= 16)
        {
            return (OpCode.PUSH0 + (int)integer, []);
        }

        byte[] shortest = integer.ToByteArray();
        int exponent = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)shortest.Length));
        return (OpCode.PUSHINT8 + exponent, Extended(shortest, 1 << exponent));
    }

    private static byte[] Extended(byte[] shortest, int length)
    {
        byte sign = (shortest[^1] & 0x80) == 0 ? byte.MinValue : byte.MaxValue;
        byte[] extended = new byte[length];
        Array.Fill(extended, sign);
        shortest.CopyTo(extended, 0);
        return extended;
    }
}
