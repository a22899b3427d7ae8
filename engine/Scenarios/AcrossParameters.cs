using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>How the scan's losses of several underlyings make one loss.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Credit">
/// From 0 to 1, the share of what netting saves that is granted under <see cref="AcrossRule.SumOfWorstsWithCredit"/>;
/// zero under the others.
/// </param>
public sealed record AcrossParameters(AcrossRule Rule, Ratio Credit)
{
    /// <summary>One joint scenario, which is what a model has that names no rule.</summary>
    public static AcrossParameters Joint { get; } = new(AcrossRule.JointScenario, default);
}

/// <summary>Rules across underlyings; the numbers are those of the canonical parameter row.</summary>
public enum AcrossRule
{
    /// <summary>Every underlying moves in the same scenario; gains of one offset losses of another.</summary>
    JointScenario = 0,

    /// <summary>Each underlying's own worst scenario, gains left out; nothing offsets.</summary>
    SumOfWorsts = 1,

    /// <summary>The joint loss and the share of the difference to the sum of worsts that no credit is given
    /// for.</summary>
    SumOfWorstsWithCredit = 2,
}
