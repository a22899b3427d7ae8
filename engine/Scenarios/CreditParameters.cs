using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>Lines of credit that stand in for a part of initial margin, never for maintenance margin.</summary>
/// <param name="Floor">From 0 to 1, the share of initial margin that no line replaces.</param>
/// <param name="Lines">The lines, strictly ascending by account.</param>
public sealed record CreditParameters(Ratio Floor, ImmutableArray<CreditLine> Lines)
{
    /// <summary>No credit.</summary>
    public static CreditParameters None { get; } = new(default, []);
}

/// <summary>An account's line of credit.</summary>
/// <param name="Account">The account.</param>
/// <param name="Amount">How much, not negative.</param>
public readonly record struct CreditLine(Bytes32 Account, Money Amount);
