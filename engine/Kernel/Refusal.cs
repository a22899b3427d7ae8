using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Verifiable.Kernel;

/// <summary>The one way a kernel function refuses its arguments, always at its entry.</summary>
internal static class Refusal
{
    /// <summary>Throws the refusal of one argument or result.</summary>
    /// <param name="code">The name of the refusal.</param>
    /// <param name="value">The offending number, in the scale of the function.</param>
    [DoesNotReturn]
    internal static void Throw(ErrorCode code, Int128 value) =>
        throw new MarginException(
            code, string.Empty, "argument", value.ToString(CultureInfo.InvariantCulture), Accepted(code));

    private static string Accepted(ErrorCode code) => code switch
    {
        ErrorCode.LogarithmOfNonPositive => "a positive number",
        ErrorCode.RadicandOutOfRange => "0 to 2^126 - 1",
        ErrorCode.ExponentOutOfRange => "at most the exponent whose power is 2^22",
        ErrorCode.DivisorNotPositive => "a positive divisor",
        ErrorCode.ShiftOutOfRange => "a shift of 0 to 63",
        ErrorCode.ResultOutOfRange => "factors whose result fits 64 bits",
        _ => string.Empty,
    };
}
