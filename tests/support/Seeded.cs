using System;

namespace Verifiable.Tests.Support;

/// <summary>
/// Reproducible random input: SplitMix64 (Steele, Lea and Flood, 2014) from a seed that every test prints.
/// <c>VERIFIABLE_SEED</c> replays a printed seed or starts a new campaign.
/// </summary>
public sealed partial class Seeded
{
    private ulong _state;

    /// <summary>A generator from an explicit seed.</summary>
    public Seeded(ulong seed) => _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Bits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public long Between(long low, long high)
    {
        UInt128 width = (UInt128)((Int128)high - low) + 1;
        return (long)((Int128)low + (Int128)((UInt128)Bits() * width >> 64));
    }

    /// <summary>A whole number whose bit length is uniform, so that small and large numbers are equally common.</summary>
    public long OfAnyMagnitude(int maxBits)
    {
        int bits = (int)Between(0, maxBits);
        return bits == 0 ? 0 : Between(1L << (bits - 1), (long)((1UL << bits) - 1));
    }

    /// <summary>One of the choices.</summary>
    public T Pick<T>(ReadOnlySpan<T> choices) => choices[(int)Between(0, choices.Length - 1)];

    /// <summary>Fresh bytes.</summary>
    public byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(Bits() & 0xff);
        }

        return bytes;
    }

    /// <summary>A fair coin.</summary>
    public bool Coin() => (Bits() & 1) == 1;
}
