using System.Collections.Immutable;
using Verifiable.Calibration.Risk;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.ValueAtRisk;

/// <summary>Value at risk by one way of finding it; losses are positive, and at least zero.</summary>
/// <param name="Name">filtered, historical, deltaNormal or deltaGamma.</param>
/// <param name="ValueAtRisk">Value at risk.</param>
/// <param name="ExpectedShortfall">Expected shortfall.</param>
internal readonly record struct VarMeasure(string Name, Money ValueAtRisk, Money ExpectedShortfall);

/// <summary>What was used of a history, or of a covariance's.</summary>
/// <param name="Hash">The history's hash.</param>
/// <param name="LastDay">When its last bar that was known begins.</param>
internal readonly record struct UsedHistory(Bytes32 Hash, Instant LastDay);

/// <summary>What was found.</summary>
/// <param name="Inputs">The documents, as they were measured.</param>
/// <param name="Options">What was asked.</param>
/// <param name="Measures">One or two measures.</param>
internal sealed record VarResult(MarginInputs Inputs, VarOptions Options, ImmutableArray<VarMeasure> Measures)
{
    /// <summary>The revaluation; null of a parametric measure.</summary>
    internal MarginResult? Revalued { get; init; }

    /// <summary>The parametric figures; null of a revaluation.</summary>
    internal ParametricRisk? Parametric { get; init; }

    /// <summary>The book's sensitivities; null of a revaluation.</summary>
    internal BookSensitivities? Sensitivities { get; init; }

    /// <summary>The hash of the covariance that a parametric measure took; null without one.</summary>
    internal Bytes32? CovarianceHash { get; init; }

    /// <summary>The volatilities of a year that a parametric measure took, in the order of its underlyings.</summary>
    internal ImmutableArray<double> Volatilities { get; init; } = [];

    /// <summary>The history that was used; null without one.</summary>
    internal UsedHistory? History { get; init; }
}
