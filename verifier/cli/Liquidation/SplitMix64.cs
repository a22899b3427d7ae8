using System;

namespace Verifiable.Cli.Liquidation;

/// <summary>A sequence of draws from a seed (Steele, Lea and Flood, 2014): the same on every machine.</summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A whole number from zero up to a limit, exclusive.</summary>
    /// <param name="limit">At least 1.</param>
    internal long Below(long limit) => (long)(((UInt128)Bits() * (ulong)limit) >> 64);

    /// <summary>The next 64 bits. Arithmetic is modulo 2^64 by definition.</summary>
    private ulong Bits()
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
}
