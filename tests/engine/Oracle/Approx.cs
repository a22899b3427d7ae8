using System;

namespace Verifiable.Tests.Engine.Oracle;

/// <summary>A number in double precision with a bound on how far the engine's integers may lie from it.</summary>
/// <param name="Value">The number.</param>
/// <param name="Slack">The bound, at least zero.</param>
internal readonly record struct Approx(double Value, double Slack)
{
    /// <summary>Two last places of a double: what the oracle itself may err by.</summary>
    private const double Epsilon = 4.5e-16;

    public static implicit operator Approx(double exact) => new(exact, 0);

    public static Approx operator +(Approx left, Approx right) => new(
        left.Value + right.Value, left.Slack + right.Slack + (Epsilon * Math.Abs(left.Value + right.Value)));

    public static Approx operator -(Approx left, Approx right) => left + new Approx(-right.Value, right.Slack);

    public static Approx operator *(Approx left, Approx right) => new(
        left.Value * right.Value,
        (Math.Abs(left.Value) * right.Slack) + (Math.Abs(right.Value) * left.Slack) + (left.Slack * right.Slack)
            + (Epsilon * Math.Abs(left.Value * right.Value)));

    /// <summary>One of the engine's roundings: off by less than a unit, whichever way.</summary>
    public Approx Rounded() => this with { Slack = Slack + 1 };

    public static Approx Max(Approx left, Approx right) =>
        new(Math.Max(left.Value, right.Value), Math.Max(left.Slack, right.Slack));

    public static Approx Min(Approx left, Approx right) =>
        new(Math.Min(left.Value, right.Value), Math.Max(left.Slack, right.Slack));

    /// <summary>How far an integer lies, as a share of the bound: more than one is a difference.</summary>
    public double ShareOf(long integer) => Math.Abs(integer - Value) / (Slack + (Epsilon * Math.Abs(Value)) + 1e-9);
}
