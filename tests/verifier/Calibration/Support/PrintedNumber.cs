using System;
using System.Globalization;

namespace Verifiable.Tests.Verifier.Calibration.Support;

/// <summary>A published number with the weight of its last printed digit.</summary>
internal readonly record struct PrintedNumber(double Value, double LastDigit)
{
    // A double that stands for a decimal tie lies a rounding unit beside it.
    private const double Slack = 1e-9;

    internal static PrintedNumber Parse(string text)
    {
        string mantissa = text.Split('E', 'e')[0];
        int exponent = text.Length == mantissa.Length
            ? 0
            : int.Parse(text[(mantissa.Length + 1)..], CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int places = point < 0 ? 0 : mantissa.Length - point - 1;
        return new PrintedNumber(
            double.Parse(text, CultureInfo.InvariantCulture), Math.Pow(10, exponent - places));
    }

    /// <summary>Whether the number, rounded to the printed digits, is the printed one.</summary>
    internal bool IsRounded(double number) => Math.Abs(number - Value) <= LastDigit * (0.5 + Slack);

    /// <summary>Whether the number, cut after the printed digits, is the printed one.</summary>
    internal bool IsTruncated(double number)
    {
        double further = Value < 0 ? Value - number : number - Value;
        return Value == 0 ? Math.Abs(number) < LastDigit : further > -LastDigit * Slack && further < LastDigit;
    }
}
