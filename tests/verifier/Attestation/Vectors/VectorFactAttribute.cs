using System;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Attestation.Vectors;

/// <summary>A fact over every crypto vector file of one kind; skipped, visibly, where the vectors are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VectorFactAttribute : DataFactAttribute
{
    /// <summary>A fact over the files of a kind.</summary>
    public VectorFactAttribute(VectorKind kind)
        : base(VectorFile.Folder) => Kind = kind;

    /// <summary>What the test reads.</summary>
    public VectorKind Kind { get; }
}
