using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>What <c>--model</c> and <c>--scenarios</c> take: the name of a shipped profile, or a document's path.</summary>
internal static class ProfileName
{
    /// <summary>Whether a text is a profile's name, and not the path of a document.</summary>
    /// <param name="text">The option's value.</param>
    /// <param name="names">The profiles that the option takes.</param>
    /// <param name="option">The option, for the refusal.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ParameterOutOfRange"/>: neither, so most likely a name that is mistyped.
    /// </exception>
    internal static bool IsOne(string text, IEnumerable<string> names, string option)
    {
        if (names.Contains(text))
        {
            return true;
        }

        bool isPath = text is "" or OutputFile.Standard
            || text.IndexOfAny([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]) >= 0
            || text.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            || Path.Exists(text);
        return isPath
            ? false
            : throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                string.Empty,
                option,
                text,
                $"a shipped profile, one of {string.Join(", ", names)}; or the path of a document");
    }
}
