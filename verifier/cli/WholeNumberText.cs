using System.Globalization;
using System.Numerics;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>Whole numbers among the arguments, each within the range that its refusal names.</summary>
internal static class WholeNumberText
{
    /// <summary>Reads decimal digits.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="minimum">The least number accepted; not negative.</param>
    /// <param name="maximum">The largest number accepted.</param>
    /// <param name="option">The option, for the refusal.</param>
    /// <param name="besides">What the option takes besides, for the refusal.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.NumberOutOfRange"/>.</exception>
    internal static BigInteger Parse(string text, BigInteger minimum, BigInteger maximum, string option, string besides = "")
    {
        // As many digits as the largest number has: parsing a megabyte of them would take minutes.
        int mostDigits = maximum.ToString(CultureInfo.InvariantCulture).Length;
        bool isNumber = BigInteger.TryParse(
            text.Length <= mostDigits ? text : string.Empty,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out BigInteger number);
        return isNumber && number >= minimum && number <= maximum
            ? number
            : throw new MarginException(
                ErrorCode.NumberOutOfRange,
                string.Empty,
                option,
                text,
                $"a whole number from {minimum} to {maximum}{besides}");
    }
}
