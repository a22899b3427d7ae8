using System.Globalization;
using Verifiable.Kernel;

namespace Verifiable.Calibration;

/// <summary>The refusals of this project that are not about a file, in one place.</summary>
internal static class Refusal
{
    /// <summary>A parameter outside its domain.</summary>
    internal static MarginException Parameter(string name, double found, string accepted) =>
        new(ErrorCode.ParameterOutOfRange, string.Empty, name, Text(found), accepted);

    /// <summary>A sample that is too short for what is asked of it.</summary>
    internal static MarginException TooFew(string name, int found, int needed) =>
        new(
            ErrorCode.RowCountOutOfRange,
            string.Empty,
            name,
            found.ToString(CultureInfo.InvariantCulture),
            $"at least {needed.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>A history that is too short for what is asked of it.</summary>
    internal static MarginException TooShort(string file, string name, int found, int needed) =>
        new(
            ErrorCode.RowCountOutOfRange,
            file,
            name,
            found.ToString(CultureInfo.InvariantCulture),
            $"a history that has {needed.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>An estimate that does not exist or was not reached.</summary>
    internal static MarginException Estimate(string name, string found, string accepted) =>
        new(ErrorCode.ResultOutOfRange, string.Empty, name, found, accepted);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
