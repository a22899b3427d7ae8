using System;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>A fact over case files of one kind: skipped, visibly, where the folder has none of it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CaseFactAttribute : DataFactAttribute
{
    private const string Folder = "derive-pm";

    /// <summary>A fact over every file of a kind.</summary>
    public CaseFactAttribute(CaseFileKind kind)
        : base(Folder)
    {
        Kind = kind;
        if (Skip is null && CaseFile.Of(kind).Length == 0)
        {
            Skip = $"no {kind} cases: {Folder} in VERIFIABLE_DATA has no file of them";
        }
    }

    /// <summary>The kind that the test reads.</summary>
    public CaseFileKind Kind { get; }
}
