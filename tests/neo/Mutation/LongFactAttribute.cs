using System;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Neo.Mutation;

/// <summary>A fact of the long run: skipped, visibly, in an ordinary one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() => Skip = Campaign.IsLong ? null : "takes minutes: scripts/test.sh --long";
}
