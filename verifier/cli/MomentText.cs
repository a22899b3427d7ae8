using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>Moments among the arguments; a plain date is its midnight.</summary>
internal static class MomentText
{
    private const string Midnight = "T00:00:00Z";
    private const int DateLength = 10;

    /// <summary>Reads a moment.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="option">The option, for the refusal.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.InstantMalformed"/>.</exception>
    internal static Instant Parse(string text, string option) =>
        InstantText.TryParse(text.Length == DateLength ? text + Midnight : text, out Instant moment)
            ? moment
            : throw new MarginException(
                ErrorCode.InstantMalformed,
                string.Empty,
                option,
                text,
                $"{InstantText.Accepted}, or YYYY-MM-DD for its midnight in UTC");
}
