namespace Verifiable.Engine.Vector;

/// <summary>Which twin of a hot loop computes. It changes how long that takes and no bit.</summary>
public enum LoopKind
{
    /// <summary>The kernel itself, the specification: any numbers, any processor.</summary>
    Kernel,

    /// <summary>Whole numbers in single words: any processor, sums below 2^61.</summary>
    Narrow,

    /// <summary>Lanes of AVX-512: sums below 2^50.</summary>
    Wide,
}
