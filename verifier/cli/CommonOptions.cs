using System.CommandLine;

namespace Verifiable.Cli;

/// <summary>Options that every verb has.</summary>
internal static class CommonOptions
{
    internal static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write one JSON document to standard output; progress goes to standard error.",
        Recursive = true,
    };

    internal static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Nothing on standard error but refusals: no progress, reports or notes. The answer stays.",
        Recursive = true,
    };

    internal static Option<bool> NoColor { get; } = new("--no-color")
    {
        Description = "No colours; the environment variable NO_COLOR does the same.",
        Recursive = true,
    };

    internal static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show the stack trace of a fault of ours.",
        Recursive = true,
    };

    internal static bool IsVerbose(ParseResult parsed) => parsed.GetValue(Verbose);
}
