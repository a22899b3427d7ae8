using System.Runtime.CompilerServices;

namespace Verifiable.Kernel.Margin;

/// <summary>How many options of one strike are sold and not covered by the other kind at the same strike.</summary>
public static class NakedShorts
{
    /// <summary>
    /// With opposite signs the net short, else all that is sold: max(0, -(calls + puts)) or -calls - puts when both are
    /// sold. A long call at a strike covers a short put there (together they are a forward).
    /// </summary>
    /// <param name="calls">Signed quantity of calls, magnitude below 2^62.</param>
    /// <param name="puts">Signed quantity of puts, magnitude below 2^62.</param>
    /// <returns>A quantity, at least zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long AtStrike(long calls, long puts)
    {
        long net = calls + puts;
        return net < 0 ? -net : 0;
    }
}
