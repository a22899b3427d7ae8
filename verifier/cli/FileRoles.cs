using System.Collections.Generic;
using System.IO;
using System.Linq;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>What a command does with each file: an output must not replace an input or another output.</summary>
internal static class FileRoles
{
    /// <summary>Refuses an output without a name, or whose file the same command uses for something else.</summary>
    /// <param name="inputs">What is read; null where an option is absent.</param>
    /// <param name="outputs">What is written, each with its option; null where an option is absent.</param>
    internal static void Require(IEnumerable<string?> inputs, params IEnumerable<(string? File, string Option)> outputs)
    {
        HashSet<string> taken =
            [.. inputs.OfType<string>().Where(static file => file is not ("" or OutputFile.Standard)).Select(Identity)];
        foreach ((string? file, string option) in outputs)
        {
            if (file is not null && (file.Length == 0 || !taken.Add(Identity(file))))
            {
                string accepted = file.Length == 0 ? "a file's name" : "a file that nothing else uses";
                throw new MarginException(ErrorCode.FileUnwritable, file, option, file, accepted);
            }
        }
    }

    /// <summary>The file itself, wherever links to it stand.</summary>
    private static string Identity(string path)
    {
        try
        {
            string whole = Path.GetFullPath(path);
            return File.ResolveLinkTarget(whole, returnFinalTarget: true)?.FullName ?? whole;
        }
        catch (IOException)
        {
            // No such file yet, or links in a circle: reading or writing says so.
            return Path.GetFullPath(path);
        }
    }
}
